import { stopped } from './failure';
import type { ICall } from './protocol';

/** Lets messages come in, such as one that stops the work, and then goes on or throws. */
export async function breathe({
  signal
}: Pick<ICall, 'signal'>): Promise<void> {
  await new Promise<void>(resolve => setTimeout(resolve));
  if (signal.aborted) {
    throw stopped();
  }
}
