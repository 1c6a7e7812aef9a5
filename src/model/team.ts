import type { CellkeepError } from '../protocol/errors';
import type { Room, Usage } from '../protocol/generated';
import { SYSTEM_CLOCK, type IClock } from '../transfer/ports';
import type { IUsageQuery, TeamClient, UsageSort } from '../transport/team';
import { Loading } from './loading';
import { PagedList, type IPagedSnapshot } from './pagedList';
import { SnapshotModel } from './snapshotModel';

const PAGE = 100;

/** In which order persons and groups are shown. */
export interface IUsageOrder {
  readonly sort: UsageSort;
  readonly order: 'asc' | 'desc';
}

/** Who holds how much, and what takes room. */
export interface ITeamSnapshot {
  readonly people: IPagedSnapshot<Usage>;
  readonly by: IUsageOrder;
  readonly room: Room | undefined;
  readonly error: CellkeepError | undefined;
}

/** What whoever looks after a service sees of it. Loads when it is told to. */
export class TeamModel extends SnapshotModel<ITeamSnapshot> {
  constructor(
    private readonly _api: Pick<TeamClient, 'room' | 'usage'>,
    clock: IClock = SYSTEM_CLOCK
  ) {
    const by: IUsageOrder = { sort: 'bytes', order: 'desc' };
    const people = new PagedList<Usage>(
      (cursor, signal) => _api.usage(queryOf(by, cursor), signal),
      clock
    );
    super(clock, {
      people: people.snapshot,
      by,
      room: undefined,
      error: undefined
    });
    this._by = by;
    this._people = people;
    people.stateChanged.connect(() => this.publish());
  }

  /** Sorts anew; by what it is sorted already, the other way round. */
  async sortBy(sort: UsageSort): Promise<void> {
    const isDown =
      sort === this._by.sort ? this._by.order === 'asc' : sort !== 'name';
    const by: IUsageOrder = { sort, order: isDown ? 'desc' : 'asc' };
    this._by = by;
    await this._people.refresh((cursor, signal) =>
      this._api.usage(queryOf(by, cursor), signal)
    );
  }

  /** Loads everything again. */
  async refresh(): Promise<void> {
    const room = this._loading.run(async signal => {
      const found = await this._api.room(signal);
      signal.throwIfAborted();
      this._room = found;
    });
    await Promise.all([room, this._people.refresh()]);
  }

  /** Loads more persons and groups. */
  more(): Promise<void> {
    return this._people.more();
  }

  override dispose(): void {
    this._loading.stop();
    this._people.dispose();
    super.dispose();
  }

  protected makeSnapshot(): ITeamSnapshot {
    return {
      people: this._people.snapshot,
      by: this._by,
      room: this._room,
      error: this._loading.error
    };
  }

  private _by: IUsageOrder;
  private readonly _people: PagedList<Usage>;
  private _room: Room | undefined;
  private readonly _loading = new Loading(() => this.publish());
}

function queryOf(by: IUsageOrder, cursor: string | undefined): IUsageQuery {
  return { ...by, limit: PAGE, cursor };
}
