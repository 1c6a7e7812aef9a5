import { asCellkeepError, isAbort } from '../protocol/errors';
import type { IJob } from './job';
import type { JobTable } from './jobTable';
import type { TransferEvent } from './state';

/** The jobs that are being worked on, each with what stops its work. */
export class RunningJobs {
  /** @param onFree - Called with a job as it is when the work on it has ended. */
  constructor(jobs: JobTable, onFree: (job: IJob) => void) {
    this.#jobs = jobs;
    this.#onFree = onFree;
  }

  /** Returns a job that still waits; one that was paused, cancelled or removed meanwhile does not. */
  waiting(id: string, status: 'queued' | 'ready'): IJob | undefined {
    const job = this.#jobs.get(id);
    return job?.phase.status === status && !this.#controllers.has(id)
      ? job
      : undefined;
  }

  /** Works on a job until it is done, fails or is stopped; never rejects. */
  async work(
    job: IJob,
    action: (signal: AbortSignal) => Promise<TransferEvent>
  ): Promise<void> {
    const controller = this.begin(job);
    let event: TransferEvent;
    try {
      event = await action(controller.signal);
    } catch (error) {
      // Someone else's abort, such as of a page that goes away, leaves it to go on later.
      event = isAbort(error)
        ? { type: 'pause' }
        : { type: 'failed', error: asCellkeepError(error).info() };
    }
    this.finish(job, controller, event);
  }

  begin(job: IJob): AbortController {
    const controller = new AbortController();
    this.#controllers.set(job.id, controller);
    this.#jobs.dispatch(job.id, { type: 'started' });
    return controller;
  }

  /** Lets go of a job between two parts of its work. */
  release(id: string): void {
    this.#controllers.delete(id);
  }

  finish(
    job: IJob,
    controller: AbortController,
    event: TransferEvent | undefined
  ): void {
    if (this.#controllers.get(job.id) === controller) {
      this.#controllers.delete(job.id);
    }
    // Stopped work has nothing to say any more, but that the store has it.
    if (event && (!controller.signal.aborted || event.type === 'stored')) {
      this.#jobs.dispatch(job.id, event);
    }
    const now = this.#jobs.get(job.id);
    if (now && !this.#controllers.has(job.id)) {
      // Hashed, or resumed before its stopped work had ended.
      this.#onFree(now);
    }
  }

  stop(id: string): void {
    this.#controllers.get(id)?.abort();
  }

  stopAll(): void {
    for (const controller of [...this.#controllers.values()]) {
      controller.abort();
    }
  }

  readonly #jobs: JobTable;
  readonly #onFree: (job: IJob) => void;
  readonly #controllers = new Map<string, AbortController>();
}
