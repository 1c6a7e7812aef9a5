import {
  asCellkeepError,
  isAbort,
  type CellkeepError
} from '../protocol/errors';

/** One load at a time: a newer one stops the one before. */
export class Loading {
  /** @param _changed - Called when a load begins, and when it ends by itself. */
  constructor(private readonly _changed: () => void = () => undefined) {}

  /** Why the last load failed; undefined where it did not. */
  error: CellkeepError | undefined;

  get isBusy(): boolean {
    return this._running !== undefined;
  }

  /** Loads something; never rejects. Nobody hears of what was stopped. */
  async run(load: (signal: AbortSignal) => Promise<void>): Promise<void> {
    this.stop();
    const controller = new AbortController();
    this._running = controller;
    this._changed();
    let failure: unknown;
    try {
      await load(controller.signal);
    } catch (error) {
      failure = error;
    }
    if (this._running === controller) {
      this._running = undefined;
      if (!isAbort(failure)) {
        this.error =
          failure === undefined ? undefined : asCellkeepError(failure);
        this._changed();
      }
    }
  }

  stop(): void {
    this._running?.abort();
    this._running = undefined;
  }

  private _running: AbortController | undefined;
}
