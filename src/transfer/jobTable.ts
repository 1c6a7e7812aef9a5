import { withPhase, type IJob } from './job';
import { reduce, type TransferEvent } from './state';

/** The jobs of a queue, each as it is now, in the order in which they came. */
export class JobTable {
  /** @param onChange - Called after each change of a job's phase, and once when it is added. */
  constructor(onChange: (job: IJob) => void) {
    this.#onChange = onChange;
  }

  /** Adds a job; false where its id is known. */
  add(job: IJob): boolean {
    if (this.#jobs.has(job.id)) {
      return false;
    }
    this.#jobs.set(job.id, job);
    this.#onChange(job);
    return true;
  }

  get(id: string): IJob | undefined {
    return this.#jobs.get(id);
  }

  all(): IterableIterator<IJob> {
    return this.#jobs.values();
  }

  /** Lets something happen to a job, and returns it as it is then. */
  dispatch(id: string, event: TransferEvent): IJob | undefined {
    const job = this.#jobs.get(id);
    if (!job) {
      return undefined;
    }
    const phase = reduce(job.phase, event);
    if (phase === job.phase) {
      return job;
    }
    const next = withPhase(job, phase);
    this.#jobs.set(id, next);
    this.#onChange(next);
    return next;
  }

  /** Takes note of something about a job that people hear of with its next phase. */
  amend(id: string, amended: (job: IJob) => IJob): void {
    const job = this.#jobs.get(id);
    if (job) {
      this.#jobs.set(id, amended(job));
    }
  }

  remove(id: string): void {
    this.#jobs.delete(id);
  }

  clear(): void {
    this.#jobs.clear();
  }

  readonly #onChange: (job: IJob) => void;
  readonly #jobs = new Map<string, IJob>();
}
