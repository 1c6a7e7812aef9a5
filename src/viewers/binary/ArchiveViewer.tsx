import * as React from 'react';

import type { IViewerProps } from '../../tokens';
import { bytes, number } from '../../ui/format';
import { Grid, placeLabel, type IGridColumn } from '../frame/Grid';
import { useKept } from '../frame/keptState';
import { Opened } from '../frame/Opened';
import { useServices } from '../frame/services';
import type { IEntry, IListing } from './listing';

/** What is in an archive. */
export function ArchiveViewer(
  props: IViewerProps & { format: 'zip' | 'tar' | 'gzip' }
): JSX.Element {
  const { content, format } = props;
  const { trans } = useServices();
  return (
    <Opened
      engine="binary"
      content={content}
      options={{}}
      ask={(binary, call) => binary.list(call, format)}
      label={trans.__('Listing:')}
    >
      {(_, listing) => <Entries listing={listing} />}
    </Opened>
  );
}

function Entries(props: { listing: IListing }): JSX.Element {
  const { entries, isComplete } = props.listing;
  const { trans } = useServices();
  const [row, setRow] = useKept<number>('row', 0);
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
  return (
    <div className="jp-Cellkeep-Viewer-main">
      <p className="jp-Cellkeep-Viewer-foot">
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
        firstRow={row}
        onFirstRow={setRow}
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
