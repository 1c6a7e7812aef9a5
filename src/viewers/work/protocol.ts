/** What a viewer and its worker do for each other. */
import type { HandedOver, ICallContext } from '../../workers/peer';

/** How much is done, and of how much: the news of a call. */
export type Progress = readonly [done: number, total: number];

/** What the worker does. */
export type ViewerMethods = {
  /** Opens an engine on contents of these sizes; `target` names it from then on. */
  open(
    call: ICallContext,
    target: number,
    engine: string,
    sizes: readonly number[],
    options: unknown
  ): Promise<void>;
  /** Calls a method of an engine. */
  run(
    call: ICallContext,
    target: number,
    method: string,
    args: readonly unknown[]
  ): Promise<unknown>;
};

/** What the page does: it reads the contents on which an engine was opened. */
export type ReadingMethods = {
  read(
    call: ICallContext,
    target: number,
    content: number,
    start: number,
    end: number
  ): Promise<HandedOver<Uint8Array>>;
};
