/** The text of a value that a library made. */
const HEX_BYTES = 64;
const MOST_DEPTH = 8;

/** Returns a value as text; null where it is missing. */
export function valueText(value: unknown): string | null {
  return value === null || value === undefined ? null : textOf(value, 0);
}

function textOf(value: unknown, depth: number): string {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
      return Number.isNaN(value)
        ? 'nan'
        : Object.is(value, -0)
          ? '-0'
          : String(value);
    case 'bigint':
    case 'boolean':
      return String(value);
    case 'object':
      return objectText(value, depth);
    default:
      return typeof value;
  }
}

function objectText(value: object | null, depth: number): string {
  if (value === null) {
    return 'None';
  }
  if (depth > MOST_DEPTH) {
    return '…';
  }
  if (value instanceof Date) {
    return Number.isNaN(value.getTime())
      ? 'NaT'
      : value
          .toISOString()
          .replace('T', ' ')
          .replace(/( 00:00:00)?\.000Z$/, '');
  }
  if (value instanceof Uint8Array) {
    const hex = Array.from(value.subarray(0, HEX_BYTES), byte =>
      byte.toString(16).padStart(2, '0')
    );
    return `0x${hex.join('')}${value.length > HEX_BYTES ? '…' : ''}`;
  }
  if (Array.isArray(value) || ArrayBuffer.isView(value)) {
    const items = Array.from(value as Iterable<unknown>, item =>
      textOf(item, depth + 1)
    );
    return `[${items.join(', ')}]`;
  }
  const entries = Object.entries(value).map(
    ([key, item]) => `${key}: ${textOf(item, depth + 1)}`
  );
  return `{${entries.join(', ')}}`;
}
