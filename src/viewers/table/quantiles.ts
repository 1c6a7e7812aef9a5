/** Values by their place in the order of all values. */

/** A value below which a share of all values lies. */
export interface IQuantile {
  readonly share: number;
  readonly value: number;
}

const SHARES = [0.05, 0.25, 0.5, 0.75, 0.95];
/** As many values as are put in order: 8 MB. */
const MOST_ORDERED = 1_000_000;

/** Quantiles of all values, or of a fair sample of them where there are too many to keep. */
export class Quantiles {
  constructor(private readonly _most = MOST_ORDERED) {}

  add(value: number): void {
    this._count += 1;
    if (this._kept < this._most) {
      if (this._kept === this._values.length) {
        const more = new Float64Array(
          Math.min(this._most, Math.max(1024, this._kept * 2))
        );
        more.set(this._values);
        this._values = more;
      }
      this._values[this._kept] = value;
      this._kept += 1;
      return;
    }
    // Each value is as likely to be in the sample as any other.
    const place = Math.floor(Math.random() * this._count);
    if (place < this._most) {
      this._values[place] = value;
    }
  }

  result(): {
    quantiles: IQuantile[];
    isQuantileExact: boolean;
  } {
    const sorted = this._values.slice(0, this._kept).sort();
    const at = (share: number): number => {
      // Between two values as NumPy and pandas do by default.
      const place = share * (sorted.length - 1);
      const low = sorted[Math.floor(place)] ?? NaN;
      const high = sorted[Math.ceil(place)] ?? NaN;
      const rest = place - Math.floor(place);
      return rest === 0 ? low : low + (high - low) * rest;
    };
    return {
      quantiles: SHARES.map(share => ({ share, value: at(share) })),
      isQuantileExact: this._count === this._kept
    };
  }

  private _values = new Float64Array();
  private _kept = 0;
  private _count = 0;
}
