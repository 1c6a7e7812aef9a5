/** How reading that takes long is watched and stopped. */
import { checkStopped } from '../workers/peer';

/** What the one who waits hears, and can do. */
export interface ICall {
  readonly signal: AbortSignal;
  progress(done: number, total: number): void;
}

/** Lets messages come in, such as one that stops the work, and then goes on or throws. */
export async function breathe({
  signal
}: Pick<ICall, 'signal'>): Promise<void> {
  await new Promise<void>(resolve => setTimeout(resolve));
  checkStopped(signal);
}
