/** How far the tensors of two files are from each other, one by one. */
import { decodeSafetensors } from '../../codecs/safetensors';
import type { IContentSource, ITensor } from '../../codecs/view';
import { sliceOf } from '../array/engine';
import { plainArray } from '../array/source';
import { breathe } from '../work/pause';
import type { ICall } from '../work/protocol';

/** One tensor in two files. */
export interface ITensorDifference {
  readonly name: string;
  readonly before?: string;
  readonly after?: string;
  /** Only where both have it in one shape: norms of the first, and of the second minus the first. */
  readonly norm?: number;
  readonly difference?: number;
  /** The largest difference of two elements. */
  readonly most?: number;
}

/** How two files of tensors differ. */
export interface ITensorsDifference {
  readonly tensors: readonly ITensorDifference[];
}

const PART_ELEMENTS = 256 * 1024;

/** Compares tensors of the same names. */
export async function compareTensors(
  [one, other]: readonly [IContentSource, IContentSource],
  call: ICall
): Promise<ITensorsDifference> {
  const before = await decodeSafetensors(one, call.signal);
  const after = await decodeSafetensors(other, call.signal);
  const byName = new Map(after.tensors.map(tensor => [tensor.name, tensor]));
  const tensors: ITensorDifference[] = [];
  for (const tensor of before.tensors) {
    const match = byName.get(tensor.name);
    byName.delete(tensor.name);
    const facts = {
      name: tensor.name,
      before: shapeText(tensor),
      ...(match ? { after: shapeText(match) } : {})
    };
    const isComparable = match && match.shape.join() === tensor.shape.join();
    tensors.push(
      isComparable
        ? { ...facts, ...(await distance([one, tensor], [other, match], call)) }
        : facts
    );
    call.progress(tensors.length, before.tensors.length);
    await breathe(call);
  }
  for (const tensor of byName.values()) {
    tensors.push({ name: tensor.name, after: shapeText(tensor) });
  }
  return { tensors };
}

function shapeText({ dtype, shape }: ITensor): string {
  return `${dtype} ${shape.join(' × ')}`.trim();
}

type Place = readonly [IContentSource, ITensor];

async function distance(
  one: Place,
  other: Place,
  call: ICall
): Promise<{ norm: number; difference: number; most: number }> {
  const [before, after] = [one, other].map(
    ([content, { shape, descr, start }]) =>
      plainArray(content, { shape, descr, start })
  );
  if (!before || !after) {
    return { norm: NaN, difference: NaN, most: NaN };
  }
  const total = before.shape.reduce((product, extent) => product * extent, 1);
  let [squares, steps, most] = [0, 0, 0];
  for (let start = 0; start < total; start += PART_ELEMENTS) {
    const count = Math.min(PART_ELEMENTS, total - start);
    const [left, right] = await Promise.all([
      before.read(start, count, call.signal),
      after.read(start, count, call.signal)
    ]);
    const a = sliceOf(before, left);
    const b = sliceOf(after, right);
    for (let index = 0; index < count; index += 1) {
      const step = b.number(index) - a.number(index);
      squares += a.number(index) ** 2;
      steps += step ** 2;
      most = Math.max(most, Math.abs(step));
    }
    await breathe(call);
  }
  return { norm: Math.sqrt(squares), difference: Math.sqrt(steps), most };
}
