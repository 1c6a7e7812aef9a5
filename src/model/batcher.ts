import type { IClock } from '../transfer/ports';

/** Collects what comes in a short time, and hands it on as one batch. */
export class Batcher<T> {
  constructor(
    private readonly _clock: IClock,
    private readonly _ms: number,
    private readonly _flush: (items: T[]) => void
  ) {}

  add(item: T): void {
    this._items.push(item);
    this._cancel ??= this._clock.later(this._ms, () => {
      this._cancel = undefined;
      this._flush(this._items.splice(0));
    });
  }

  dispose(): void {
    this._cancel?.();
    this._cancel = undefined;
    this._items.length = 0;
  }

  private readonly _items: T[] = [];
  private _cancel: (() => void) | undefined;
}
