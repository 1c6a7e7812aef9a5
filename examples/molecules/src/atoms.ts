/** Media type of molecules in the XYZ format. */
export const XYZ = 'chemical/x-xyz';

/** One atom and where it is. */
export interface IAtom {
  readonly element: string;
  readonly x: number;
  readonly y: number;
}

/** The atoms of an XYZ file: a count, a title, and a line for each atom. */
export function atomsOf(text: string): IAtom[] {
  const lines = text.split('\n');
  const count = Number.parseInt(lines[0] ?? '', 10) || 0;
  return lines.slice(2, 2 + count).flatMap(line => {
    const [element = '', x, y] = line.trim().split(/\s+/);
    const atom = { element, x: Number(x), y: Number(y) };
    return element && Number.isFinite(atom.x + atom.y) ? [atom] : [];
  });
}
