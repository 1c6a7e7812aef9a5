/** Artifacts, runs and saves as the server sends them, and a sidebar that does nothing on its own. */
import { cleanup } from '@testing-library/react';
import { nullTranslator } from '@jupyterlab/translation';
import { afterEach, vi } from 'vitest';

import type {
  Artifact,
  RunInfo,
  TransferStatus
} from '../../../src/protocol/generated';
import type { IGroupSnapshot } from '../../../src/model/types';
import { DEFAULT_VIEW } from '../../../src/model/view';
import type { SidebarProps } from '../../../src/ui';

afterEach(cleanup);

// jsdom lays nothing out; a virtual list draws nothing in a panel without height.
for (const [side, pixels] of [
  ['offsetHeight', 480],
  ['offsetWidth', 300],
  ['clientHeight', 480]
] as const) {
  Object.defineProperty(HTMLElement.prototype, side, {
    configurable: true,
    value: pixels
  });
}

// Components under JupyterLab's own ask for media queries when they are loaded, so this module comes first.
window.matchMedia ??= query =>
  Object.assign(new EventTarget(), {
    matches: false,
    media: query,
    onchange: null,
    addListener: () => undefined,
    removeListener: () => undefined
  });

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
    run: {
      id: id(1000 + number),
      name,
      folder: '/',
      tags: [],
      metadata: {},
      created_at: minutesAgo(58)
    },
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

/** Props of a sidebar whose callbacks are spies. */
export function sidebarProps(given: Partial<SidebarProps> = {}) {
  const plain: Omit<SidebarProps, `on${string}`> = {
    trans,
    connection: { status: 'ready' },
    view: DEFAULT_VIEW,
    groupedBy: 'run',
    transfers: [],
    pace: { bytesPerSecond: 0, secondsLeft: null },
    verbsOf: () => [],
    groups: [],
    groupsComplete: true,
    flat: null,
    found: null,
    loading: false,
    selection: [],
    now: NOW,
    thumbnailUrl: of => `/thumbnails/${of.id}`
  };
  const spies = {
    onViewChange: vi.fn<SidebarProps['onViewChange']>(),
    onFilterMenu: vi.fn<SidebarProps['onFilterMenu']>(),
    onViewMenu: vi.fn<SidebarProps['onViewMenu']>(),
    onSelectionMenu: vi.fn<SidebarProps['onSelectionMenu']>(),
    onCompare: vi.fn<SidebarProps['onCompare']>(),
    onSelectionChange: vi.fn<SidebarProps['onSelectionChange']>(),
    onToggleGroup: vi.fn<SidebarProps['onToggleGroup']>(),
    onLoadMore: vi.fn<SidebarProps['onLoadMore']>(),
    onOpen: vi.fn<SidebarProps['onOpen']>(),
    onInsertLoadCode: vi.fn<SidebarProps['onInsertLoadCode']>(),
    onDownload: vi.fn<SidebarProps['onDownload']>(),
    onDelete: vi.fn<SidebarProps['onDelete']>(),
    onTransferVerb: vi.fn<SidebarProps['onTransferVerb']>(),
    onAllTransfers: vi.fn<SidebarProps['onAllTransfers']>(),
    onRetryConnection: vi.fn<SidebarProps['onRetryConnection']>()
  };
  return { ...plain, ...given, ...spies };
}
