/** Rows of an Arrow column as a slice. */
import { DataType, type Data, Vector } from 'apache-arrow';

import type { ISlice, ITableColumn, Role } from '../table';
import { textReader, typeName } from './text';
import { exactArrow, writtenArrow } from './written';

/** Returns what a field is to a person. */
export function columnOf(
  name: string,
  type: DataType,
  dtype?: string
): ITableColumn {
  const written = writtenArrow(type);
  return {
    name,
    dtype: dtype ?? typeName(type),
    role: roleOf(type),
    ...(written ? { written } : {})
  };
}

function roleOf(type: DataType): Role {
  if (
    DataType.isInt(type) ||
    DataType.isFloat(type) ||
    DataType.isDecimal(type)
  ) {
    return 'number';
  }
  return DataType.isDate(type) ||
    DataType.isTimestamp(type) ||
    DataType.isTime(type) ||
    DataType.isDuration(type)
    ? 'time'
    : 'text';
}

/** Returns the rows of a column from `skip` on, at most `length`. */
export function sliceOf(data: Data, skip: number, length: number): ISlice {
  const vector = new Vector([data]);
  const text = textReader(vector);
  const number = numberReader(vector, data);
  // Made when a table is exported, and only then.
  let exact: ((row: number) => unknown) | undefined;
  const count = Math.max(0, Math.min(length, data.length - skip));
  return {
    length: count,
    text: index => text(skip + index),
    number: index => number(skip + index),
    exact: index => (exact ??= exactArrow(data))(skip + index)
  };
}

function numberReader(vector: Vector, data: Data): (row: number) => number {
  const type = vector.type as DataType;
  const { values } = data as { values: ArrayLike<number | bigint> };
  const isPlain =
    DataType.isInt(type) ||
    DataType.isTimestamp(type) ||
    DataType.isTime(type) ||
    DataType.isDuration(type) ||
    DataType.isDate(type) ||
    (DataType.isFloat(type) && type.ArrayType !== Uint16Array);
  if (isPlain) {
    return row => (vector.isValid(row) ? Number(values[row] ?? NaN) : NaN);
  }
  if (DataType.isBool(type)) {
    return row => (vector.isValid(row) ? Number(vector.get(row)) : NaN);
  }
  const text = textReader(vector);
  return row => {
    const value = text(row);
    return value === null || value.trim() === '' ? NaN : Number(value);
  };
}
