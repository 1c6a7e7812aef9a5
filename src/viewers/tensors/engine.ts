/** A safetensors file in the worker: what is in it, and statistics of single tensors. */
import { plainArray } from '../../codecs/array';
import { breathe, type ICall } from '../../codecs/call';
import { decodeSafetensors } from '../../codecs/safetensors';
import type { IContentSource, ITensor, ITensorsView } from '../../codecs/view';
import { CellkeepError } from '../../protocol/errors';
import { sliceOf } from '../array/engine';
import { Statistics, type IStatistics } from '../table/statistics';

/** Statistics of a tensor. */
export interface ITensorStatistics extends IStatistics {
  /** The Euclidean norm: the square root of the sum of squares. */
  readonly norm: number;
}

/** A file's own notes that are told. */
const MOST_NOTES = 20;
/** Values of a tensor that are read at a time. */
const PART_BYTES = 4 * 1024 * 1024;

/** Opens the tensors of a content. */
export async function openTensors(
  call: ICall,
  contents: readonly IContentSource[],
  _options: Record<string, never>
): Promise<TensorsEngine> {
  const [content] = contents;
  if (!content) {
    throw new Error('Tensors need a content.');
  }
  return new TensorsEngine(
    content,
    await decodeSafetensors(content, call.signal)
  );
}

class TensorsEngine {
  constructor(
    private readonly _content: IContentSource,
    private readonly _view: ITensorsView
  ) {}

  /** The first tensors by name, and the file's own notes. */
  list(_call: ICall, most: number): Promise<ITensorsView> {
    const { metadata, tensors } = this._view;
    return Promise.resolve({
      ...this._view,
      tensors: tensors.slice(0, most),
      count: tensors.length,
      metadata: Object.fromEntries(
        Object.entries(metadata).slice(0, MOST_NOTES)
      )
    });
  }

  async statistics(call: ICall, name: string): Promise<ITensorStatistics> {
    const tensor = this._view.tensors.find(other => other.name === name);
    if (!tensor) {
      throw new CellkeepError(
        'CONTENT_UNREADABLE',
        `There is no tensor ${name}.`
      );
    }
    const statistics = new Statistics('number');
    let squares = 0;
    await readTensor(this._content, tensor, call, slice => {
      statistics.add(slice);
      for (let index = 0; index < slice.length; index += 1) {
        squares += slice.number(index) ** 2;
      }
    });
    return { ...statistics.result(), norm: Math.sqrt(squares) };
  }
}

/** Reads a tensor from its start to its end, in pieces. */
export async function readTensor(
  content: IContentSource,
  { shape, descr, start }: ITensor,
  call: ICall,
  visit: (slice: ReturnType<typeof sliceOf>) => void
): Promise<void> {
  const source = plainArray(content, { shape, descr, start });
  const total = shape.reduce((product, extent) => product * extent, 1);
  const step = Math.floor(PART_BYTES / (source.element.size || 1));
  for (let done = 0; done < total; done += step) {
    const count = Math.min(step, total - done);
    visit(sliceOf(source, await source.read(done, count, call.signal)));
    call.progress(done + count, total);
    await breathe(call);
  }
}
