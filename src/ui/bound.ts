/** A callback with its arguments; undefined where there is no callback. */
export function bound<T extends readonly unknown[]>(
  act: ((...given: T) => void) | undefined,
  ...given: T
): (() => void) | undefined {
  return act && (() => act(...given));
}
