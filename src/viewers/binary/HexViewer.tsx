import * as React from 'react';

import type { IViewerProps } from '../../tokens';
import { bytes } from '../../ui/format';
import { Grid, type IGridColumn } from '../frame/Grid';
import { useServices } from '../frame/services';
import { Problem } from '../frame/States';
import { useCells, type ReadCells } from '../frame/useCells';
import { useKeptState } from '../frame/keptState';

/** Bytes as numbers and letters: what can always be shown. */
export function HexViewer(props: IViewerProps): JSX.Element {
  const { artifact, compact, content } = props;
  const perRow = compact ? 8 : 16;
  const { copy, trans } = useServices();
  const { get, set } = useKeptState();
  const rows = Math.ceil(content.size / perRow);
  const read = React.useCallback<ReadCells>(
    async (columns, start, end, signal) => {
      const head = await content.read(start * perRow, end * perRow, signal);
      const lines = Array.from({ length: end - start }, (_, row) =>
        head.subarray(row * perRow, (row + 1) * perRow)
      );
      return columns.map(column =>
        lines.map(line => (column === 0 ? hexOf(line) : lettersOf(line)))
      );
    },
    [content, perRow]
  );
  const cells = useCells(read, content, rows);
  const columns = React.useMemo<IGridColumn[]>(
    () => [
      { name: trans.__('Bytes'), width: 25 * perRow },
      { name: trans.__('Text'), width: 10 * perRow }
    ],
    [perRow, trans]
  );
  return (
    <div className="jp-Cellkeep-Viewer-main jp-Cellkeep-HexViewer">
      {compact && (
        <p className="jp-Cellkeep-Preview-message">
          {content.size === 0
            ? trans.__('It is empty.')
            : trans.__(
                'There is no viewer for %1. Download it, or open it in another program.',
                artifact.media_type
              )}
        </p>
      )}
      <p className="jp-Cellkeep-Viewer-foot">
        <span>{artifact.media_type}</span>
        <span>{bytes(content.size)}</span>
      </p>
      {cells.error && <Problem error={cells.error} />}
      <Grid
        label={trans.__('Bytes')}
        rows={rows}
        columns={columns}
        cell={cells.cell}
        rowLabel={row => (row * perRow).toString(16).padStart(8, '0')}
        onVisible={cells.onVisible}
        onCopy={range => {
          const [first, last] = range.rows;
          const lines = Array.from(
            { length: last - first },
            (_, index) => cells.cell(first + index, range.columns[0]) ?? ''
          );
          copy(lines.join('\n'));
        }}
        firstRow={get('row', 0)}
        onFirstRow={row => set('row', row)}
      />
    </div>
  );
}

function hexOf(line: Uint8Array): string {
  return Array.from(line, byte => byte.toString(16).padStart(2, '0')).join(' ');
}

function lettersOf(line: Uint8Array): string {
  return Array.from(line, byte =>
    byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·'
  ).join('');
}
