import type { PartialJSONValue } from '@lumino/coreutils';

/** So many values, or characters of text, are read or written in a few milliseconds. */
const SMALL_VALUES = 5000;
export const SMALL_CHARACTERS = 256 * 1024;

/** Whether a value is small; looks at no more of it than that takes. */
export function isSmall(value: PartialJSONValue | undefined): boolean {
  let values = 0;
  let characters = 0;
  const stack: (PartialJSONValue | undefined)[] = [value];
  while (stack.length > 0) {
    const next = stack.pop();
    values += 1;
    if (typeof next === 'string') {
      characters += next.length;
    } else if (next && typeof next === 'object') {
      const items: (PartialJSONValue | undefined)[] = Array.isArray(next)
        ? next
        : Object.values(next);
      if (values + stack.length + items.length > SMALL_VALUES) {
        return false;
      }
      stack.push(...items);
    }
    if (characters > SMALL_CHARACTERS) {
      return false;
    }
  }
  return true;
}
