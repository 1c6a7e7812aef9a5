/** Artifacts, runs and saves as the server sends them, and a sidebar that does nothing on its own. */
import { nullTranslator } from '@jupyterlab/translation';
import { vi } from 'vitest';

import type {
  Artifact,
  RunInfo,
  TransferStatus
} from '../../../src/protocol/generated';
import type { CatalogList, IGroupSnapshot } from '../../../src/model/types';
import {
  DEFAULT_VIEW,
  type Grouping,
  type ICatalogView
} from '../../../src/model/view';
import type {
  FilterProps,
  FlightProps,
  ListProps,
  SelectionProps,
  SidebarProps
} from '../../../src/ui/props';
import { Rows, type RowSource } from '../../../src/ui/sidebar/rows';
import { RUN } from '../transfer/world';

export const trans = nullTranslator.load('cellkeep');
export const NOW = new Date(2026, 10, 23, 15, 0, 0);

export function minutesAgo(minutes: number): string {
  return new Date(NOW.getTime() - minutes * 60_000).toISOString();
}

export function id(number: number): string {
  return number.toString(16).padStart(32, '0');
}

export function artifact(
  number: number,
  given: Partial<Artifact> = {}
): Artifact {
  return {
    id: id(number),
    seq: number,
    run_id: id(1000),
    run_name: 'analysis.ipynb',
    name: `artifact ${number}`,
    version: 1,
    category: 'output',
    media_type: 'application/vnd.apache.arrow.file',
    codec: 'table-arrow.v1',
    kind: 'table',
    size: 12_345,
    sha256: `3f9a1c07${id(number)}${'0'.repeat(24)}`,
    created_at: minutesAgo(40),
    stored_at: minutesAgo(30),
    provenance: {
      via: 'save',
      notebook: 'work/analysis.ipynb',
      execution_count: 7
    },
    metadata: {},
    thumbnail: false,
    ...given
  };
}

export function runInfo(
  number: number,
  name: string,
  artifacts: number
): RunInfo {
  return {
    run: { ...RUN, id: id(1000 + number), name, created_at: minutesAgo(58) },
    artifacts,
    bytes: 123_456,
    updated_at: minutesAgo(2)
  };
}

/** A run as the list shows it. */
export function group(
  number: number,
  name: string,
  artifacts: readonly Artifact[],
  given: Partial<IGroupSnapshot> = {}
): IGroupSnapshot {
  const run = runInfo(number, name, artifacts.length);
  return {
    key: run.run.id,
    label: name,
    count: run.artifacts,
    bytes: run.bytes,
    run,
    expanded: true,
    artifacts,
    complete: true,
    loading: false,
    ...given
  };
}

export function transfer(
  number: number,
  given: Partial<TransferStatus> = {}
): TransferStatus {
  return {
    id: id(5000 + number),
    run_id: id(1000),
    run_name: 'analysis.ipynb',
    name: `save ${number}`,
    category: 'output',
    media_type: 'text/csv',
    codec: 'bytes.v1',
    size: 1000,
    origin: 'kernel',
    state: 'uploading',
    sent: 620,
    updated_at: minutesAgo(0),
    ...given
  };
}

/** Groups as the list of all there is. */
export function grouped(
  groups: readonly IGroupSnapshot[],
  groupBy: Grouping = 'run'
): CatalogList {
  const view = { ...DEFAULT_VIEW, groupBy };
  return { type: 'groups', view, groups, rest: 'none' };
}

/** Artifacts as the list of all there is. */
export function flat(artifacts: readonly Artifact[]): CatalogList {
  const view: ICatalogView = { ...DEFAULT_VIEW, groupBy: 'none' };
  return { type: 'flat', view, artifacts, rest: 'none' };
}

/** The rows of a sidebar in which there is nothing but what is given. */
export function rowsOf(given: Partial<RowSource>): Rows {
  return new Rows({
    inFlight: { rows: [], waiting: 0 },
    flightExpanded: true,
    list: grouped([]),
    ...given
  });
}

/** What a test says of a sidebar. */
export interface GivenSidebar extends Partial<
  Omit<SidebarProps, 'filters' | 'flight' | 'list' | 'selection'>
> {
  filters?: Partial<FilterProps>;
  flight?: Partial<FlightProps>;
  list?: Partial<ListProps>;
  selection?: Partial<SelectionProps>;
}

/** Props of a sidebar whose callbacks are spies; each save has a row. */
export function sidebarProps({
  filters,
  flight,
  list,
  selection,
  ...given
}: GivenSidebar = {}) {
  return {
    trans,
    connection: { status: 'ready' as const },
    now: NOW,
    ...given,
    onRetryConnection: vi.fn<NonNullable<SidebarProps['onRetryConnection']>>(),
    filters: {
      view: DEFAULT_VIEW,
      found: undefined,
      ...filters,
      onViewChange: vi.fn<FilterProps['onViewChange']>(),
      onFilterMenu: vi.fn<FilterProps['onFilterMenu']>(),
      onViewMenu: vi.fn<FilterProps['onViewMenu']>()
    },
    flight: {
      transfers: [],
      rows: flight?.transfers ?? [],
      waiting: 0,
      pace: { bytesPerSecond: 0, secondsLeft: null },
      verbsOf: () => [],
      ...flight,
      onVerb: vi.fn<FlightProps['onVerb']>(),
      onAll: vi.fn<FlightProps['onAll']>()
    },
    list: {
      shown: grouped([]),
      answered: true,
      loading: false,
      thumbnailUrl: (of: Artifact) => `/thumbnails/${of.id}`,
      ...list,
      onToggleGroup: vi.fn<ListProps['onToggleGroup']>(),
      onLoadMore: vi.fn<ListProps['onLoadMore']>(),
      onOpen: vi.fn<NonNullable<ListProps['onOpen']>>(),
      onInsertLoadCode: vi.fn<NonNullable<ListProps['onInsertLoadCode']>>()
    },
    selection: {
      ids: [],
      ...selection,
      onChange: vi.fn<SelectionProps['onChange']>(),
      onDownload: vi.fn<NonNullable<SelectionProps['onDownload']>>(),
      onDelete: vi.fn<NonNullable<SelectionProps['onDelete']>>(),
      onCompare: vi.fn<NonNullable<SelectionProps['onCompare']>>(),
      onMenu: vi.fn<SelectionProps['onMenu']>()
    }
  };
}
