import { digest, readAll } from './digest';
import type { HashReply, HashRequest, IPort } from './protocol';

/** Slices of a worker: fewer, larger ones, since nobody waits for its thread. */
const SLICE_BYTES = 4 * 1024 * 1024;
const PROGRESS_MS = 100;

/** Answers hash requests on a port: the worker's whole work, testable without a worker. */
export function serveHashing(port: IPort): void {
  const stopped = new Set<number>();
  const reply = (message: HashReply): void => port.postMessage(message);

  const hash = async (job: number, blob: Blob): Promise<void> => {
    let nextReport = 0;
    try {
      const sha256 = await digest(blob, {
        sliceBytes: SLICE_BYTES,
        onProgress: hashed => {
          const now = performance.now();
          if (now >= nextReport) {
            nextReport = now + PROGRESS_MS;
            reply({ type: 'progress', job, hashed });
          }
        },
        checkStopped: () => {
          if (stopped.has(job)) {
            throw new Error('stopped');
          }
        }
      });
      reply({ type: 'done', job, sha256 });
    } catch (error) {
      const { name, message } = error instanceof Error ? error : new Error();
      reply({ type: 'failed', job, name, message });
    } finally {
      stopped.delete(job);
    }
  };

  const read = async (
    job: number,
    blobs: ReadonlyArray<Blob>
  ): Promise<void> => {
    const found = await readAll(blobs);
    const contents = found.flatMap(one =>
      'content' in one ? [one.content] : []
    );
    const message: HashReply = { type: 'read', job, read: found };
    // Handed over, not copied.
    port.postMessage(message, { transfer: contents });
  };

  port.addEventListener('message', event => {
    const request = event.data as HashRequest;
    switch (request.type) {
      case 'hash':
        void hash(request.job, request.blob);
        break;
      case 'read':
        void read(request.job, request.blobs);
        break;
      case 'abort':
        stopped.add(request.job);
        break;
    }
  });
  reply({ type: 'ready' });
}
