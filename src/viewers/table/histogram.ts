/** Counts of numbers whose range is not known before: bins double their width when it grows. */

/** A histogram as it is drawn. */
export interface IHistogram {
  readonly from: number;
  readonly to: number;
  /** The first and the last bin are wider than what they hold. */
  readonly least: number;
  readonly most: number;
  readonly counts: readonly number[];
}

const BINS = 64;

/** Numbers in a bounded number of bins. */
export class Histogram {
  add(value: number): void {
    if (!Number.isFinite(value)) {
      return;
    }
    if (this._total === 0) {
      this._from = value;
      // Far smaller than any spread: it only ever grows.
      this._width = Math.abs(value) * 1e-6 || 1e-30;
    }
    this._total += 1;
    this._least = Math.min(this._least, value);
    this._most = Math.max(this._most, value);
    while (value < this._from || value >= this._from + this._width * BINS) {
      this._grow(value < this._from);
    }
    const bin = Math.min(
      BINS - 1,
      Math.floor((value - this._from) / this._width)
    );
    this._counts[bin] = (this._counts[bin] ?? 0) + 1;
  }

  /** Returns the bins between the least and the greatest value. */
  result(): IHistogram | undefined {
    if (this._total === 0) {
      return undefined;
    }
    const first = Math.max(
      0,
      Math.floor((this._least - this._from) / this._width)
    );
    const last = Math.min(
      BINS - 1,
      Math.floor((this._most - this._from) / this._width)
    );
    return {
      from: this._from + first * this._width,
      to: this._from + (last + 1) * this._width,
      least: this._least,
      most: this._most,
      counts: this._counts.slice(first, last + 1)
    };
  }

  private _grow(downwards: boolean): void {
    const merged = new Array<number>(BINS).fill(0);
    const shift = downwards ? BINS / 2 : 0;
    for (let bin = 0; bin < BINS; bin += 1) {
      const at = shift + (bin >> 1);
      merged[at] = (merged[at] ?? 0) + (this._counts[bin] ?? 0);
    }
    if (downwards) {
      this._from -= this._width * BINS;
    }
    this._width *= 2;
    this._counts = merged;
  }

  private _counts = new Array<number>(BINS).fill(0);
  private _from = 0;
  private _width = 1;
  private _total = 0;
  private _least = Infinity;
  private _most = -Infinity;
}
