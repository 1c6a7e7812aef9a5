/** The nodes of a JSON value, of which a tree asks for a page at a time. */

const TEXT_CHARACTERS = 2000;
/** Of a closed object or array. */
const GLANCE_ENTRIES = 8;
const GLANCE_CHARACTERS = 24;

/** What a node is. */
export type NodeKind =
  'object' | 'array' | 'string' | 'number' | 'boolean' | 'null';

/** One node, without what is in it. */
export interface IJsonNode {
  /** Asks for what is in it; only where something is. */
  readonly id: number;
  readonly key: string;
  readonly kind: NodeKind;
  /** Entries of an object or array. */
  readonly size: number;
  /** The first entries of an object or array in short; anything else's text, cut where it is long. */
  readonly text: string;
}

/** Where nodes are asked for: in the page, or in a worker. */
export type Children = (
  id: number,
  start: number,
  end: number
) => IJsonNode[] | Promise<IJsonNode[]>;

/** The nodes of a value. */
export class JsonNodes {
  /** @param key - What stands before the value. */
  constructor(value: unknown, key = '') {
    this.top = this._node(key, value);
  }

  /** The value itself. */
  readonly top: IJsonNode;

  /** Some of what is in a node. */
  children(id: number, start: number, end: number): IJsonNode[] {
    const value = this._values[id];
    if (value === undefined) {
      return [];
    }
    if (Array.isArray(value)) {
      const items: unknown[] = value.slice(start, end);
      return items.map((item, index) =>
        this._node(String(start + index), item)
      );
    }
    const keys = Object.keys(value).slice(start, end);
    return keys.map(key => this._node(key, Reflect.get(value, key)));
  }

  private _node(key: string, value: unknown): IJsonNode {
    if (typeof value === 'object' && value !== null) {
      const isArray = Array.isArray(value);
      this._values.push(value);
      return {
        id: this._values.length - 1,
        key,
        kind: isArray ? 'array' : 'object',
        size: isArray ? value.length : Object.keys(value).length,
        text: glance(value)
      };
    }
    const kind = value === null ? 'null' : (typeof value as NodeKind);
    const text = typeof value === 'string' ? value : String(value);
    const cut = text.length > TEXT_CHARACTERS;
    return {
      id: -1,
      key,
      kind,
      size: 0,
      text: cut ? `${text.slice(0, TEXT_CHARACTERS)}…` : text
    };
  }

  private readonly _values: object[] = [];
}

/** The first entries of an object or array in one line. */
function glance(value: object): string {
  const all: unknown[] = Array.isArray(value) ? value : Object.keys(value);
  const entries = all
    .slice(0, GLANCE_ENTRIES)
    .map(one =>
      all === value
        ? briefly(one)
        : `${cut(String(one))}: ${briefly(Reflect.get(value, String(one)))}`
    );
  return [...entries, ...(all.length > entries.length ? ['…'] : [])].join(', ');
}

function briefly(value: unknown): string {
  if (Array.isArray(value)) {
    return value.length > 0 ? '[…]' : '[]';
  }
  if (typeof value === 'object' && value !== null) {
    return '{…}';
  }
  return typeof value === 'string' ? JSON.stringify(cut(value)) : String(value);
}

function cut(text: string): string {
  return text.length > GLANCE_CHARACTERS
    ? `${text.slice(0, GLANCE_CHARACTERS)}…`
    : text;
}
