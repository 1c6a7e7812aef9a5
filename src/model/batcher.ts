import type { IClock } from '../transfer/ports';

/** Collects what comes in a short time, and hands it on as one batch. */
export class Batcher<T> {
  /**
   * @param _restMs - How long a batch of so many is to be the last at least.
   */
  constructor(
    private readonly _clock: IClock,
    private readonly _ms: number,
    private readonly _flush: (items: T[]) => void,
    private readonly _restMs: (count: number) => number = () => 0
  ) {}

  add(item: T): void {
    this._items.push(item);
    const wait = Math.max(this._ms, this._restUntil - this._clock.now());
    this._cancel ??= this._clock.later(wait, () => {
      this._cancel = undefined;
      this._restUntil = this._clock.now() + this._restMs(this._items.length);
      this._flush(this._items.splice(0));
    });
  }

  dispose(): void {
    this._cancel?.();
    this._cancel = undefined;
    this._items.length = 0;
  }

  private readonly _items: T[] = [];
  private _restUntil = -Infinity;
  private _cancel: (() => void) | undefined;
}
