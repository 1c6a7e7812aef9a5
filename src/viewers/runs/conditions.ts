/** What a person asks of a column, as the server is asked. Pure. */
import type { RunCondition } from '../../protocol/generated';
import { type Comparison, listOf } from '../table/query';
import type { IRunColumn } from './columns';

/** A condition on a column of the table of runs, as a person wrote it. */
export interface IRunFilter {
  readonly column: string;
  readonly comparison: Comparison;
  readonly value: string;
  /** The last value of a range, which belongs to it. */
  readonly upTo?: string;
}

type Column = Pick<IRunColumn, 'id' | 'role'>;

const OPERATORS = {
  differs: 'ne',
  less: 'lt',
  atMost: 'le',
  greater: 'gt',
  atLeast: 'ge'
} as const;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Returns the server's conditions for a filter: two for a range. */
export function conditionsOf(
  { column: id, comparison, upTo, value }: IRunFilter,
  column: Column | undefined
): RunCondition[] {
  const condition = (op: RunCondition['op'], wanted?: unknown): RunCondition =>
    // A number, a text or a list of them, which the schema leaves open.
    ({ column: id, op, value: wanted as RunCondition['value'] });
  switch (comparison) {
    case 'missing':
    case 'present':
      return [{ column: id, op: comparison }];
    case 'contains':
      return [condition('contains', value)];
    case 'equals':
      if (id === 'git_commit') {
        // The column shows its beginning, and so does git.
        return [condition('contains', value)];
      }
      return [condition('in', alternatives(value, column))];
    case 'oneOf': {
      const values = listOf(value);
      return [
        condition(
          'in',
          values.flatMap(one => alternatives(one, column))
        )
      ];
    }
    case 'between':
      return [
        condition('ge', valueOf(value, column)),
        condition('le', valueOf(upTo ?? value, column))
      ];
    default:
      return [condition(OPERATORS[comparison], valueOf(value, column))];
  }
}

/** A column of values may have the number in some runs and in others the text. */
function alternatives(
  text: string,
  column: Column | undefined
): (string | number)[] {
  const number = numberOf(text);
  return number === undefined || column?.id === 'created'
    ? [valueOf(text, column)]
    : [number, text];
}

function valueOf(text: string, column: Column | undefined): string | number {
  if (column?.role === 'time') {
    // The server has its times in UTC; a day that is written is the reader's.
    const time = new Date(DAY.test(text) ? `${text}T00:00` : text);
    return Number.isNaN(time.getTime()) ? text : time.toISOString();
  }
  return column?.role === 'number' ? (numberOf(text) ?? text) : text;
}

function numberOf(text: string): number | undefined {
  const number = Number(text);
  return text.trim() !== '' && Number.isFinite(number) ? number : undefined;
}
