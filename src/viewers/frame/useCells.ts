import * as React from 'react';

import { asCellkeepError, isAbort } from '../../protocol/errors';
import type { ErrorInfo } from '../../protocol/generated';
import type { IRange } from './Grid';

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
  rows: number
): {
  cell: (row: number, column: number) => string | null | undefined;
  onVisible: (range: IRange) => void;
  error: ErrorInfo | undefined;
} {
  const blocks = React.useRef(new Map<string, readonly (string | null)[]>());
  const [, setDrawn] = React.useState(0);
  const [error, setError] = React.useState<ErrorInfo | undefined>();
  const [range, setRange] = React.useState<IRange | undefined>();
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
        const missing: number[] = [];
        for (
          let column = range.columns[0];
          column < range.columns[1];
          column += 1
        ) {
          // A block may have been the last one before more rows were counted.
          const held = known.get(`${block}:${column}`);
          if (!held || held.length < end - start) {
            missing.push(column);
          }
        }
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
    };
    // A scroll bar that is pulled goes by many rows that nobody looks at.
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
  }, [range, read, rows, version]);

  return {
    error,
    onVisible: setRange,
    cell: (row, column) => {
      const block = blocks.current.get(
        `${Math.floor(row / BLOCK_ROWS)}:${column}`
      );
      return block?.[row % BLOCK_ROWS];
    }
  };
}
