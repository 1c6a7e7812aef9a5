import { stridesOf, type IArraySource } from './array';
import type { IArrayView } from './view';

/** Values that are read to be shown. */
const VALUE_BYTES = 1024 * 1024;
/** The first values in another order are not the first ones in row order: all are read, or none. */
const WHOLE_BYTES = 32 * 1024 * 1024;

/** Reads the first values of an array. */
export async function firstValues(
  source: IArraySource,
  signal: AbortSignal
): Promise<IArrayView> {
  const { dtype, element, shape, strides } = source;
  const { size } = element;
  const total = shape.reduce((product, extent) => product * extent, 1);
  const rowMajor = stridesOf(shape, false);
  const isRowMajor = strides.every((step, axis) => step === rowMajor[axis]);
  const most = isRowMajor ? VALUE_BYTES : WHOLE_BYTES;
  const fitting = size ? Math.min(total, Math.floor(most / size)) : total;
  const count = isRowMajor || fitting === total ? fitting : 0;
  const bytes =
    count * size > 0 ? await source.read(0, count, signal) : new Uint8Array();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const at = (index: number): number => {
    let rest = index;
    let position = 0;
    for (let axis = shape.length - 1; axis >= 0; axis -= 1) {
      const extent = shape[axis] ?? 1;
      position += (rest % extent) * (strides[axis] ?? 0);
      rest = Math.floor(rest / extent);
    }
    return position * size;
  };
  return {
    type: 'array',
    dtype,
    shape,
    count,
    complete: count === total,
    text: index => element.text(view, at(index)),
    number: index => element.number(view, at(index))
  };
}
