/** The table of runs: what is asked for, and those pages of the answer that somebody looked at. */
import {
  asCellkeepError,
  isAbort,
  type CellkeepError
} from '../protocol/errors';
import type {
  RunColumn,
  RunCondition,
  RunGroup,
  RunRow,
  RunTable
} from '../protocol/generated';
import { SYSTEM_CLOCK, type IClock } from '../transfer/ports';
import type { LibraryClient } from '../transport/library';
import { Latest } from './latest';
import { StateModel } from './snapshotModel';

const PAGE = 100;
/** So many rows on either side are loaded before anybody scrolls to them. */
const BEFORE = 100;
const AHEAD = 300;

type Pages = ReadonlyMap<number, readonly RunRow[]>;

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
  /** Its rows by the number of their page, in the order in which they came. */
  readonly pages: Pages;
  /** Counts the answers: pages of one are those of the one before and more. */
  readonly answer: number;
  /** Runs in all that are meant. */
  readonly total: number;
  /** The columns of values that runs have. */
  readonly columns: readonly RunColumn[];
  /** The values by which they come together, in their order; undefined where they do not. */
  readonly groups: readonly RunGroup[] | undefined;
  readonly isLoading: boolean;
  /** Why the last request failed; gone after the next one that succeeds. */
  readonly error: CellkeepError | undefined;
}

/** Returns the row at a place among all; undefined where it is not loaded. */
export function rowAt(pages: Pages, place: number): RunRow | undefined {
  return pages.get(Math.floor(place / PAGE))?.[place % PAGE];
}

/** The rows of one question, wherever somebody looks. */
export class RunTableModel extends StateModel<IRunTableSnapshot> {
  constructor(
    private readonly _library: Pick<LibraryClient, 'runTable'>,
    clock: IClock = SYSTEM_CLOCK
  ) {
    super({
      question: NEWEST_RUNS,
      pages: new Map(),
      answer: 0,
      total: 0,
      columns: [],
      groups: undefined,
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
      this._looked = [];
      this.refresh();
    }
  }

  /** Asks the same again, for what somebody looks at. */
  refresh(): void {
    if (this._question) {
      this._latest.ask(signal => this._load(signal, false));
    }
  }

  /** Says which rows somebody looks at, by their places: those around them come too. */
  look(places: readonly number[]): void {
    this._looked = places;
    // A question on its way goes on with what is looked at once it is answered.
    if (this._missing() !== undefined && !this._latest.isBusy) {
      this._latest.ask(signal => this._load(signal, true));
    }
  }

  /** Loads the rows of places that are not loaded, and returns all that are. */
  async read(places: readonly number[]): Promise<Pages> {
    const { answer, question } = this.snapshot;
    const pages = new Map(this.snapshot.pages);
    for (const place of places) {
      const page = Math.floor(place / PAGE);
      if (!pages.has(page)) {
        pages.set(page, (await this._page(question, page)).items);
      }
    }
    if (this.snapshot.answer === answer) {
      this._change({ pages: new Map([...this.snapshot.pages, ...pages]) });
    }
    return pages;
  }

  /** Returns the first page that is wanted and not there: what is looked at, then what is ahead. */
  private _missing(): number | undefined {
    const { pages, total } = this.snapshot;
    const [first, last] = [this._looked[0] ?? 0, this._looked.at(-1) ?? 0];
    const around = [
      ...Array.from(
        { length: AHEAD / PAGE },
        (_, page) => last + (page + 1) * PAGE
      ),
      first - BEFORE
    ];
    return [...this._looked, ...around]
      .filter(place => place >= 0 && place < total)
      .map(place => Math.floor(place / PAGE))
      .find(page => !pages.has(page));
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
      for (
        let page = this._missing();
        page !== undefined;
        page = this._missing()
      ) {
        const answer = await this._page(question, page, signal);
        if (answer.total !== this.snapshot.total) {
          // Runs came or went: places are others.
          await this._begin(question, signal);
          continue;
        }
        const pages = new Map(this.snapshot.pages).set(page, answer.items);
        this._change({ pages, error: undefined });
      }
      this._change({ isLoading: false });
    } catch (error) {
      if (!isAbort(error) && !signal.aborted) {
        this._change({ isLoading: false, error: asCellkeepError(error) });
      }
    }
  }

  /** Reads the first page and those that somebody looks at, and shows them in place of what was there. */
  private async _begin(
    question: IRunQuestion,
    signal: AbortSignal
  ): Promise<void> {
    const first = await this._page(question, 0, signal);
    const pages = new Map([[0, first.items]]);
    for (const place of this._looked) {
      const page = Math.floor(place / PAGE);
      if (place < first.total && !pages.has(page)) {
        pages.set(page, (await this._page(question, page, signal)).items);
      }
    }
    this._change({
      question,
      pages,
      answer: this.snapshot.answer + 1,
      total: first.total,
      columns: first.columns ?? [],
      groups: first.groups,
      error: undefined
    });
  }

  private _page(
    { descending, group, sort, where, words }: IRunQuestion,
    page: number,
    signal?: AbortSignal
  ): Promise<RunTable> {
    const query = {
      q: words.trim() || undefined,
      where,
      group: group || undefined,
      sort,
      order: descending ? 'desc' : 'asc',
      limit: PAGE,
      offset: page * PAGE
    } as const;
    return this._library.runTable(query, signal);
  }

  private _change(change: Partial<IRunTableSnapshot>): void {
    this.setSnapshot({ ...this.snapshot, ...change });
  }

  private readonly _latest: Latest;
  private _question: IRunQuestion | undefined;
  private _looked: readonly number[] = [];
}
