/** The table of runs line by line: runs, and over those of one value a line that names it. Pure. */
/** One line: a run by its place among all, or what the runs below it have in common. */
export type RunLine =
  { readonly type: 'run'; readonly place: number } | IGroupLine;

/** The line over the runs of one value. */
export interface IGroupLine {
  readonly type: 'group';
  readonly key: string;
  /** A number or a text; undefined where its runs have neither. */
  readonly value: unknown;
  /** Of its first run. */
  readonly place: number;
  readonly runs: number;
  readonly isFolded: boolean;
}

interface IHead extends IGroupLine {
  /** Where its line is. */
  readonly line: number;
}

/** All lines of a table, whatever is loaded of it: only the groups are in memory. */
export class RunLines {
  /**
   * @param total - Runs in all.
   * @param groups - The values by which they come together, in their order; undefined where they do not.
   * @param folded - The keys of groups of which only the line is shown.
   */
  constructor(
    total: number,
    groups: readonly { value?: unknown; runs: number }[] | undefined,
    folded: ReadonlySet<string>
  ) {
    let [line, place] = [0, 0];
    for (const { runs, value } of groups ?? []) {
      const key = keyOf(value);
      const isFolded = folded.has(key);
      const head = { type: 'group' as const, key, value, runs, isFolded };
      this._heads.push({ ...head, line, place });
      line += isFolded ? 1 : 1 + runs;
      place += runs;
    }
    this.length = groups ? line : total;
  }

  readonly length: number;

  /** Returns a line; undefined past the last. */
  at(line: number): RunLine | undefined {
    if (line < 0 || line >= this.length) {
      return undefined;
    }
    const head = this._headOf(line);
    if (head === undefined) {
      return { type: 'run', place: line };
    }
    return head.line === line
      ? head
      : { type: 'run', place: head.place + line - head.line - 1 };
  }

  /** Returns the places of runs that some lines stand for: of a whole group where it is its line alone. */
  meant(range: readonly [number, number]): number[] {
    const [start, end] = range;
    const first = this.at(start);
    return first?.type === 'group' && end - start === 1
      ? Array.from({ length: first.runs }, (_, index) => first.place + index)
      : this.places(range);
  }

  /** Returns the places of the runs of some lines. */
  places([start, end]: readonly [number, number]): number[] {
    const places: number[] = [];
    for (let line = start; line < Math.min(end, this.length); line += 1) {
      const its = this.at(line);
      if (its?.type === 'run') {
        places.push(its.place);
      }
    }
    return places;
  }

  /** Returns the last group's line that is not below this one. */
  private _headOf(line: number): IHead | undefined {
    let [low, high] = [0, this._heads.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this._heads[middle]?.line ?? Infinity) <= line) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return this._heads[low - 1];
  }

  private readonly _heads: IHead[] = [];
}

/** What a group is remembered by: 3 is not "3". */
export function keyOf(value: unknown): string {
  return JSON.stringify(value ?? null);
}
