/** Runs the jobs: hashes and uploads a few at a time, in a fair order. */
import { asCellkeepError } from '../protocol/errors';
import type { ErrorCode, TransferAction } from '../protocol/generated';
import {
  allAborted,
  gather,
  readEvent,
  sendBatch,
  type IReadJob
} from './batch';
import { BatchLine } from './batchLine';
import { FairQueue } from './fairQueue';
import { isHashedWhileUploading } from './hashWhileUploading';
import { withHead, type IJob } from './job';
import { JobTable } from './jobTable';
import {
  DEFAULT_LIMITS,
  type IQueueLimits,
  type IQueueOptions
} from './options';
import type { SmallContent } from './ports';
import { discardUpload } from './repeat';
import { RunningJobs } from './running';
import { UNHASHED, isEnded, type TransferEvent } from './state';
import { uploadJob } from './upload';

/** Reads of small files at a time: while some are hashed the browser reads the next. */
const AT_ONCE = 2;
const UNREACHABLE: ErrorCode = 'STORE_UNREACHABLE';

/** Saves whose bytes are in this browser. */
export class UploadQueue {
  constructor(options: IQueueOptions) {
    this.#options = options;
    this.#jobs = new JobTable(options.onChange);
    this.#running = new RunningJobs(this.#jobs, job => this.#enqueue(job));
    this.#limits = options.limits ?? DEFAULT_LIMITS;
  }

  /** Adds a job; one whose id is known is left as it is. */
  add(job: IJob): void {
    if (!this.#isDisposed && this.#jobs.add(job)) {
      this.#enqueue(job);
    }
  }

  get(id: string): IJob | undefined {
    return this.#jobs.get(id);
  }

  /** Every job that was added and not removed, in that order. */
  jobs(): IterableIterator<IJob> {
    return this.#jobs.all();
  }

  /** Does what a person asks for; nothing where it makes no sense in the job's phase. */
  act(id: string, action: TransferAction): void {
    const job = this.#jobs.get(id);
    if (!job) {
      return;
    }
    const next = this.#jobs.dispatch(id, { type: action });
    if (!next || next.phase === job.phase) {
      return;
    }
    switch (action) {
      case 'pause':
        return this.#running.stop(id);
      case 'cancel':
        this.#running.stop(id);
        if (job.uploadUrl !== undefined) {
          const { store, clock } = this.#options;
          discardUpload(store, clock, job.uploadUrl);
        }
        return;
      case 'resume':
      case 'retry':
        return this.#enqueue(next);
    }
  }

  /** Forgets a job that has ended, and its bytes. */
  remove(id: string): void {
    const job = this.#jobs.get(id);
    if (job && isEnded(job.phase)) {
      this.#jobs.remove(id);
    }
  }

  /**
   * Goes on at once after the way to the server was cut: a request on a dead line, or a pause
   * before the next attempt, may take minutes to end. What failed for want of a way is tried again.
   */
  reconnect(): void {
    for (const { id, phase } of [...this.#jobs.all()]) {
      if (phase.status === 'failed' && phase.error.code === UNREACHABLE) {
        this.act(id, 'retry');
      } else if (
        this.#jobs.dispatch(id, { type: 'reconnect' })?.phase !== phase
      ) {
        // Its work ends with that, and it is next in its turn.
        this.#running.stop(id);
      }
    }
  }

  setLimits(limits: IQueueLimits): void {
    this.#limits = limits;
    this.#advanceSoon();
  }

  /** Stops everything. What has arrived on the server stays there until it expires. */
  dispose(): void {
    this.#isDisposed = true;
    this.#running.stopAll();
    this.#jobs.clear();
    this.#line.clear();
  }

  #enqueue(job: IJob): void {
    const { status } = job.phase;
    if (status === 'queued') {
      this.#toHash.add(job.id, job.draft.run.id, job.draft.size);
    } else if (status === 'ready') {
      this.#toUpload.add(job.id, job.draft.run.id, job.draft.size);
    }
    this.#advanceSoon();
  }

  /** In a microtask, so that cancelling a thousand at once does not start each in turn. */
  #advanceSoon(): void {
    if (this.#isAdvancing) {
      return;
    }
    this.#isAdvancing = true;
    queueMicrotask(() => {
      this.#isAdvancing = false;
      if (!this.#isDisposed) {
        this.#advance();
      }
    });
  }

  #advance(): void {
    while (
      this.#hashing < AT_ONCE &&
      this.#line.isRoom &&
      (this.#takeSmall() ||
        // Hashing itself is bound by one thread, and the uploads wait for the smallest.
        (this.#hashing < 1 && this.#takeNext(this.#toHash, 'queued')))
    ) {
      /* Each turn starts one. */
    }
    while (
      this.#uploading < this.#limits.uploads &&
      (this.#takeBatch() || this.#takeNext(this.#toUpload, 'ready'))
    ) {
      /* Each turn starts one. */
    }
  }

  /** Starts to read as many small files as go in one batch; false where there is none. */
  #takeSmall(): boolean {
    const jobs = gather(
      this.#toHash,
      id => this.#running.waiting(id, 'queued'),
      this.#limits.inlineBytes
    );
    const [only] = jobs;
    if (only && jobs.length === 1) {
      void this.#hash(only);
    } else if (only) {
      void this.#read(jobs);
    }
    return only !== undefined;
  }

  /** Sends a batch that was read; false where there is none. */
  #takeBatch(): boolean {
    const batch = this.#line.take();
    if (batch) {
      void this.#send(batch);
    }
    return batch !== undefined;
  }

  /** Starts the next job that still waits; false where there is none. */
  #takeNext(queue: FairQueue, status: 'queued' | 'ready'): boolean {
    for (let id = queue.take(); id !== undefined; id = queue.take()) {
      const job = this.#running.waiting(id, status);
      if (job) {
        void (status === 'queued' ? this.#hash(job) : this.#upload(job));
        return true;
      }
    }
    return false;
  }

  async #hash(job: IJob): Promise<void> {
    if (isHashedWhileUploading(job)) {
      const controller = this.#running.begin(job);
      const event: TransferEvent = { type: 'hashed', sha256: UNHASHED };
      return this.#running.finish(job, controller, event);
    }
    this.#hashing += 1;
    await this.#running.work(job, async signal => {
      const sha256 = await this.#options.hash.sha256(job.blob, {
        onProgress: bytes =>
          this.#jobs.dispatch(job.id, { type: 'progress', bytes }),
        signal
      });
      return { type: 'hashed', sha256 };
    });
    this.#hashing -= 1;
    this.#advanceSoon();
  }

  async #upload(job: IJob): Promise<void> {
    this.#uploading += 1;
    await this.#running.work(job, async signal => {
      const { hash, store, upload, straight, clock } = this.#options;
      const sha256 = job.phase.status === 'ready' ? job.phase.sha256 : '';
      const stored = await uploadJob(job, sha256, {
        hash,
        store,
        upload,
        straight,
        clock,
        onDigest: sha256 =>
          this.#jobs.dispatch(job.id, { type: 'digest', sha256 }),
        inlineBytes: this.#limits.inlineBytes,
        signal,
        onSent: bytes =>
          !signal.aborted &&
          this.#jobs.dispatch(
            job.id,
            bytes < job.draft.size
              ? { type: 'progress', bytes }
              : { type: 'sent' }
          ),
        onHead: head => this.#jobs.amend(job.id, one => withHead(one, head)),
        onUploadUrl: uploadUrl =>
          this.#jobs.amend(job.id, one => ({ ...one, uploadUrl }))
      });
      return { type: 'stored', ...stored };
    });
    this.#uploading -= 1;
    this.#advanceSoon();
  }

  async #read(jobs: ReadonlyArray<IJob>): Promise<void> {
    this.#hashing += 1;
    const begun = jobs.map(job => ({
      job,
      controller: this.#running.begin(job)
    }));
    let read: ReadonlyArray<SmallContent>;
    try {
      read = await this.#options.hash.readMany(jobs.map(({ blob }) => blob));
    } catch (error) {
      read = jobs.map(() => ({ error: asCellkeepError(error) }));
    }
    const batch: IReadJob[] = [];
    begun.forEach(({ job, controller }, index) => {
      const one = read[index]!;
      const event = readEvent(job, one);
      const isRead = event.type === 'hashed' && 'content' in one;
      if (isRead && !controller.signal.aborted) {
        batch.push({ job, ...one });
        this.#running.release(job.id);
        this.#jobs.amend(job.id, known => withHead(known, one.content));
        this.#jobs.dispatch(job.id, event);
      } else {
        this.#running.finish(job, controller, event);
      }
    });
    if (batch.length > 0) {
      this.#line.add(batch);
    }
    this.#hashing -= 1;
    this.#advanceSoon();
  }

  async #send(read: ReadonlyArray<IReadJob>): Promise<void> {
    const batch = read.flatMap(one => {
      const job = this.#running.waiting(one.job.id, 'ready');
      return job ? [{ ...one, job }] : [];
    });
    this.#uploading += 1;
    const controllers = batch.map(({ job }) => this.#running.begin(job));
    const signal = allAborted(controllers);
    const { store, clock } = this.#options;
    const events = batch.length
      ? await sendBatch(batch, { store, clock, signal })
      : [];
    batch.forEach(({ job }, index) =>
      this.#running.finish(job, controllers[index]!, events[index])
    );
    this.#line.done();
    this.#uploading -= 1;
    this.#advanceSoon();
  }

  readonly #options: IQueueOptions;
  readonly #jobs: JobTable;
  readonly #running: RunningJobs;
  readonly #toHash = new FairQueue();
  readonly #toUpload = new FairQueue();
  readonly #line = new BatchLine();
  #limits: IQueueLimits;
  #hashing = 0;
  #uploading = 0;
  #isAdvancing = false;
  #isDisposed = false;
}
