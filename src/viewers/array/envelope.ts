/** Thins out a line so that no peak of it is lost. */
import type { ISlice } from '../../codecs/table';

/** Gathers the least and the greatest number of each part of a row. */
export class Envelope {
  /** Two numbers for each part, in the order in which they come; NaN where there is none. */
  readonly values: Float64Array;

  /**
   * @param count - Values of the row.
   * @param parts - At most as many as there are values.
   */
  constructor(
    private readonly _count: number,
    private readonly _parts: number
  ) {
    this.values = new Float64Array(2 * _parts).fill(NaN);
  }

  /** Takes in values; each call goes on where the last one ended. */
  add(start: number, slice: ISlice): void {
    for (let index = 0; index < slice.length; index += 1) {
      const value = slice.number(index);
      if (Number.isFinite(value)) {
        const part = Math.floor(((start + index) * this._parts) / this._count);
        this._put(2 * part, value);
      }
    }
  }

  private _put(at: number, value: number): void {
    const { values } = this;
    const first = values[at] ?? NaN;
    const second = values[at + 1] ?? NaN;
    if (Number.isNaN(first)) {
      values[at] = value;
      values[at + 1] = value;
    } else if (value > Math.max(first, second)) {
      values[at] = Math.min(first, second);
      values[at + 1] = value;
    } else if (value < Math.min(first, second)) {
      values[at] = Math.max(first, second);
      values[at + 1] = value;
    }
  }
}
