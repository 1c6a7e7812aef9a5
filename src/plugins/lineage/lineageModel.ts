import { Throttler } from '@lumino/polling';

import { Loading } from '../../model/loading';
import { StateModel } from '../../model/snapshotModel';
import { isAbort } from '../../protocol/errors';
import type { ErrorInfo, Lineage } from '../../protocol/generated';
import type { StoreEvents } from '../../transport/events';
import type { LibraryClient } from '../../transport/library';
import { mergeLineages, type IGraph } from '../../viewers/lineage/graph';

/** Steps that are shown at first; the ends say where there is more. */
const FIRST_STEPS = 8;
/** Many saves at once are one change of the picture. */
const REFRESH_MS = 1500;

/** One immutable state. */
export interface ILineageSnapshot {
  readonly root: string;
  /** What a person asked to see more around. */
  readonly expanded: readonly string[];
  readonly graph: IGraph | undefined;
  readonly error: ErrorInfo | undefined;
  /** Where the picture started before. */
  readonly former: readonly string[];
}

/** What was made from what around an artifact, as the store says it now. */
export class LineageModel extends StateModel<ILineageSnapshot> {
  /**
   * @param events - Owned by the model.
   * @param isShown - Whether anybody looks; a picture that nobody sees is asked for when it is seen again.
   */
  constructor(
    private readonly _library: Pick<LibraryClient, 'lineage'>,
    private readonly _events: StoreEvents,
    private readonly _isShown: () => boolean,
    root: string,
    expanded: readonly string[] = []
  ) {
    super({ root, expanded, graph: undefined, error: undefined, former: [] });
    _events.changed.connect(this._onChange, this);
    _events.missed.connect(this._onChange, this);
  }

  override dispose(): void {
    this._loading.stop();
    this._refreshes.dispose();
    this._events.dispose();
    super.dispose();
  }

  /** Asks again, where something changed since. */
  shown(): void {
    if (this._isStale) {
      void this.refresh();
    }
  }

  /** Adds what lies one step around an artifact; returns how many artifacts that were not there. */
  async expand(id: string): Promise<number> {
    const before = this.snapshot.graph?.nodes.size ?? 0;
    const { expanded } = this.snapshot;
    this._set({ expanded: [...expanded.filter(each => each !== id), id] });
    await this.refresh();
    return (this.snapshot.graph?.nodes.size ?? 0) - before;
  }

  /** Starts the picture from another artifact. */
  startFrom(root: string): void {
    const former = [...this.snapshot.former, this.snapshot.root];
    this._set({ root, former, expanded: [] });
    void this.refresh();
  }

  /** Goes back to where the picture started before. */
  back(): void {
    const former = [...this.snapshot.former];
    const root = former.pop();
    if (root !== undefined) {
      this._set({ root, former, expanded: [] });
      void this.refresh();
    }
  }

  /** Asks the store. */
  async refresh(): Promise<void> {
    this._isStale = false;
    const { expanded, root } = this.snapshot;
    await this._loading.run(async signal => {
      const ask = (id: string, steps: number): Promise<Lineage> =>
        this._library.lineage(id, { up: steps, down: steps }, signal);
      const [first, ...others] = await Promise.all([
        ask(root, FIRST_STEPS),
        // What was expanded may be gone by now; the picture is not.
        ...expanded.map(id => ask(id, 1).catch(unlessAborted))
      ]);
      signal.throwIfAborted();
      const answers = [first, ...others.filter(isThere)];
      const said = JSON.stringify(answers);
      if (said !== this._said || this.snapshot.error) {
        this._said = said;
        this._set({ graph: mergeLineages(answers), error: undefined });
      }
    });
  }

  private _onChange(): void {
    this._isStale = true;
    if (this._isShown()) {
      void this._refreshes.invoke();
    }
  }

  private _set(change: Partial<ILineageSnapshot>): void {
    this.setSnapshot({ ...this.snapshot, ...change });
  }

  private readonly _refreshes = new Throttler(() => this.refresh(), {
    limit: REFRESH_MS,
    edge: 'trailing'
  });
  private _said = '';
  private readonly _loading = new Loading(() => {
    const { error, isBusy } = this._loading;
    if (error && !isBusy) {
      this._isStale = true;
      this._set({ error: error.info() });
    }
  });
  private _isStale = true;
}

function unlessAborted(error: unknown): undefined {
  if (isAbort(error)) {
    throw error;
  }
  return undefined;
}

function isThere<T>(value: T | undefined): value is T {
  return value !== undefined;
}
