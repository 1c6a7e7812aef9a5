/** Small files that were read and wait, with their bytes in memory, for their request. */
import { BATCH_BYTES, BATCH_FILES, type IReadJob } from './batch';

/**
 * Requests under way at once. Each is a transaction of the store, which takes one at a time: what
 * is read meanwhile goes together in the next.
 */
const MOST_REQUESTS = 2;

/** The line of those that were read, and the requests that take them on. */
export class BatchLine {
  /** Whether more may be read: about one request's worth waits at most. */
  get isRoom(): boolean {
    const jobs = this.#waiting.flat();
    return jobs.length < BATCH_FILES && bytesOf(jobs) < BATCH_BYTES;
  }

  add(read: ReadonlyArray<IReadJob>): void {
    this.#waiting.push(read);
  }

  /** Takes as much as goes in one request, which ends with {@link done}; undefined: not now. */
  take(): IReadJob[] | undefined {
    if (this.#waiting.length === 0 || this.#requests >= MOST_REQUESTS) {
      return undefined;
    }
    this.#requests += 1;
    const together: IReadJob[] = [];
    for (let next = this.#waiting[0]; next; next = this.#waiting[0]) {
      const files = together.length + next.length;
      const bytes = bytesOf(together) + bytesOf(next);
      if (together.length && (files > BATCH_FILES || bytes > BATCH_BYTES)) {
        break;
      }
      together.push(...next);
      this.#waiting.shift();
    }
    return together;
  }

  /** A request has ended. */
  done(): void {
    this.#requests -= 1;
  }

  clear(): void {
    this.#waiting.length = 0;
  }

  readonly #waiting: ReadonlyArray<IReadJob>[] = [];
  #requests = 0;
}

function bytesOf(jobs: ReadonlyArray<IReadJob>): number {
  return jobs.reduce((sum, { content }) => sum + content.length, 0);
}
