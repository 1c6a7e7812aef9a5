import {
  asCellkeepError,
  isAbort,
  type CellkeepError
} from '../protocol/errors';

/** One load at a time: a newer one stops the one before. */
export class Loading {
  get isBusy(): boolean {
    return this._running !== undefined;
  }

  /**
   * Loads something.
   *
   * @returns Why it failed; undefined where it did not, and `'stopped'` where nobody waits for it
   * any more.
   */
  async run(
    load: (signal: AbortSignal) => Promise<void>
  ): Promise<CellkeepError | 'stopped' | undefined> {
    this.stop();
    const controller = new AbortController();
    this._running = controller;
    let outcome: CellkeepError | 'stopped' | undefined;
    try {
      await load(controller.signal);
    } catch (error) {
      outcome = isAbort(error) ? 'stopped' : asCellkeepError(error);
    }
    if (this._running !== controller) {
      return 'stopped';
    }
    this._running = undefined;
    return outcome;
  }

  stop(): void {
    this._running?.abort();
    this._running = undefined;
  }

  private _running: AbortController | undefined;
}
