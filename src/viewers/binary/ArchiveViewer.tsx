import * as React from 'react';

import type { IViewerProps } from '../../tokens';
import { bytes, number } from '../../ui/format';
import { Grid, placeLabel, type IGridColumn } from '../frame/Grid';
import { useServices } from '../frame/services';
import { Awaited } from '../frame/States';
import { useCall, useEngine } from '../frame/useCall';
import type { Remote } from '../work/client';
import type { EngineOf } from '../work/engines';
import type { IEntry, IListing } from './listing';

/** What is in an archive. */
export function ArchiveViewer(
  props: IViewerProps & { format: 'zip' | 'tar' | 'gzip' }
): JSX.Element {
  const { trans } = useServices();
  const [engine, retry] = useEngine('binary', [props.content], {});
  return (
    <Awaited state={engine} label={trans.__('Opening…')} onRetry={retry}>
      {binary => <Listed binary={binary} format={props.format} />}
    </Awaited>
  );
}

function Listed(props: {
  binary: Remote<EngineOf<'binary'>>;
  format: 'zip' | 'tar' | 'gzip';
}): JSX.Element {
  const { binary, format } = props;
  const { trans } = useServices();
  const [listing, retry] = useCall(
    call => binary.list(call, format),
    [binary, format]
  );
  return (
    <Awaited state={listing} label={trans.__('Listing:')} onRetry={retry}>
      {value => <Entries listing={value} />}
    </Awaited>
  );
}

function Entries(props: { listing: IListing }): JSX.Element {
  const { entries, isComplete } = props.listing;
  const { trans } = useServices();
  const total = entries.reduce((sum, { size }) => sum + size, 0);
  const columns = React.useMemo<IGridColumn[]>(
    () => [
      { name: trans.__('Name'), width: 420 },
      { name: trans.__('Size'), width: 100, isNumber: true },
      { name: trans.__('Packed'), width: 100, isNumber: true },
      { name: trans.__('Changed'), width: 160 }
    ],
    [trans]
  );
  const ignore = React.useCallback(() => undefined, []);
  return (
    <div className="ck-Viewer-main">
      <p className="ck-Viewer-foot">
        <span>{props.listing.format}</span>
        <span>
          {trans._n(
            '%2 entry',
            '%2 entries',
            entries.length,
            number(entries.length)
          )}
        </span>
        <span>{trans.__('%1 when unpacked', bytes(total))}</span>
        {!isComplete && (
          <span>{trans.__('There are more than are listed here.')}</span>
        )}
      </p>
      <Grid
        label={trans.__('Entries of the archive')}
        rows={entries.length}
        columns={columns}
        cell={(row, column) => cellOf(entries[row], column)}
        rowLabel={placeLabel}
        onVisible={ignore}
      />
    </div>
  );
}

function cellOf(entry: IEntry | undefined, column: number): string {
  switch (column) {
    case 0:
      return entry?.name ?? '';
    case 1:
      return entry && !entry.isFolder ? bytes(entry.size) : '';
    case 2:
      return entry?.packed !== undefined && !entry.isFolder
        ? bytes(entry.packed)
        : '';
    default:
      return entry?.modified ?? '';
  }
}
