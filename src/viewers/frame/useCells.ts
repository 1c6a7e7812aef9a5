import * as React from 'react';

import { asCellkeepError, isAbort } from '../../protocol/errors';
import type { ErrorInfo } from '../../protocol/generated';
import type { IVisible } from './Grid';

const BLOCK_ROWS = 64;
/** Columns of blocks that are kept: some thousand screens of text. */
const MOST_BLOCKS = 4000;

/** Reads rows of columns as text, column by column. */
export type ReadCells = (
  columns: readonly number[],
  start: number,
  end: number,
  signal: AbortSignal
) => Promise<readonly (readonly (string | null)[])[]>;

/** The cells of a grid: what is on the screen is asked for, and kept for a while. */
export function useCells(
  read: ReadCells,
  /** Changes when the same rows are others, such as after sorting. */
  version: unknown,
  rows: number,
  /** The columns that are read, in the order of the grid's; by default they are the same. */
  order?: readonly number[]
): {
  cell: (row: number, column: number) => string | null | undefined;
  onVisible: (range: IVisible) => void;
  error: ErrorInfo | undefined;
  /** Whether something on the screen is still on its way. */
  isBusy: boolean;
} {
  const blocks = React.useRef(new Map<string, readonly (string | null)[]>());
  const [, setDrawn] = React.useState(0);
  const [isBusy, setBusy] = React.useState(true);
  const [error, setError] = React.useState<ErrorInfo | undefined>();
  const [range, setRange] = React.useState<IVisible | undefined>();
  const last = React.useRef(version);
  if (last.current !== version) {
    last.current = version;
    blocks.current = new Map();
  }

  React.useEffect(() => {
    if (!range) {
      return;
    }
    const abort = new AbortController();
    const known = blocks.current;
    const load = async (): Promise<void> => {
      const first = Math.floor(range.rows[0] / BLOCK_ROWS);
      for (let block = first; block * BLOCK_ROWS < range.rows[1]; block += 1) {
        const start = block * BLOCK_ROWS;
        const end = Math.min(start + BLOCK_ROWS, rows);
        const missing = placesOf(range)
          .map(place => order?.[place] ?? place)
          .filter(column => {
            // A block may have been the last one before more rows were counted.
            const held = known.get(`${block}:${column}`);
            return !held || held.length < end - start;
          });
        if (missing.length === 0) {
          continue;
        }
        const texts = await read(missing, start, end, abort.signal);
        missing.forEach((column, position) =>
          known.set(`${block}:${column}`, texts[position] ?? [])
        );
        for (const oldest of known.keys()) {
          if (known.size <= MOST_BLOCKS) {
            break;
          }
          known.delete(oldest);
        }
        setError(undefined);
        setDrawn(count => count + 1);
      }
      setBusy(false);
    };
    // A scroll bar that is pulled goes by many rows that nobody looks at.
    setBusy(true);
    const timer = setTimeout(() => {
      load().catch((reason: unknown) => {
        if (!isAbort(reason) && !abort.signal.aborted) {
          setError(asCellkeepError(reason).info());
        }
      });
    }, 16);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [range, read, rows, version, order]);

  return {
    error,
    isBusy,
    onVisible: setRange,
    cell: (row, place) => {
      const column = order?.[place] ?? place;
      const block = blocks.current.get(
        `${Math.floor(row / BLOCK_ROWS)}:${column}`
      );
      return block?.[row % BLOCK_ROWS];
    }
  };
}

/** The places of the columns that are on the screen. */
function placesOf({ columns: [first, last], pinned }: IVisible): number[] {
  const places = Array.from({ length: pinned }, (_, place) => place);
  for (let place = Math.max(pinned, first); place < last; place += 1) {
    places.push(place);
  }
  return places;
}
