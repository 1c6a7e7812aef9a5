/** The worker's side: engines that read through the page and answer calls. */
import type { IDisposable } from '@lumino/disposable';

import type { ICall } from '../../codecs/call';
import type { IContentSource } from '../../codecs/view';
import { CellkeepError, isAbort } from '../../protocol/errors';
import {
  type ICallContext,
  type IPort,
  Peer,
  throttled
} from '../../workers/peer';
import { ENGINES, isEngineName } from './engines';
import type { Progress, ReadingMethods, ViewerMethods } from './protocol';

/** A library may tell the whole file in its error. */
const MOST_WORDS = 200;

type Method = (call: ICall, ...args: readonly unknown[]) => Promise<unknown>;

/** Serves viewers on a port: the worker's whole work, testable without a worker. */
export function serveViewers(port: IPort): IDisposable {
  const engines = new Map<number, object>();
  const methods: ViewerMethods = {
    async open(context, target, engine, sizes, options) {
      if (!isEngineName(engine)) {
        throw new CellkeepError('INTERNAL', `There is no engine ${engine}.`);
      }
      const contents = sizes.map((size, content): IContentSource => ({
        size,
        read: (start, end, signal) =>
          page.call('read', [target, content, start, Math.min(end, size)], {
            signal
          })
      }));
      const opened = await reading<object>(() =>
        ENGINES[engine](callOf(context), contents, options as never)
      );
      engines.set(target, opened);
    },

    run(context, target, method, args) {
      const engine = engines.get(target);
      const run = engine && (Reflect.get(engine, method) as Method | undefined);
      if (!run) {
        throw new CellkeepError('INTERNAL', 'It is not open.');
      }
      return reading(() => run.call(engine, callOf(context), ...args));
    }
  };
  const page = new Peer<ReadingMethods>(port, methods);
  return page;
}

/** Reads a file; what a reader or its library stumbles over is the file's fault. */
export async function reading<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof CellkeepError || isAbort(error)) {
      throw error;
    }
    const why = error instanceof Error ? error.message : String(error);
    throw new CellkeepError(
      'CONTENT_UNREADABLE',
      `This file is not a whole one of its type: ${why.slice(0, MOST_WORDS)}`,
      { hint: 'Look at its bytes, or save it again.' }
    );
  }
}

function callOf({ signal, tell }: ICallContext): ICall {
  const report = throttled((...news: Progress) => tell(news));
  return { signal, progress: report };
}
