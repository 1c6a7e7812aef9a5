/** A JSON value in the worker: its nodes are sent a page at a time, however deep they lie. */
import type { ICall } from '../../codecs/call';
import type { IContentSource } from '../../codecs/view';
import { parseWithNaN } from '../../json/nan';
import { CellkeepError } from '../../protocol/errors';
import { type IJsonNode, JsonNodes } from '../../ui/json/jsonNodes';

/** Larger values are looked at as text. */
export const MOST_JSON_BYTES = 32 * 1024 * 1024;
const PART_BYTES = 1024 * 1024;

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
    return parseWithNaN(text + decoder.decode());
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CellkeepError('CONTENT_UNREADABLE', `This is not JSON: ${why}.`, {
      hint: 'Look at it as text.'
    });
  }
}

class JsonEngine {
  constructor(value: unknown) {
    this._nodes = new JsonNodes(value);
  }

  root(_call: ICall): Promise<IJsonNode> {
    return Promise.resolve(this._nodes.top);
  }

  /** Some of what is in a node. */
  children(
    _call: ICall,
    id: number,
    start: number,
    end: number
  ): Promise<IJsonNode[]> {
    return Promise.resolve(this._nodes.children(id, start, end));
  }

  private readonly _nodes: JsonNodes;
}
