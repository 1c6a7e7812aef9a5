/** Rows of tables of text and of Parquet, as slices. */
import { anyText } from '../../codecs/anyText';
import type { ISlice, Role } from '../../codecs/table';

/** A slice of texts, ordered by the numbers or times that they are where the column has those. */
export function textSlice(
  values: readonly (string | null)[],
  role: Role
): ISlice {
  return {
    length: values.length,
    text: index => values[index] ?? null,
    number: index => {
      const value = values[index];
      if (value === null || value === undefined || value.trim() === '') {
        return NaN;
      }
      return role === 'time' ? Date.parse(value) : Number(value);
    }
  };
}

/** A point in time of a finer unit than a `Date` has. */
export class Instant extends Date {
  /** @param raw - In the unit of its column. */
  constructor(
    milliseconds: number,
    readonly raw: bigint
  ) {
    super(milliseconds);
  }
}

/** A slice of values that a library made; their text is made when it is asked for. */
export function valueSlice(values: readonly unknown[], role: Role): ISlice {
  const text = (index: number): string | null => {
    const value = values[index];
    return value === null || value === undefined ? null : anyText(value);
  };
  return {
    length: values.length,
    text,
    exact: index => {
      const value = values[index];
      return value instanceof Instant ? value.raw : value;
    },
    number: index => {
      const value = values[index];
      if (value instanceof Date) {
        return value.getTime();
      }
      if (typeof value === 'number' || typeof value === 'bigint') {
        return Number(value);
      }
      const written = text(index);
      return written === null || written.trim() === '' || role === 'text'
        ? NaN
        : Number(written);
    }
  };
}
