import type { Group } from '../protocol/generated';
import type { IClock } from '../transfer/ports';
import type { ApiClient } from '../transport/http';
import type { IArtifactFilter } from '../transport/queries';
import { daysOfHours, sumOf } from './groupList';
import type { IFound } from './types';
import { countedBy, isFiltered, type ICatalogView } from './view';

/** The groups of a view, as the server counted them. */
export interface ICounts {
  readonly groups: ReadonlyArray<Group>;
  /** Whether there are more groups than were asked for. */
  readonly more: boolean;
  /** How much the filter finds; undefined without one. */
  readonly found: IFound | undefined;
}

/** Counts the groups of a view, and all that its filter finds. */
export async function countGroups(
  { library }: Pick<ApiClient, 'library'>,
  { groupBy, filter }: ICatalogView,
  wire: IArtifactFilter,
  limit: number,
  signal: AbortSignal
): Promise<ICounts> {
  const by = countedBy(groupBy);
  const { items, more } = await library.groups(by, wire, limit, signal);
  const isNarrowed = isFiltered(filter);
  const all =
    isNarrowed && more
      ? await library.groups(countedBy('none'), wire, undefined, signal)
      : { items };
  return {
    groups: groupBy === 'day' ? daysOfHours(items, more) : items,
    more: groupBy !== 'none' && more,
    found: isNarrowed ? sumOf(all.items) : undefined
  };
}

/** What is typed further within this time would make the counting useless. */
const COUNT_AFTER_MS = 150;

/** One count at a time, now or soon; a new one takes the place of the one before. */
export class Counting {
  constructor(
    private readonly _clock: IClock,
    private readonly _count: (signal: AbortSignal) => Promise<void>
  ) {}

  get isBusy(): boolean {
    return this._running !== undefined;
  }

  /** Counts after a while, unless it is stopped before. */
  soon(): void {
    const { signal } = this._begin();
    const cancel = this._clock.later(COUNT_AFTER_MS, () => void this.now());
    signal.addEventListener('abort', cancel);
  }

  async now(): Promise<void> {
    const running = this._begin();
    await this._count(running.signal);
    if (this._running === running) {
      this._running = undefined;
    }
  }

  stop(): void {
    this._running?.abort();
    this._running = undefined;
  }

  private _begin(): AbortController {
    this.stop();
    this._running = new AbortController();
    return this._running;
  }

  private _running: AbortController | undefined;
}
