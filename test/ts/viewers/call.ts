import type { ICall } from '../../../src/codecs/call';

/** A call that nobody follows or stops. */
export function quietCall(): ICall {
  return { signal: new AbortController().signal, progress: () => undefined };
}
