import type { IClock } from '../transfer/ports';

/** Gathers what comes in a short time, and hands it on at once. */
export class Gathered<T> {
  constructor(
    private readonly _clock: IClock,
    private readonly _ms: number,
    private readonly _flush: (items: T[]) => void
  ) {}

  add(item: T): void {
    this._items.push(item);
    this._takeBack ??= this._clock.later(this._ms, () => {
      this._takeBack = undefined;
      this._flush(this._items.splice(0));
    });
  }

  dispose(): void {
    this._takeBack?.();
    this._takeBack = undefined;
    this._items.length = 0;
  }

  private readonly _items: T[] = [];
  private _takeBack: (() => void) | undefined;
}
