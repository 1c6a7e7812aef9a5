import { Throttler } from '@lumino/polling';
import { type ISignal, Signal } from '@lumino/signaling';

import type { StoreChange } from '../../model/library';
import type { Artifact } from '../../protocol/generated';
import type { ICellkeep } from '../../tokens';
import { Disposable } from '../../transport/disposable';
import { type Gone, inTrash, isGone } from '../application/gone';

/** Saves that come in a row are one question. */
const ASK_MS = 300;

/** An artifact that a tab shows, and what becomes of it as long as the tab is open. */
export class LiveArtifact extends Disposable {
  /**
   * @param _asksForNewer - Whether the store is asked what was saved since under its name.
   */
  constructor(
    private readonly _cellkeep: ICellkeep,
    private _artifact: Artifact,
    private readonly _asksForNewer: boolean
  ) {
    super();
    const { library } = _cellkeep;
    library.changed.connect(this._onChange, this);
    library.missed.connect(this._onMissed, this);
    this._askSoon();
  }

  /** It as it is called now. */
  get artifact(): Artifact {
    return this._artifact;
  }

  /** Where it went, where it is not in the store any more. */
  get gone(): Gone | undefined {
    return this._gone;
  }

  /** What was saved last under its name, in its notebook or else in its run; undefined if this was. */
  get newer(): Artifact | undefined {
    return this._newer;
  }

  /** Emitted when something is known of it that was not. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** Follows another artifact. */
  show(artifact: Artifact): void {
    this._newer = undefined;
    this._set(artifact);
    this._askSoon();
  }

  protected override letGo(): void {
    this._asks.dispose();
  }

  private _onChange(_: unknown, change: StoreChange): void {
    const { artifact, artifact_id, kind } = change;
    const id = artifact?.id ?? artifact_id;
    if (id === this._artifact.id) {
      if (artifact && kind !== 'deleted') {
        this._set(artifact);
      } else {
        void this._refetch();
      }
    } else if (
      artifact?.name === this._artifact.name ||
      id === this._newer?.id
    ) {
      this._askSoon();
    }
  }

  private _onMissed(): void {
    void this._refetch();
    this._askSoon();
  }

  private _set(artifact: Artifact): void {
    this._artifact = artifact;
    this._gone = undefined;
    this._changed.emit();
  }

  private async _refetch(): Promise<void> {
    const { id } = this._artifact;
    const isIts = (): boolean => !this.isDisposed && id === this._artifact.id;
    try {
      const artifact = await this._cellkeep.api.artifact(id);
      if (isIts()) {
        this._set(artifact);
      }
    } catch (error) {
      if (isGone(error)) {
        const found = await inTrash(this._cellkeep, [id]);
        if (isIts()) {
          this._gone = found.length > 0 ? 'trash' : 'deleted';
          this._changed.emit();
        }
        return;
      }
      // The server is away; what is shown stays.
      console.debug('Cellkeep: could not load the artifact again.', error);
    }
  }

  private _askSoon(): void {
    if (this._asksForNewer) {
      void this._asks.invoke();
    }
  }

  private async _ask(): Promise<void> {
    const { id, name, provenance, run_id: run } = this._artifact;
    const { notebook } = provenance;
    const where = notebook === undefined ? { run } : { notebook };
    try {
      const { items } = await this._cellkeep.api.artifacts({
        ...where,
        name,
        limit: 1
      });
      const newer = items.find(last => last.id !== id);
      const isIts = !this.isDisposed && id === this._artifact.id;
      if (isIts && newer?.id !== this._newer?.id) {
        this._newer = newer;
        this._changed.emit();
      }
    } catch (error) {
      console.debug('Cellkeep: could not look for a newer version.', error);
    }
  }

  private readonly _asks = new Throttler(() => this._ask(), {
    limit: ASK_MS,
    edge: 'trailing'
  });
  private readonly _changed = new Signal<this, void>(this);
  private _gone: Gone | undefined;
  private _newer: Artifact | undefined;
}
