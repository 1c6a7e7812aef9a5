import type { PartialJSONValue } from '@lumino/coreutils';

import { stepsOf, type Step } from './parts';

/** From the worker. */
export type ParseReply =
  | { type: 'ready' }
  | { type: 'part'; step: Step }
  | { type: 'done' }
  | { type: 'failed' };

/** The part of a worker, or of one end of a MessageChannel, that is used. */
export interface IParsePort {
  postMessage(message: unknown, options?: { transfer?: ArrayBuffer[] }): void;
  addEventListener(
    type: 'message',
    listener: (event: MessageEvent) => void
  ): void;
}

/** Parses the JSON that comes on a port: the worker's whole work, testable without a worker. */
export function serveParsing(port: IParsePort): void {
  const reply = (message: ParseReply): void => port.postMessage(message);
  port.addEventListener('message', event => {
    try {
      const text = new TextDecoder().decode(event.data as ArrayBuffer);
      for (const step of stepsOf(JSON.parse(text) as PartialJSONValue)) {
        reply({ type: 'part', step });
      }
      reply({ type: 'done' });
    } catch {
      reply({ type: 'failed' });
    }
  });
  // Not before: what is handed over to a script that does not load is lost.
  reply({ type: 'ready' });
}
