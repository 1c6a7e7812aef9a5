/** Names such as `layers.0.weight` as the rows of a tree. */
import type { ITensor } from '../../codecs/view';

/** A row: a tensor, or the part that several names begin with. */
export interface ITreeRow {
  readonly path: string;
  readonly label: string;
  readonly depth: number;
  readonly tensor?: ITensor;
  /** Tensors below it. */
  readonly count: number;
  readonly isOpen: boolean;
}

interface INode {
  readonly children: Map<string, INode>;
  tensor?: ITensor;
  count: number;
}

const MOST_DEPTH = 32;

/** Returns the rows that are shown: a part without branches stands in one row with what follows. */
export function treeRows(
  tensors: readonly ITensor[],
  closed: ReadonlySet<string>
): ITreeRow[] {
  const root: INode = { children: new Map(), count: 0 };
  for (const tensor of tensors) {
    const parts = tensor.name.split('.');
    const path = [
      ...parts.slice(0, MOST_DEPTH),
      ...(parts.length > MOST_DEPTH ? [parts.slice(MOST_DEPTH).join('.')] : [])
    ];
    let node = root;
    for (const part of path) {
      node.count += 1;
      let next = node.children.get(part);
      if (!next) {
        next = { children: new Map(), count: 0 };
        node.children.set(part, next);
      }
      node = next;
    }
    node.tensor = tensor;
  }
  const rows: ITreeRow[] = [];
  add(root, '', 0, closed, rows);
  return rows;
}

function add(
  node: INode,
  before: string,
  depth: number,
  closed: ReadonlySet<string>,
  rows: ITreeRow[]
): void {
  for (const [part, first] of node.children) {
    let label = part;
    let child = first;
    while (child.children.size === 1 && !child.tensor) {
      const [[next, only]] = child.children as unknown as [[string, INode]];
      label += `.${next}`;
      child = only;
    }
    const path = before ? `${before}.${label}` : label;
    if (child.tensor) {
      rows.push({
        path,
        label,
        depth,
        tensor: child.tensor,
        count: 1,
        isOpen: false
      });
    }
    if (child.children.size > 0) {
      // A tensor and a part may have one name; the part's own path ends in a dot.
      const own = child.tensor ? `${path}.` : path;
      const isOpen = !closed.has(own);
      rows.push({ path: own, label, depth, count: child.count, isOpen });
      if (isOpen) {
        add(child, path, depth + 1, closed, rows);
      }
    }
  }
}
