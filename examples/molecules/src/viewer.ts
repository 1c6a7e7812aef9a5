import type { ITableView, IViewer, IViewerProps } from 'cellkeep';
import * as React from 'react';

import { XYZ } from './atoms';

/** Draws the atoms of an artifact as circles. */
export const moleculeViewer: IViewer = {
  id: 'cellkeep-molecules:viewer',
  label: 'Molecule',
  reads: 'view',
  accepts: artifact => artifact.media_type === XYZ,
  component: Molecule
};

function Molecule({ artifact, view }: IViewerProps): JSX.Element {
  // What the decoder beside this file gave.
  const table = view?.type === 'table' ? view : undefined;
  const count = table?.count ?? 0;
  return React.createElement(
    'svg',
    {
      viewBox: '-3 -3 6 6',
      width: 300,
      height: 300,
      role: 'img',
      'aria-label': `${artifact.name}: ${count} atoms`
    },
    table && Array.from({ length: count }, (_, row) => atomAt(table, row))
  );
}

function atomAt(table: ITableView, row: number): JSX.Element {
  const [element, cx, cy] = [0, 1, 2].map(
    column => table.text(row, column) ?? ''
  );
  return React.createElement(
    'circle',
    { key: row, cx, cy, r: element === 'H' ? 0.2 : 0.35, fill: 'gray' },
    React.createElement('title', null, element)
  );
}
