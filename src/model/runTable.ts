/** The table of runs: what is asked for, and its rows as far as they are loaded. */
import {
  asCellkeepError,
  isAbort,
  type CellkeepError
} from '../protocol/errors';
import type { RunColumn, RunCondition, RunRow } from '../protocol/generated';
import { SYSTEM_CLOCK, type IClock } from '../transfer/ports';
import type { LibraryClient } from '../transport/library';
import { Latest } from './latest';
import { StateModel } from './snapshotModel';

const PAGE = 200;
/** As many rows are loaded before anybody scrolls to them. */
const AHEAD = 600;

/** Which runs, and in which order. */
export interface IRunQuestion {
  readonly words: string;
  /** What they must be like in single columns. */
  readonly where: readonly RunCondition[];
  /** The id of the column by which they come together. */
  readonly group: string;
  readonly sort: string;
  readonly descending: boolean;
}

/** What the store lists where nobody chose: what was saved last comes first. */
export const NEWEST_RUNS: IRunQuestion = {
  words: '',
  where: [],
  group: '',
  sort: 'updated',
  descending: true
};

/** The answer as far as it is loaded. */
export interface IRunTableSnapshot {
  /** What the rows answer; what was asked for last may still be on its way. */
  readonly question: IRunQuestion;
  readonly rows: readonly RunRow[];
  /** Counts the answers: rows of one are those of the one before and more. */
  readonly answer: number;
  /** Runs in all that are meant. */
  readonly total: number;
  /** The columns of values that runs have. */
  readonly columns: readonly RunColumn[];
  readonly isLoading: boolean;
  /** Why the last request failed; gone after the next one that succeeds. */
  readonly error: CellkeepError | undefined;
}

/** The rows of one question, page by page as somebody looks further down. */
export class RunTableModel extends StateModel<IRunTableSnapshot> {
  constructor(
    private readonly _library: Pick<LibraryClient, 'runTable'>,
    clock: IClock = SYSTEM_CLOCK
  ) {
    super({
      question: NEWEST_RUNS,
      rows: [],
      answer: 0,
      total: 0,
      columns: [],
      isLoading: false,
      error: undefined
    });
    this._latest = new Latest(clock);
  }

  override dispose(): void {
    this._latest.stop();
    super.dispose();
  }

  /** Asks something else; what is shown stays until the answer. */
  ask(question: IRunQuestion): void {
    if (JSON.stringify(question) !== JSON.stringify(this._question)) {
      this._question = question;
      this._looked = 0;
      this.refresh();
    }
  }

  /** Asks the same again, for as much as somebody has looked at. */
  refresh(): void {
    if (this._question) {
      this._latest.ask(signal => this._load(signal, false));
    }
  }

  /** Says that somebody looks at rows up to this one: more come before they are scrolled to. */
  look(row: number): void {
    this._looked = row;
    if (this._isShort(this.snapshot.rows.length) && !this._latest.isBusy) {
      this._latest.ask(signal => this._load(signal, true));
    }
  }

  private _isShort(rows: number): boolean {
    return this._cursor !== undefined && rows < this._looked + AHEAD;
  }

  private async _load(signal: AbortSignal, isMore: boolean): Promise<void> {
    // Where the newest question failed, what is shown still answers the one before.
    const question =
      (isMore ? undefined : this._question) ?? this.snapshot.question;
    this._change({ isLoading: true });
    try {
      if (!isMore) {
        await this._begin(question, signal);
      }
      while (this._isShort(this.snapshot.rows.length)) {
        const page = await this._page(question, this._cursor, signal);
        this._cursor = page.next_cursor;
        this._change({
          rows: [...this.snapshot.rows, ...page.items],
          total: page.total,
          error: undefined
        });
      }
      this._change({ isLoading: false });
    } catch (error) {
      if (!isAbort(error) && !signal.aborted) {
        this._change({ isLoading: false, error: asCellkeepError(error) });
      }
    }
  }

  /** Reads from the beginning up to where somebody looks, and shows that in place of what was there. */
  private async _begin(
    question: IRunQuestion,
    signal: AbortSignal
  ): Promise<void> {
    const first = await this._page(question, undefined, signal);
    const rows = [...first.items];
    let cursor = first.next_cursor;
    while (cursor !== undefined && rows.length <= this._looked) {
      const page = await this._page(question, cursor, signal);
      rows.push(...page.items);
      cursor = page.next_cursor;
    }
    this._cursor = cursor;
    this._change({
      question,
      rows,
      answer: this.snapshot.answer + 1,
      total: first.total,
      columns: first.columns ?? [],
      error: undefined
    });
  }

  private _page(
    { descending, group, sort, where, words }: IRunQuestion,
    cursor: string | undefined,
    signal: AbortSignal
  ) {
    const query = {
      q: words.trim() || undefined,
      where,
      group: group || undefined,
      sort,
      order: descending ? 'desc' : 'asc',
      limit: PAGE,
      cursor
    } as const;
    return this._library.runTable(query, signal);
  }

  private _change(change: Partial<IRunTableSnapshot>): void {
    this.setSnapshot({ ...this.snapshot, ...change });
  }

  private readonly _latest: Latest;
  private _question: IRunQuestion | undefined;
  private _cursor: string | undefined;
  private _looked = 0;
}
