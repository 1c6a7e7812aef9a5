import type { Artifact } from '../protocol/generated';
import type { IClock } from '../transfer/ports';
import type { IPendingDelete } from './types';

/** What happens at the end of a deletion. */
export interface IDeleteActions {
  /** Deletes for good; resolves to the bytes freed. */
  readonly commit: () => Promise<number>;
  /** Shows the artifact again. */
  readonly restore: () => void;
}

/** What deletions do to the list that shows the artifacts. */
export interface IDeletionsOptions {
  readonly clock: IClock;
  /** Deletes for good; resolves to the bytes freed. */
  readonly remove: (artifact: Artifact) => Promise<number>;
  /** Something is shown or hidden now that was not before. */
  readonly onChange: () => void;
}

/** The artifacts that a person deleted, and that are still there until the undo's time is up. */
export class Deletions {
  constructor(private readonly _options: IDeletionsOptions) {}

  /** Whether an artifact is to be shown no more. */
  isHidden(artifactId: string): boolean {
    return this._pending.has(artifactId);
  }

  /** Returns artifacts without the hidden ones. */
  shown(artifacts: ReadonlyArray<Artifact>): ReadonlyArray<Artifact> {
    return this._pending.size
      ? artifacts.filter(({ id }) => !this._pending.has(id))
      : artifacts;
  }

  /** Hides an artifact and deletes it later. */
  start(artifact: Artifact, undoMs: number): PendingDelete {
    const { clock, remove, onChange } = this._options;
    const over = (): void => {
      this._pending.delete(artifact.id);
      onChange();
    };
    const pending = new PendingDelete(artifact, undoMs, clock, {
      commit: async () => {
        const freed = await remove(artifact);
        over();
        return freed;
      },
      restore: over
    });
    this._pending.set(artifact.id, pending);
    onChange();
    return pending;
  }

  /** Deletes now what would be deleted later. */
  commitAll(): void {
    this._pending.forEach(pending => pending.commit());
  }

  private readonly _pending = new Map<string, PendingDelete>();
}

/** A deletion that waits for a moment, so that it can be taken back. */
export class PendingDelete implements IPendingDelete {
  constructor(
    readonly artifact: Artifact,
    undoMs: number,
    clock: IClock,
    private readonly _actions: IDeleteActions
  ) {
    this.done = new Promise((resolve, reject) => {
      this._resolve = resolve;
      this._reject = reject;
    });
    // Whoever only deletes need not watch it: the artifact comes back, with the catalog's error.
    this.done.catch(() => undefined);
    this._takeBack = clock.later(undoMs, () => this.commit());
  }

  readonly done: Promise<number | undefined>;

  undo(): boolean {
    if (this._isOver) {
      return false;
    }
    this._end();
    this._actions.restore();
    this._resolve(undefined);
    return true;
  }

  commit(): void {
    if (this._isOver) {
      return;
    }
    this._end();
    this._actions.commit().then(this._resolve, (error: unknown) => {
      this._actions.restore();
      this._reject(error);
    });
  }

  private _end(): void {
    this._isOver = true;
    this._takeBack();
  }

  private readonly _takeBack: () => void;
  private _resolve: (freed: number | undefined) => void = () => undefined;
  private _reject: (error: unknown) => void = () => undefined;
  private _isOver = false;
}
