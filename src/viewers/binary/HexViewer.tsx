import * as React from 'react';

import type { IViewerProps } from '../../tokens';
import { bytes } from '../../ui/format';
import { Grid, type IGridColumn } from '../frame/Grid';
import { useServices } from '../frame/services';
import { Problem } from '../frame/States';
import { useCells, type ReadCells } from '../frame/useCells';
import { useViewerState } from '../frame/useViewerState';

const PER_ROW = 16;

/** Bytes as numbers and letters: what can always be shown. */
export function HexViewer(props: IViewerProps): JSX.Element {
  const { content, artifact } = props;
  const { copy, trans } = useServices();
  const { get, set } = useViewerState(props);
  const rows = Math.ceil(content.size / PER_ROW);
  const read = React.useCallback<ReadCells>(
    async (columns, start, end, signal) => {
      const head = await content.read(start * PER_ROW, end * PER_ROW, signal);
      const lines = Array.from({ length: end - start }, (_, row) =>
        head.subarray(row * PER_ROW, (row + 1) * PER_ROW)
      );
      return columns.map(column =>
        lines.map(line => (column === 0 ? hexOf(line) : lettersOf(line)))
      );
    },
    [content]
  );
  const cells = useCells(read, content, rows);
  const columns = React.useMemo<IGridColumn[]>(
    () => [
      { name: trans.__('Bytes'), width: 400 },
      { name: trans.__('Letters'), width: 160 }
    ],
    [trans]
  );
  return (
    <div className="ck-Viewer-main ck-HexViewer">
      <p className="ck-Viewer-foot">
        <span>{artifact.media_type}</span>
        <span>{bytes(content.size)}</span>
      </p>
      {cells.error && <Problem error={cells.error} />}
      <Grid
        label={trans.__('Bytes')}
        rows={rows}
        columns={columns}
        cell={cells.cell}
        rowLabel={row => (row * PER_ROW).toString(16).padStart(8, '0')}
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
