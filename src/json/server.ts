import type { PartialJSONValue } from '@lumino/coreutils';
import type { IDisposable } from '@lumino/disposable';

import { type ICallContext, type IPort, Peer } from '../workers/peer';
import { parseWithNaN } from './nan';
import { stepsOf } from './parts';

/** What the parsing worker does. */
export const parsing = {
  /** Answers when the script has loaded; what is handed over to one that does not load is lost. */
  ready: () => Promise.resolve(),

  /** Parses UTF-8; the news are the steps that build the value. */
  parse({ tell }: ICallContext, bytes: ArrayBuffer): Promise<void> {
    const text = new TextDecoder().decode(bytes);
    for (const step of stepsOf(parseWithNaN(text) as PartialJSONValue)) {
      tell(step);
    }
    return Promise.resolve();
  }
};

/** Serves parsing on a port: the worker's whole work, testable without a worker. */
export function serveParsing(port: IPort): IDisposable {
  return new Peer(port, parsing);
}
