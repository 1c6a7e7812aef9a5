import { CellkeepError } from '../protocol/errors';
import type { KeptMessage, LookedMessage } from '../protocol/generated';
import { newId } from '../protocol/ids';
import type { KernelFeed } from './feed';
import type { KeepWish } from './frontEnd';

/**
 * How long the first word of a busy kernel is waited for, a subshell's start included; then
 * something else is saved instead.
 */
const BUSY_MS = 4000;
/** An idle one will answer, though its machine may be slow and its libraries not be loaded yet. */
const IDLE_MS = 15_000;
/** A question whose answer nobody waits for to go on. */
const LOOK_MS = 10_000;
/** How long it may take once the kernel has heard: a large object is copied first. */
const HEARD_MS = 300_000;

/**
 * Asks a kernel to keep a live object, and waits for its word.
 *
 * An answer with neither a transfer nor an error says that the wish was heard and takes a while.
 *
 * @returns The id of the transfer that it made.
 * @throws {@link CellkeepError} The kernel's reason, or TIMEOUT; the kernel then drops the wish.
 */
export function keepObject(
  feed: Pick<
    KernelFeed,
    'isBusy' | 'kept' | 'lost' | 'keep' | 'ack' | 'command'
  >,
  wish: KeepWish,
  patienceMs = feed.isBusy ? BUSY_MS : IDLE_MS
): Promise<string> {
  const id = wish.request_id;
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer);
      feed.kept.disconnect(onKept);
      feed.lost.disconnect(onLost);
    };
    const onKept = (_: unknown, answer: KeptMessage) => {
      if (answer.request_id !== id) {
        return;
      }
      if (!answer.transfer_id && !answer.error) {
        clearTimeout(timer);
        timer = setTimeout(onLate, HEARD_MS);
        return;
      }
      end();
      feed.ack(id);
      if (answer.transfer_id) {
        resolve(answer.transfer_id);
      } else if (answer.error) {
        reject(CellkeepError.fromInfo(answer.error));
      }
    };
    const onLost = () => {
      end();
      reject(new CellkeepError('TIMEOUT', 'The kernel is gone.'));
    };
    const onLate = () => {
      end();
      // What is displayed is saved instead; the object would be saved twice.
      feed.command(id, 'cancel');
      reject(
        new CellkeepError('TIMEOUT', 'The kernel did not answer in time.')
      );
    };
    let timer = setTimeout(onLate, patienceMs);
    feed.kept.connect(onKept);
    feed.lost.connect(onLost);
    feed.keep(wish);
  });
}

/**
 * Asks a kernel what there is of a live object.
 *
 * @throws {@link CellkeepError} TIMEOUT where it did not say.
 */
export function lookForObject(
  feed: Pick<KernelFeed, 'looked' | 'lost' | 'look'>,
  objectId: string
): Promise<LookedMessage> {
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer);
      feed.looked.disconnect(onLooked);
      feed.lost.disconnect(onSilent);
    };
    const requestId = newId();
    const onLooked = (_: unknown, answer: LookedMessage) => {
      if (answer.request_id === requestId) {
        end();
        resolve(answer);
      }
    };
    const onSilent = () => {
      end();
      reject(new CellkeepError('TIMEOUT', 'The kernel does not answer.'));
    };
    const timer = setTimeout(onSilent, LOOK_MS);
    feed.looked.connect(onLooked);
    feed.lost.connect(onSilent);
    feed.look(requestId, objectId);
  });
}
