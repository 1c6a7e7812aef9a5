/** The open part of a JSON tree as rows; what is closed has none. */
import { asCellkeepError } from '../../protocol/errors';
import type { ErrorInfo } from '../../protocol/generated';
import type { Children, IJsonNode } from './jsonNodes';

/** A row: a node, or (without one) the offer to show more of a long one. */
export interface IJsonRow {
  readonly node: IJsonNode | undefined;
  readonly depth: number;
  readonly isOpen: boolean;
  /** Of an offer: the node that has more, where it goes on, and its whole size. */
  readonly id: number;
  readonly next: number;
  readonly of: number;
}

/** Entries that are shown before a person asks for more. */
const PAGE = 500;
/** Rows that are seen at a glance. */
const GLANCE = 40;

/** Rows that open and close. */
export class JsonTree {
  constructor(
    root: IJsonNode,
    private readonly _children: Children
  ) {
    this.rows = [rowOf(root, 0)];
  }

  readonly rows: IJsonRow[];
  error: ErrorInfo | undefined;
  onChange: (() => void) | undefined;

  /** Opens or closes a row, or shows more where it is the offer to. */
  async toggle(index: number): Promise<void> {
    const row = this.rows[index];
    if (!row || (row.node && row.node.id < 0)) {
      return;
    }
    if (row.node && row.isOpen) {
      this.rows.splice(index + 1, this._below(index));
      this.rows[index] = { ...row, isOpen: false };
      this.onChange?.();
      return;
    }
    try {
      const nodes = await this._children(row.id, row.next, row.next + PAGE);
      const at = this.rows.indexOf(row);
      if (at < 0) {
        return;
      }
      const depth = row.node ? row.depth + 1 : row.depth;
      const next = row.next + nodes.length;
      const shown = nodes.map(node => rowOf(node, depth));
      if (next < row.of && nodes.length > 0) {
        shown.push({
          node: undefined,
          depth,
          isOpen: false,
          id: row.id,
          next,
          of: row.of
        });
      }
      if (row.node) {
        this.rows[at] = { ...row, isOpen: true };
        this.rows.splice(at + 1, 0, ...shown);
      } else {
        this.rows.splice(at, 1, ...shown);
      }
      this.error = undefined;
    } catch (error) {
      this.error = asCellkeepError(error).info();
    }
    this.onChange?.();
  }

  /** Opens the first row, and level by level what still fits beside it. */
  async openAtFirst(): Promise<void> {
    await this.toggle(0);
    for (
      let depth = 1;
      this.rows.some(row => row.depth === depth);
      depth += 1
    ) {
      for (let index = 0; index < this.rows.length; index += 1) {
        const { depth: its, isOpen, node } = this.rows[index]!;
        const size = node?.size ?? 0;
        const fits = size > 0 && this.rows.length + size <= GLANCE;
        if (its === depth && !isOpen && fits) {
          await this.toggle(index);
        }
      }
    }
  }

  /** The keys that lead to each open row, its outermost first. */
  get open(): string[][] {
    const path: string[] = [];
    return this.rows.flatMap(({ depth, isOpen, node }) => {
      path.splice(depth, path.length, node?.key ?? '');
      return isOpen ? [path.slice(1)] : [];
    });
  }

  /** Opens the rows that were open before, as far as they are shown. */
  async reopen(paths: readonly (readonly string[])[]): Promise<void> {
    for (const path of paths) {
      await this.toggle(this._find(path));
    }
  }

  /** The row that a row is in. */
  parentOf(index: number): number {
    const depth = this.rows[index]?.depth ?? 0;
    let parent = index;
    while (parent > 0 && (this.rows[parent]?.depth ?? 0) >= depth) {
      parent -= 1;
    }
    return parent;
  }

  /** The place of a row; -1 where it is not shown. */
  private _find(path: readonly string[]): number {
    let at = 0;
    for (const [above, key] of path.entries()) {
      const end = at + this._below(at);
      do {
        at += 1;
      } while (
        at <= end &&
        (this.rows[at]?.depth !== above + 1 || this.rows[at]?.node?.key !== key)
      );
      if (at > end) {
        return -1;
      }
    }
    return at;
  }

  private _below(index: number): number {
    const depth = this.rows[index]?.depth ?? 0;
    let end = index + 1;
    while (end < this.rows.length && (this.rows[end]?.depth ?? 0) > depth) {
      end += 1;
    }
    return end - index - 1;
  }
}

function rowOf(node: IJsonNode, depth: number): IJsonRow {
  return { node, depth, isOpen: false, id: node.id, next: 0, of: node.size };
}
