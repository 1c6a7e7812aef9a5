/** Who is next: small first within a run, and the runs in turn. */

interface IEntry {
  readonly id: string;
  readonly size: number;
  /** Order of arrival, so that equal sizes keep it. */
  readonly order: number;
}

/**
 * A queue of ids. Adding and taking cost the logarithm of the length, so that ten thousand
 * dropped files stay cheap.
 */
export class FairQueue {
  get length(): number {
    return this.#length;
  }

  add(id: string, run: string, size: number): void {
    let heap = this.#runs.get(run);
    if (!heap) {
      heap = [];
      this.#runs.set(run, heap);
    }
    push(heap, { id, size, order: this.#order++ });
    this.#length += 1;
  }

  /** Returns the next id without taking it. */
  peek(): string | undefined {
    const next = this.#runs.values().next();
    return next.done ? undefined : next.value[0]?.id;
  }

  /** Takes the next id; undefined where the queue is empty. */
  take(): string | undefined {
    const next = this.#runs.entries().next();
    if (next.done) {
      return undefined;
    }
    const [run, heap] = next.value;
    const entry = pop(heap);
    // The run goes behind the others: a Map keeps the order of insertion.
    this.#runs.delete(run);
    if (heap.length > 0) {
      this.#runs.set(run, heap);
    }
    this.#length -= 1;
    return entry.id;
  }

  readonly #runs = new Map<string, IEntry[]>();
  #order = 0;
  #length = 0;
}

function isBefore(left: IEntry, right: IEntry): boolean {
  return left.size === right.size
    ? left.order < right.order
    : left.size < right.size;
}

function push(heap: IEntry[], entry: IEntry): void {
  let index = heap.push(entry) - 1;
  while (index > 0) {
    const parent = (index - 1) >> 1;
    if (!isBefore(entry, heap[parent]!)) {
      break;
    }
    heap[index] = heap[parent]!;
    index = parent;
  }
  heap[index] = entry;
}

/** Takes the smallest of a heap that is not empty. */
function pop(heap: IEntry[]): IEntry {
  const smallest = heap[0]!;
  const last = heap.pop()!;
  if (heap.length === 0) {
    return smallest;
  }
  let index = 0;
  for (;;) {
    let child = 2 * index + 1;
    if (child >= heap.length) {
      break;
    }
    if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) {
      child += 1;
    }
    if (!isBefore(heap[child]!, last)) {
      break;
    }
    heap[index] = heap[child]!;
    index = child;
  }
  heap[index] = last;
  return smallest;
}
