/** A queue over a test's store and clock, and the saves that are put into it. */
import type { TransferState } from '../../../src/protocol/generated';
import { jobOfRequest, type IJob } from '../../../src/transfer/job';
import type {
  IQueueLimits,
  IQueueOptions
} from '../../../src/transfer/options';
import { UploadQueue } from '../../../src/transfer/queue';
import { RUN, TestClock, TestStore, request, settle } from './world';

/** A queue that has nothing but the store to talk to. */
export function queueOf(
  store: TestStore,
  options: Partial<IQueueOptions> = {}
): UploadQueue {
  return new UploadQueue({
    hash: store,
    store,
    upload: store,
    clock: new TestClock(),
    onChange: () => undefined,
    ...options
  });
}

/** A save of a text. */
export function textJob(name: string, text: string, run = RUN): IJob {
  return jobOfRequest(request(name, text, run), new Blob([text]));
}

/** What a test of a queue begins with; `states` are those that each save went through. */
export function queueWorld() {
  const store = new TestStore();
  const clock = new TestClock();
  const states = new Map<string, TransferState[]>();
  const newQueue = (limits: Partial<IQueueLimits> = {}): UploadQueue =>
    queueOf(store, {
      clock,
      limits: { uploads: 3, inlineBytes: 10, ...limits },
      onChange: ({ id, status }) => {
        const seen = states.get(id) ?? [];
        if (seen.at(-1) !== status.state) {
          states.set(id, [...seen, status.state]);
        }
      }
    });
  /** A queue with one save, which went as far as it can. */
  const begun = async (
    name: string,
    text: string,
    limits?: Partial<IQueueLimits>
  ) => {
    const queue = newQueue(limits);
    const job = textJob(name, text);
    queue.add(job);
    await settle();
    return { queue, job };
  };
  return { store, clock, states, newQueue, begun };
}

/** More than rides on an offer in these queues. */
export const LONG = 'more than ten bytes';
