/** How far the tensors of two files are from each other, one by one. */
import { plainArray } from '../../codecs/array';
import { breathe, type ICall } from '../../codecs/call';
import { decodeSafetensors } from '../../codecs/safetensors';
import type { IContentSource, ITensor } from '../../codecs/view';
import { partsOf } from './arrays';

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
  const [before, after] = [plainArray(...one), plainArray(...other)];
  let [squares, steps, most] = [0, 0, 0];
  for await (const [a, b] of partsOf(before, after, call)) {
    for (let index = 0; index < a.length; index += 1) {
      const step = b.number(index) - a.number(index);
      squares += a.number(index) ** 2;
      steps += step ** 2;
      most = Math.max(most, Math.abs(step));
    }
  }
  return { norm: Math.sqrt(squares), difference: Math.sqrt(steps), most };
}
