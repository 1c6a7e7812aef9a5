/** Values of any type as text, as they lie in tables of Arrow and Parquet. */
import { numberText } from './numbers';

/** Items of one value that are made into text; a damaged file may say that a list has thousands of millions. */
const MOST_ITEMS = 20_000;
/** Values within values; far below what the stack holds. */
const MOST_DEPTH = 100;

interface IBudget {
  items: number;
  depth: number;
}

/** The text of a value that may hold others: a list, a structure, a map. */
export function anyText(
  value: unknown,
  budget: IBudget = { items: MOST_ITEMS, depth: MOST_DEPTH }
): string {
  if (value === null || value === undefined) {
    return 'None';
  }
  if (value instanceof Uint8Array) {
    const hex = Array.from(value.subarray(0, 64), byte =>
      byte.toString(16).padStart(2, '0')
    );
    return `0x${hex.join('')}${value.length > 64 ? '…' : ''}`;
  }
  if (typeof value === 'number') {
    return numberText(value);
  }
  if (typeof value === 'string') {
    return value;
  }
  if (typeof value === 'bigint' || typeof value === 'boolean') {
    return String(value);
  }
  if (typeof value !== 'object') {
    return typeof value;
  }
  if (value instanceof Date) {
    return dateTimeText(value);
  }
  if (isVector(value) || Array.isArray(value) || ArrayBuffer.isView(value)) {
    return `[${textsOf(value as Iterable<unknown>, budget, anyText)}]`;
  }
  const entries = textsOf(
    pairsOf(value),
    budget,
    ([key, item]) => `${anyText(key, budget)}: ${anyText(item, budget)}`
  );
  return `{${entries}}`;
}

function textsOf<T>(
  items: Iterable<T>,
  budget: IBudget,
  textOf: (item: T, budget: IBudget) => string
): string {
  if (budget.depth === 0) {
    return '…';
  }
  budget.depth -= 1;
  const texts: string[] = [];
  for (const item of items) {
    budget.items -= 1;
    if (budget.items < 0) {
      texts.push('…');
      break;
    }
    texts.push(textOf(item, budget));
  }
  budget.depth += 1;
  return texts.join(', ');
}

/** An Arrow map or structure yields its pairs; a plain object has them as properties. */
function pairsOf(value: object): Iterable<[unknown, unknown]> {
  return Symbol.iterator in value
    ? (value as Iterable<[unknown, unknown]>)
    : Object.entries(value);
}

/** A point in time as tables write it; a day at midnight is written as the day. */
function dateTimeText(value: Date): string {
  return Number.isNaN(value.getTime())
    ? 'NaT'
    : value
        .toISOString()
        .replace('T', ' ')
        .replace(/( 00:00:00)?(\.000)?Z$/, '');
}

function isVector(value: object): boolean {
  return 'numChildren' in value && 'stride' in value;
}
