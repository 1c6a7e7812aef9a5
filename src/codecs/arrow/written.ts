/** How columns keep their types where a table is written as Parquet. */
import { DataType, Precision, TimeUnit, type Data, Vector } from 'apache-arrow';
import type { SchemaElement } from 'hyparquet';

import { textReader } from './text';

/** A column's type in Parquet, without its name. */
export type WrittenType = Omit<SchemaElement, 'name' | 'repetition_type'>;

/** What has no type of its own is written as the text that is shown. */
export const TEXT: WrittenType = { type: 'BYTE_ARRAY', converted_type: 'UTF8' };
export const DOUBLE: WrittenType = { type: 'DOUBLE' };
export const INTEGER: WrittenType = { type: 'INT64' };

/** Returns how an Arrow type is written; undefined for text. */
export function writtenArrow(type: DataType): WrittenType | undefined {
  if (DataType.isBool(type)) {
    return { type: 'BOOLEAN' };
  }
  if (DataType.isInt(type)) {
    return writtenInteger(type.bitWidth, type.isSigned);
  }
  if (DataType.isFloat(type)) {
    return type.precision === Precision.DOUBLE ? DOUBLE : { type: 'FLOAT' };
  }
  if (DataType.isTimestamp(type)) {
    return writtenTime(type.unit, Boolean(type.timezone));
  }
  if (DataType.isDate(type)) {
    return { type: 'INT32', converted_type: 'DATE' };
  }
  if (DataType.isDecimal(type) && type.scale >= 0) {
    return {
      type: 'FIXED_LEN_BYTE_ARRAY',
      type_length: type.bitWidth / 8,
      converted_type: 'DECIMAL',
      precision: type.precision,
      scale: type.scale
    };
  }
  if (DataType.isBinary(type) || DataType.isLargeBinary(type)) {
    return { type: 'BYTE_ARRAY' };
  }
  return undefined;
}

function writtenInteger(
  bits: 8 | 16 | 32 | 64,
  isSigned: boolean
): WrittenType {
  return {
    type: bits === 64 ? 'INT64' : 'INT32',
    converted_type: isSigned ? `INT_${bits}` : `UINT_${bits}`
  };
}

function writtenTime(unit: TimeUnit, isAdjustedToUTC: boolean): WrittenType {
  return {
    type: 'INT64',
    logical_type: {
      type: 'TIMESTAMP',
      isAdjustedToUTC,
      unit:
        unit === TimeUnit.NANOSECOND
          ? 'NANOS'
          : unit === TimeUnit.MICROSECOND
            ? 'MICROS'
            : 'MILLIS'
    }
  };
}

/** Returns the reader of an Arrow column's values as they are written; null where they are missing. */
export function exactArrow(data: Data): (row: number) => unknown {
  const vector = new Vector([data]);
  const type = vector.type;
  const text = textReader(vector);
  const { values } = data as { values: ArrayLike<number | bigint> };
  const ifThere =
    (read: (row: number) => unknown) =>
    (row: number): unknown =>
      vector.isValid(row) ? read(row) : null;
  if (DataType.isTimestamp(type)) {
    // Parquet has no seconds.
    const factor = type.unit === TimeUnit.SECOND ? 1000n : 1n;
    return ifThere(row => BigInt(values[row] ?? 0) * factor);
  }
  if (DataType.isDate(type)) {
    return ifThere(row => new Date(Number(vector.get(row))));
  }
  if (DataType.isDecimal(type) && type.scale >= 0) {
    return ifThere(row => BigInt((text(row) ?? '0').replace('.', '')));
  }
  return writtenArrow(type) ? ifThere(row => vector.get(row) as unknown) : text;
}
