/** The columns of the table of runs: what each says of a run. Pure. */
import type { TranslationBundle } from '@jupyterlab/translation';

import type { ISlice, ITableColumn } from '../../codecs/table';
import type { RunColumn, RunRow } from '../../protocol/generated';
import { absoluteTime, bytes, duration } from '../../ui/format';

/** A column, by the id that the server knows it by. */
export interface IRunColumn extends ITableColumn {
  readonly id: string;
  /** What it is a value of, under its name; absent for what every run has. */
  readonly detail?: string;
  readonly width: number;
  /** What the server does by it. */
  readonly can: readonly ('sort' | 'filter' | 'group')[];
  /** What is shown; null where a run has nothing there. */
  readonly text: (row: RunRow) => string | null;
  /** The same as a number to draw; NaN where there is none. */
  readonly number: (row: RunRow) => number;
}

/** Columns of values that are shown where nobody chose. */
const FIRST_VALUES = 6;
const COMMIT_CHARACTERS = 10;
const SHOWN_FIRST = [
  'name',
  'created',
  'duration',
  'artifacts',
  'bytes',
  'notebook',
  'tags'
];

/** Returns all columns there are: those of every run, then those of values. */
export function runColumns(
  values: readonly RunColumn[],
  trans: TranslationBundle
): IRunColumn[] {
  return [
    ...knownColumns(trans),
    ...values.map(one => valueColumn(one, trans))
  ];
}

/** The columns that are shown where nobody chose. */
export function firstColumns(columns: readonly IRunColumn[]): string[] {
  const values = columns.filter(isValue).slice(0, FIRST_VALUES);
  return [...SHOWN_FIRST, ...values.map(({ id }) => id)];
}

/** Whether a column is of values, and not of what every run has. */
export function isValue({ id }: Pick<IRunColumn, 'id'>): boolean {
  return id.includes(':');
}

/** What the runs of a group have in common, as its line says it; null where they have nothing there. */
export function groupText(
  { id }: Pick<IRunColumn, 'id'>,
  value: unknown
): string | null {
  if (typeof value !== 'string' && typeof value !== 'number') {
    return null;
  }
  const text = String(value);
  return id === 'git_commit' ? text.slice(0, COMMIT_CHARACTERS) : text;
}

/** Rows of a column as the statistics read it. */
export function sliceOf(column: IRunColumn, rows: readonly RunRow[]): ISlice {
  return {
    length: rows.length,
    text: index => {
      const row = rows[index];
      return row ? column.text(row) : null;
    },
    number: index => {
      const row = rows[index];
      return row ? column.number(row) : NaN;
    }
  };
}

function knownColumns(trans: TranslationBundle): IRunColumn[] {
  const all = ['sort', 'filter', 'group'] as const;
  const measured = ['sort', 'filter'] as const;
  const timed = (
    id: string,
    name: string,
    of: (row: RunRow) => string,
    can: IRunColumn['can']
  ): IRunColumn => ({
    ...{ id, name, can, dtype: '', role: 'time', width: 190 },
    text: row => absoluteTime(of(row)),
    number: row => Date.parse(of(row))
  });
  const counted = (
    id: string,
    name: string,
    of: (row: RunRow) => number,
    words: (value: number) => string
  ): IRunColumn => ({
    ...{ id, name, can: measured, dtype: '', role: 'number', width: 100 },
    text: row => (Number.isNaN(of(row)) ? null : words(of(row))),
    number: of
  });
  const worded = (
    id: string,
    name: string,
    width: number,
    of: (row: RunRow) => string | undefined
  ): IRunColumn => ({
    ...{ id, name, can: all, width, dtype: '', role: 'text' },
    text: row => of(row) || null,
    number: () => NaN
  });
  return [
    worded('name', trans.__('Run'), 200, ({ run }) => run.run.name),
    timed(
      'created',
      trans.__('Created'),
      ({ run }) => run.run.created_at,
      measured
    ),
    timed('updated', trans.__('Last saved'), ({ run }) => run.updated_at, [
      'sort'
    ]),
    counted(
      'duration',
      trans.__('Duration'),
      ({ duration_s: seconds }) => seconds ?? NaN,
      seconds => duration(seconds, trans)
    ),
    counted(
      'artifacts',
      trans.__('Artifacts'),
      ({ run }) => run.artifacts,
      String
    ),
    counted('bytes', trans.__('Size'), ({ run }) => run.bytes, bytes),
    worded(
      'notebook',
      trans.__('Notebook'),
      160,
      ({ run }) => run.run.notebook
    ),
    worded('folder', trans.__('Folder'), 100, ({ run }) => run.run.folder),
    worded('tags', trans.__('Tags'), 120, ({ run }) => run.run.tags.join(', ')),
    worded('git_commit', trans.__('Git commit'), 110, row =>
      row.git_commit?.slice(0, COMMIT_CHARACTERS)
    )
  ];
}

function valueColumn(
  { id, label, number: isNumber }: RunColumn,
  trans: TranslationBundle
): IRunColumn {
  const of = ({ values }: RunRow): unknown => values[id];
  return {
    id,
    name: label,
    detail: id.startsWith('metadata:')
      ? trans.__('metadata')
      : trans.__('artifact'),
    dtype: isNumber ? 'float64' : 'text',
    role: isNumber ? 'number' : 'text',
    width: Math.min(220, Math.max(108, label.length * 7.5 + 24)),
    can: ['sort', 'filter', 'group'],
    text: row => {
      const value = of(row);
      return typeof value === 'string' || typeof value === 'number'
        ? String(value)
        : null;
    },
    number: row => {
      const value = of(row);
      return typeof value === 'number' ? value : NaN;
    }
  };
}
