import { elementOf, type Descr } from './dtype';
import type { IArrayView } from './view';

/** The values of an array, or the first of them. */
export interface IArrayBytes {
  readonly shape: ReadonlyArray<number>;
  readonly descr: Descr;
  readonly values: Uint8Array;
  /** Where the values lie in Fortran (column-major) order; then all of them must be here. */
  readonly fortran?: boolean;
}

/** Returns a view of an array's first values. */
export function arrayView(array: IArrayBytes): IArrayView {
  const { shape, values } = array;
  const element = elementOf(array.descr);
  const view = new DataView(
    values.buffer,
    values.byteOffset,
    values.byteLength
  );
  const total = shape.reduce((product, extent) => product * extent, 1);
  // Items of no bytes (an empty text) are all there as soon as one is.
  const here = element.size
    ? Math.min(total, Math.floor(values.length / element.size))
    : total;
  const complete = here === total;
  const position =
    array.fortran && shape.length > 1 ? fortranPosition(shape) : identity;
  // The first values in column order are not the first ones in row order.
  const count = position === identity || complete ? here : 0;
  const at = (index: number): number => position(index) * element.size;
  return {
    type: 'array',
    dtype: element.name,
    shape,
    count,
    complete,
    text: index => element.text(view, at(index)),
    number: index => element.number(view, at(index))
  };
}

function identity(index: number): number {
  return index;
}

/** Returns where the element with a row-major index lies in column-major order. */
function fortranPosition(
  shape: ReadonlyArray<number>
): (index: number) => number {
  return index => {
    let rest = index;
    let position = 0;
    for (let axis = shape.length - 1; axis >= 0; axis -= 1) {
      const extent = shape[axis]!;
      position = position * extent + (rest % extent);
      rest = Math.floor(rest / extent);
    }
    return position;
  };
}
