/**
 * A large value in parts: a worker hands it over in many small messages, since the page's thread
 * stands still while it takes one in.
 */

import type { PartialJSONValue } from '@lumino/coreutils';

import { isSmall } from './small';

/** One step of building a value again. */
export type Step =
  | { readonly open: 'array' | 'object'; readonly key?: string }
  | { readonly value: PartialJSONValue; readonly key?: string }
  | { readonly values: PartialJSONValue[] }
  | 'close';

/** Numbers in lists are the bulk of what is large; so many travel together. */
const LIST_ITEMS = 4000;

/** The steps by which {@link Joiner} builds a value; each is small, but for one long text. */
export function* stepsOf(
  value: PartialJSONValue,
  key?: string
): Generator<Step> {
  if (value === null || typeof value !== 'object' || isSmall(value)) {
    yield { value, key };
    return;
  }
  yield { open: Array.isArray(value) ? 'array' : 'object', key };
  if (Array.isArray(value)) {
    yield* itemsOf(value);
  } else {
    for (const [name, item] of Object.entries(value)) {
      yield* stepsOf(item ?? null, name);
    }
  }
  yield 'close';
}

function* itemsOf(items: readonly PartialJSONValue[]): Generator<Step> {
  for (let start = 0; start < items.length; start += LIST_ITEMS) {
    const some = items.slice(start, start + LIST_ITEMS);
    if (isSmall(some)) {
      yield { values: some };
    } else {
      for (const item of some) {
        yield* stepsOf(item);
      }
    }
  }
}

/** Builds a value from its steps. */
export class Joiner {
  /** Takes the next step. */
  take(step: Step): void {
    if (step === 'close') {
      this._open.pop();
    } else if ('values' in step) {
      const list = this._open.at(-1) as PartialJSONValue[];
      list.push(...step.values);
    } else {
      const isOpening = 'open' in step;
      const value: PartialJSONValue = !isOpening
        ? step.value
        : step.open === 'array'
          ? []
          : {};
      this._put(value, step.key);
      if (isOpening) {
        this._open.push(value as Container);
      }
    }
  }

  /** What was built. */
  get value(): PartialJSONValue {
    return this._value;
  }

  private _put(value: PartialJSONValue, key: string | undefined): void {
    const into = this._open.at(-1);
    if (into === undefined) {
      this._value = value;
    } else if (Array.isArray(into)) {
      into.push(value);
    } else {
      // Not by assignment: `__proto__` is a key like any other.
      Object.defineProperty(into, key ?? '', {
        value,
        configurable: true,
        enumerable: true,
        writable: true
      });
    }
  }

  private _value: PartialJSONValue = null;
  private readonly _open: Container[] = [];
}

type Container = PartialJSONValue[] | Record<string, PartialJSONValue>;
