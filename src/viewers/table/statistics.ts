/** What a column holds, in one pass and bounded memory. */
import type { ISlice, Role } from '../../codecs/table';
import { Histogram, type IHistogram } from './histogram';
import { Quantiles, type IQuantile } from './quantiles';

/** What is known of a column. */
export interface IStatistics {
  readonly count: number;
  readonly missing: number;
  /** Numbers and times. */
  readonly least?: string;
  readonly most?: string;
  readonly mean?: number;
  readonly deviation?: number;
  /** Values at these shares of the order: the quarters and the outer twentieths. */
  readonly quantiles?: readonly IQuantile[];
  /** Whether all values were put in order, and not a sample of them. */
  readonly isQuantileExact?: boolean;
  readonly histogram?: IHistogram;
  /** Different values; where there are too many to count, the number counted. */
  readonly distinct: number;
  readonly isDistinctExact: boolean;
  /** The most frequent values; only where all different ones were counted. */
  readonly top: readonly { readonly value: string; readonly count: number }[];
}

const MOST_DISTINCT = 10_000;
const TOP = 10;
const TEXT_CHARACTERS = 200;

/** Gathers statistics of one column, slice by slice or value by value. */
export class Statistics {
  constructor(private readonly _role: Role) {}

  /** Adds all values of a slice. */
  add(slice: ISlice): void {
    for (let index = 0; index < slice.length; index += 1) {
      this.addAt(slice, index);
    }
  }

  /** Adds one value of a slice. */
  addAt(slice: ISlice, index: number): void {
    this._count += 1;
    if (this._role === 'text') {
      this._addText(slice.text(index));
    } else {
      this._addNumber(slice, index);
    }
  }

  result(): IStatistics {
    const top = this._isDistinctExact
      ? [...this._values]
          .sort(([, one], [, other]) => other - one)
          .slice(0, TOP)
          .map(([value, count]) => ({ value: String(value), count }))
      : [];
    const common = {
      count: this._count,
      missing: this._missing,
      distinct: this._values.size,
      isDistinctExact: this._isDistinctExact
    };
    const here = this._count - this._missing;
    if (this._role === 'text' || here === 0) {
      return { ...common, top };
    }
    return {
      ...common,
      top: [],
      least: this._leastText,
      most: this._mostText,
      histogram: this._histogram.result(),
      // A mean of times is a number that nobody can read.
      ...(this._role === 'number'
        ? {
            mean: this._mean,
            deviation: Math.sqrt(this._squares / here),
            ...this._ordered.result()
          }
        : {})
    };
  }

  private _addText(text: string | null): void {
    if (text === null) {
      this._missing += 1;
    } else {
      this._addValue(text.slice(0, TEXT_CHARACTERS));
    }
  }

  private _addNumber(slice: ISlice, index: number): void {
    const value = slice.number(index);
    if (Number.isNaN(value)) {
      this._missing += 1;
      return;
    }
    this._addValue(value);
    // Welford's way: no sum that grows beyond what a number holds exactly.
    const step = value - this._mean;
    this._mean += step / (this._count - this._missing);
    this._squares += step * (value - this._mean);
    this._histogram.add(value);
    this._ordered.add(value);
    if (value < this._least) {
      this._least = value;
      this._leastText = slice.text(index) ?? '';
    }
    if (value > this._most) {
      this._most = value;
      this._mostText = slice.text(index) ?? '';
    }
  }

  private _addValue(value: string | number): void {
    if (!this._isDistinctExact) {
      return;
    }
    const known = this._values.get(value);
    if (known === undefined && this._values.size >= MOST_DISTINCT) {
      this._isDistinctExact = false;
      return;
    }
    this._values.set(value, (known ?? 0) + 1);
  }

  private readonly _values = new Map<string | number, number>();
  private readonly _ordered = new Quantiles();
  private readonly _histogram = new Histogram();
  private _isDistinctExact = true;
  private _count = 0;
  private _missing = 0;
  private _mean = 0;
  private _squares = 0;
  private _least = Infinity;
  private _most = -Infinity;
  private _leastText = '';
  private _mostText = '';
}
