import type { IDisposable } from '@lumino/disposable';
import { type ISignal, Signal } from '@lumino/signaling';

import { asCellkeepError, isAbort } from '../../protocol/errors';
import type { Artifact } from '../../protocol/generated';
import {
  contentOfManifest,
  type PreviewContent
} from '../../ui/previewContent';
import type { Loadable } from '../../ui/props';
import { loadPreview, type IPreviewOptions } from './previews';

/** While someone runs down the list with the arrow keys, nothing is fetched. */
const SETTLE_MS = 150;

/** The preview of one artifact at a time. */
export class PreviewModel implements IDisposable {
  /**
   * @param options - Asked anew for each preview, as settings change.
   */
  constructor(options: () => IPreviewOptions) {
    this._options = options;
  }

  get stateChanged(): ISignal<this, void> {
    return this._stateChanged;
  }

  get snapshot(): Loadable<PreviewContent> {
    return this._snapshot;
  }

  get artifact(): Artifact | undefined {
    return this._artifact;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    if (this._isDisposed) {
      return;
    }
    this._isDisposed = true;
    this._stop();
    Signal.clearData(this);
  }

  /** Show another artifact, or none. */
  show(artifact: Artifact | undefined): void {
    if (artifact?.id === this._artifact?.id) {
      return;
    }
    this._artifact = artifact;
    this.retry();
  }

  /** Load the present one again. */
  retry(): void {
    this._stop();
    const artifact = this._artifact;
    if (!artifact || this._isDisposed) {
      return;
    }
    // What the manifest says stands there at once, and stays if there is no more to see.
    const known = artifact.preview && contentOfManifest(artifact.preview);
    this._set(
      known ? { status: 'ready', value: known } : { status: 'loading' }
    );
    this._timer = setTimeout(() => void this._load(artifact), SETTLE_MS);
  }

  private async _load(artifact: Artifact): Promise<void> {
    const abort = new AbortController();
    this._abort = abort;
    try {
      const loaded = await loadPreview(artifact, this._options(), abort.signal);
      if (abort.signal.aborted) {
        loaded.release();
        return;
      }
      this._release = loaded.release;
      this._set({ status: 'ready', value: loaded.content });
    } catch (error) {
      if (!isAbort(error) && !abort.signal.aborted) {
        this._set({ status: 'error', error: asCellkeepError(error).info() });
      }
    }
  }

  private _stop(): void {
    clearTimeout(this._timer);
    this._abort?.abort();
    this._abort = undefined;
    this._release?.();
    this._release = undefined;
  }

  private _set(snapshot: Loadable<PreviewContent>): void {
    this._snapshot = snapshot;
    this._stateChanged.emit();
  }

  private readonly _options: () => IPreviewOptions;
  private readonly _stateChanged = new Signal<this, void>(this);
  private _snapshot: Loadable<PreviewContent> = { status: 'loading' };
  private _artifact: Artifact | undefined;
  private _timer: ReturnType<typeof setTimeout> | undefined;
  private _abort: AbortController | undefined;
  private _release: (() => void) | undefined;
  private _isDisposed = false;
}
