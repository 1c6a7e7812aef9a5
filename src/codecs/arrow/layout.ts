/** Where the parts of a column lie in the body of an Arrow record batch. */
import { DataType, Precision, DateUnit } from 'apache-arrow';

/** How many field nodes, buffers and counts of view buffers a column takes. */
export interface ISpan {
  nodes: number;
  buffers: number;
  views: number;
}

/** Returns the parts of a column of a type. */
export function spanOf(type: DataType, viewCounts: readonly number[]): ISpan {
  const span: ISpan = { nodes: 0, buffers: 0, views: 0 };
  addSpan(type, viewCounts, span);
  return span;
}

function addSpan(
  type: DataType,
  viewCounts: readonly number[],
  span: ISpan
): void {
  span.nodes += 1;
  if (DataType.isUtf8View(type) || DataType.isBinaryView(type)) {
    span.buffers += 2 + (viewCounts[span.views] ?? 0);
    span.views += 1;
    return;
  }
  span.buffers += ownBuffers(type);
  // A dictionary's values are in a batch of their own.
  for (const child of DataType.isDictionary(type)
    ? []
    : (type.children ?? [])) {
    addSpan(child.type as DataType, viewCounts, span);
  }
}

function ownBuffers(type: DataType): number {
  if (DataType.isNull(type)) {
    return 0;
  }
  if (DataType.isStruct(type) || DataType.isFixedSizeList(type)) {
    return 1;
  }
  if (DataType.isUnion(type)) {
    return DataType.isDenseUnion(type) ? 2 : 1;
  }
  return isVariable(type) ? 3 : 2;
}

/** Whether a type's values lie one after the other between offsets. */
export function isVariable(type: DataType): boolean {
  return (
    DataType.isUtf8(type) ||
    DataType.isBinary(type) ||
    DataType.isLargeUtf8(type) ||
    DataType.isLargeBinary(type)
  );
}

/** Bits of an offset: 64 for the large types. */
export function offsetBytes(type: DataType): number {
  return DataType.isLargeUtf8(type) || DataType.isLargeBinary(type) ? 8 : 4;
}

/** Bits of a value of a type whose values all have the same size; undefined for others. */
export function bitsOf(type: DataType): number | undefined {
  if (DataType.isDictionary(type)) {
    return bitsOf(type.indices as DataType);
  }
  if (DataType.isBool(type)) {
    return 1;
  }
  if (
    DataType.isInt(type) ||
    DataType.isTime(type) ||
    DataType.isDecimal(type)
  ) {
    return type.bitWidth;
  }
  if (DataType.isFloat(type)) {
    return {
      [Precision.HALF]: 16,
      [Precision.SINGLE]: 32,
      [Precision.DOUBLE]: 64
    }[type.precision];
  }
  if (DataType.isDate(type)) {
    return type.unit === DateUnit.DAY ? 32 : 64;
  }
  if (DataType.isTimestamp(type) || DataType.isDuration(type)) {
    return 64;
  }
  return DataType.isFixedSizeBinary(type) ? type.byteWidth * 8 : undefined;
}
