import { vi } from 'vitest';

/** As long as a test may take, but for its end: a machine that stands still for a second is not wrong. */
const TIMEOUT_MS = 50_000;

/** Waits until something is as expected. */
export function eventually<T>(met: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(met, { timeout: TIMEOUT_MS });
}
