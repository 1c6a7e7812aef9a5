/** A JSON value in the worker: its nodes are sent a page at a time, however deep they lie. */
import type { IContentSource } from '../../codecs/view';
import { CellkeepError } from '../../protocol/errors';
import type { ICall } from '../work/protocol';

/** Larger values are looked at as text. */
export const MOST_JSON_BYTES = 32 * 1024 * 1024;
const PART_BYTES = 1024 * 1024;
const TEXT_CHARACTERS = 2000;

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
  /** Anything else's text, cut where it is long. */
  readonly text: string;
}

/** Opens the JSON value of a content. */
export async function openJson(
  call: ICall,
  contents: readonly IContentSource[],
  _options: Record<string, never>
): Promise<JsonEngine> {
  const [content] = contents;
  if (!content) {
    throw new Error('JSON needs a content.');
  }
  return new JsonEngine(await readJson(content, call));
}

/** Reads a JSON document of a bounded size. */
export async function readJson(
  content: IContentSource,
  call: ICall
): Promise<unknown> {
  if (content.size > MOST_JSON_BYTES) {
    throw new CellkeepError(
      'TOO_LARGE',
      'This JSON document is too large for a tree.',
      {
        hint: 'Look at it as text.'
      }
    );
  }
  const decoder = new TextDecoder();
  let text = '';
  for (let start = 0; start < content.size; start += PART_BYTES) {
    const bytes = await content.read(start, start + PART_BYTES, call.signal);
    text += decoder.decode(bytes, { stream: true });
    call.progress(Math.min(start + PART_BYTES, content.size), content.size);
  }
  try {
    return JSON.parse(text + decoder.decode()) as unknown;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CellkeepError('BLOB_DAMAGED', `This is not JSON: ${why}.`, {
      hint: 'Look at it as text.'
    });
  }
}

class JsonEngine {
  constructor(value: unknown) {
    this._root = this._node('', value);
  }

  root(_call: ICall): Promise<IJsonNode> {
    return Promise.resolve(this._root);
  }

  /** Some of what is in a node. */
  children(
    _call: ICall,
    id: number,
    start: number,
    end: number
  ): Promise<IJsonNode[]> {
    const value = this._values[id];
    if (value === undefined) {
      return Promise.resolve([]);
    }
    if (Array.isArray(value)) {
      const items: unknown[] = value.slice(start, end);
      return Promise.resolve(
        items.map((item, index) => this._node(String(start + index), item))
      );
    }
    const keys = Object.keys(value).slice(start, end);
    return Promise.resolve(
      keys.map(key => this._node(key, Reflect.get(value, key)))
    );
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
        text: ''
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

  private readonly _root: IJsonNode;
  private readonly _values: object[] = [];
}
