import type { IClock } from '../transfer/ports';

/** An answer that takes longer than this is waited for no more when there is a newer question. */
export const PATIENCE_MS = 150;

/**
 * Asks one question at a time: the first at once, then the newest there is.
 *
 * The server goes on with a question whose asker has gone, so that asking anew with every letter
 * would make each answer later.
 */
export class Latest {
  constructor(private readonly _clock: IClock) {}

  /** Whether anything is asked, or waits to be. */
  get isBusy(): boolean {
    return this._running !== undefined;
  }

  /** Asks now, or as soon as the question that is being asked is answered; one that waits is dropped. */
  ask(question: (signal: AbortSignal) => Promise<void>): void {
    this._next = question;
    if (this._running === undefined) {
      void this._run();
    } else {
      this._cancel ??= this._clock.later(
        Math.max(0, this._since + PATIENCE_MS - this._clock.now()),
        () => {
          this._running?.abort();
          void this._run();
        }
      );
    }
  }

  /** Stops asking. */
  stop(): void {
    this._next = undefined;
    this._running?.abort();
    this._running = undefined;
    this._cancel?.();
    this._cancel = undefined;
  }

  /** Whether a newer question waits for this one's answer. */
  get isOutdated(): boolean {
    return this._next !== undefined;
  }

  private async _run(): Promise<void> {
    const question = this._next;
    this._next = undefined;
    this._cancel?.();
    this._cancel = undefined;
    this._running = undefined;
    if (!question) {
      return;
    }
    const controller = new AbortController();
    this._running = controller;
    this._since = this._clock.now();
    try {
      await question(controller.signal);
    } finally {
      if (this._running === controller) {
        void this._run();
      }
    }
  }

  private _next: ((signal: AbortSignal) => Promise<void>) | undefined;
  private _running: AbortController | undefined;
  private _since = 0;
  private _cancel: (() => void) | undefined;
}
