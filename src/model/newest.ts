/** Keeps the newest of what is in the order in which it came. */
export function forgetOldest(
  kept: Set<string> | Map<string, unknown>,
  most: number
): void {
  for (const oldest of kept.keys()) {
    if (kept.size <= most) {
      return;
    }
    kept.delete(oldest);
  }
}
