/** What a viewer and its worker say to each other. */
import type { ErrorInfo } from '../../protocol/generated';

/** The part of a worker, or of a local stand-in, that is used. */
export interface IPort {
  postMessage(message: unknown, transfer?: Transferable[]): void;
  addEventListener(
    type: 'message',
    listener: (event: MessageEvent) => void
  ): void;
}

/** To the worker. */
export type WorkRequest =
  | {
      type: 'open';
      call: number;
      engine: string;
      sizes: number[];
      options: unknown;
    }
  | {
      type: 'call';
      call: number;
      target: number;
      method: string;
      args: unknown[];
    }
  | { type: 'abort'; call: number }
  | { type: 'bytes'; read: number; bytes: Uint8Array }
  | { type: 'unread'; read: number; failure: Failure };

/** From the worker. */
export type WorkReply =
  | {
      type: 'read';
      read: number;
      target: number;
      content: number;
      start: number;
      end: number;
    }
  | { type: 'unneeded'; read: number }
  | { type: 'progress'; call: number; done: number; total: number }
  | { type: 'done'; call: number; result: unknown }
  | { type: 'failed'; call: number; failure: Failure };

/** An error as it travels: one of Cellkeep's, or that somebody stopped the work. */
export type Failure = { stopped: true } | { stopped: false; info: ErrorInfo };

/** How a call is followed and stopped. */
export interface ICall {
  readonly signal: AbortSignal;
  progress(done: number, total: number): void;
}
