import type { IViewer, IViewerProps } from 'cellkeep';
import * as React from 'react';

import { atomsOf, XYZ, type IAtom } from './atoms';

/** More than enough for a molecule; the file may be anything. */
const MOST_BYTES = 1024 * 1024;

/** Draws the atoms of an artifact as circles. */
export const moleculeViewer: IViewer = {
  id: 'cellkeep-molecules:viewer',
  label: 'Molecule',
  reads: 'nothing',
  accepts: artifact => artifact.media_type === XYZ,
  component: Molecule
};

function Molecule({ artifact, content }: IViewerProps): JSX.Element {
  const [atoms, setAtoms] = React.useState<IAtom[]>([]);
  React.useEffect(() => {
    const abort = new AbortController();
    content
      .read(0, Math.min(content.size, MOST_BYTES), abort.signal)
      .then(bytes => setAtoms(atomsOf(new TextDecoder().decode(bytes))))
      .catch(error => console.debug('The molecule could not be read.', error));
    return () => abort.abort();
  }, [content]);
  const circles = atoms.map(({ element, x, y }, key) =>
    React.createElement(
      'circle',
      { key, cx: x, cy: y, r: element === 'H' ? 0.2 : 0.35, fill: 'gray' },
      React.createElement('title', null, element)
    )
  );
  return React.createElement(
    'svg',
    {
      viewBox: '-3 -3 6 6',
      width: 300,
      height: 300,
      role: 'img',
      'aria-label': `${artifact.name}: ${atoms.length} atoms`
    },
    circles
  );
}
