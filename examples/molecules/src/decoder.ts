import type { IDecoder, ITableView } from 'cellkeep';

import { atomsOf, XYZ } from './atoms';

/** More than enough for a molecule; the file may be anything. */
const MOST_BYTES = 1024 * 1024;

const COLUMNS = ['element', 'x', 'y'] as const;

/** Reads an XYZ file as a table of its atoms. */
export const moleculeDecoder: IDecoder = {
  id: 'cellkeep-molecules:decoder',
  accepts: artifact => artifact.media_type === XYZ,
  decode: async (_, content, signal): Promise<ITableView> => {
    const end = Math.min(content.size, MOST_BYTES);
    const bytes = await content.read(0, end, signal);
    const atoms = atomsOf(new TextDecoder().decode(bytes));
    return {
      type: 'table',
      columns: COLUMNS.map(name => ({
        name,
        dtype: name === 'element' ? 'string' : 'float64'
      })),
      count: atoms.length,
      complete: end === content.size,
      text: (row, column) => {
        const name = COLUMNS[column];
        return name ? String(atoms[row]?.[name] ?? '') : null;
      }
    };
  }
};
