/** What every class needs that holds something until it is disposed. */
import type { IDisposable } from '@lumino/disposable';
import { Signal } from '@lumino/signaling';

/** Lets go of what it holds once, and nobody hears its signals after that. */
export abstract class Disposable implements IDisposable {
  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    if (!this._isDisposed) {
      this._isDisposed = true;
      this.letGo();
      Signal.clearData(this);
    }
  }

  /** Lets go of what it holds beside its signals. */
  protected letGo(): void {}

  private _isDisposed = false;
}
