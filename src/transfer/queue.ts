/** Runs the jobs: hashes and uploads a few at a time, in a fair order. */
import { asCellkeepError, isAbort } from '../protocol/errors';
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
import { withPhase, type IJob } from './job';
import {
  DEFAULT_LIMITS,
  type IQueueLimits,
  type IQueueOptions
} from './options';
import type { SmallContent } from './ports';
import { discardUpload } from './repeat';
import { UNHASHED, isEnded, reduce, type TransferEvent } from './state';
import { isHashedWhileSent } from './following';
import { uploadJob } from './upload';

const UNREACHABLE: ErrorCode = 'STORE_UNREACHABLE';

/** Saves whose bytes are in this browser. */
export class UploadQueue {
  constructor(options: IQueueOptions) {
    this.#options = options;
    this.#limits = options.limits ?? DEFAULT_LIMITS;
  }

  /** Adds a job; one whose id is known is left as it is. */
  add(job: IJob): void {
    if (this.#isDisposed || this.#jobs.has(job.id)) {
      return;
    }
    this.#jobs.set(job.id, job);
    this.#options.onChange(job);
    this.#enqueue(job);
  }

  get(id: string): IJob | undefined {
    return this.#jobs.get(id);
  }

  /** Every job that was added and not removed, in that order. */
  jobs(): IterableIterator<IJob> {
    return this.#jobs.values();
  }

  /** Does what a person asks for; nothing where it makes no sense in the job's phase. */
  act(id: string, action: TransferAction): void {
    const job = this.#jobs.get(id);
    if (!job) {
      return;
    }
    const next = this.#dispatch(id, { type: action });
    if (!next || next.phase === job.phase) {
      return;
    }
    switch (action) {
      case 'pause':
        return this.#stop(id);
      case 'cancel':
        this.#stop(id);
        return this.#discard(job);
      case 'resume':
      case 'retry':
        return this.#enqueue(next);
    }
  }

  /** Forgets a job that has ended, and its bytes. */
  remove(id: string): void {
    const job = this.#jobs.get(id);
    if (job && isEnded(job.phase)) {
      this.#jobs.delete(id);
    }
  }

  /**
   * Goes on at once after the way to the server was cut: a request on a dead line, or a pause
   * before the next attempt, may take minutes to end. What failed for want of a way is tried again.
   */
  reconnect(): void {
    for (const [id, { phase }] of [...this.#jobs]) {
      if (phase.status === 'failed' && phase.error.code === UNREACHABLE) {
        this.act(id, 'retry');
      } else if (this.#dispatch(id, { type: 'reconnect' })?.phase !== phase) {
        // Its work ends with that, and it is next in its turn.
        this.#stop(id);
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
    for (const id of [...this.#running.keys()]) {
      this.#stop(id);
    }
    this.#jobs.clear();
    this.#line.clear();
  }

  #dispatch(id: string, event: TransferEvent): IJob | undefined {
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
    this.#options.onChange(next);
    return next;
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
    // One at a time: hashing is bound by one thread, and the uploads wait for the smallest.
    while (
      this.#hashing < 1 &&
      this.#line.isRoom &&
      (this.#takeSmall() || this.#takeNext(this.#toHash, 'queued'))
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
      id => this.#waiting(id),
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

  /** Returns a job that waits to be hashed; one that was paused meanwhile is still in the queue. */
  #waiting(id: string): IJob | undefined {
    const job = this.#jobs.get(id);
    return job?.phase.status === 'queued' && !this.#running.has(id)
      ? job
      : undefined;
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
      const job = this.#jobs.get(id);
      // One that was paused, cancelled or removed meanwhile is still in the queue.
      if (job?.phase.status !== status || this.#running.has(id)) {
        continue;
      }
      if (status === 'queued') {
        void this.#hash(job);
      } else {
        void this.#upload(job);
      }
      return true;
    }
    return false;
  }

  async #hash(job: IJob): Promise<void> {
    if (isHashedWhileSent(job)) {
      const controller = this.#begin(job);
      const event: TransferEvent = { type: 'hashed', sha256: UNHASHED };
      return this.#finish(job, controller, event);
    }
    this.#hashing += 1;
    await this.#work(job, async signal => {
      const sha256 = await this.#options.hash.sha256(job.blob, {
        onProgress: bytes =>
          this.#dispatch(job.id, { type: 'progress', bytes }),
        signal
      });
      return { type: 'hashed', sha256 };
    });
    this.#hashing -= 1;
    this.#advanceSoon();
  }

  async #upload(job: IJob): Promise<void> {
    this.#uploading += 1;
    await this.#work(job, async signal => {
      const { hash, store, upload, clock } = this.#options;
      const sha256 = job.phase.status === 'ready' ? job.phase.sha256 : '';
      const stored = await uploadJob(job, sha256, {
        hash,
        store,
        upload,
        clock,
        onDigest: sha256 => this.#dispatch(job.id, { type: 'digest', sha256 }),
        inlineBytes: this.#limits.inlineBytes,
        signal,
        onSent: bytes =>
          !signal.aborted &&
          this.#dispatch(
            job.id,
            bytes < job.draft.size
              ? { type: 'progress', bytes }
              : { type: 'sent' }
          ),
        onUploadUrl: url => this.#rememberUrl(job.id, url)
      });
      return { type: 'stored', ...stored };
    });
    this.#uploading -= 1;
    this.#advanceSoon();
  }

  async #read(jobs: ReadonlyArray<IJob>): Promise<void> {
    this.#hashing += 1;
    const begun = jobs.map(job => ({ job, controller: this.#begin(job) }));
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
        this.#running.delete(job.id);
        this.#dispatch(job.id, event);
      } else {
        this.#finish(job, controller, event);
      }
    });
    if (batch.length > 0) {
      this.#line.add(batch);
    }
    this.#hashing -= 1;
    this.#advanceSoon();
  }

  async #send(read: ReadonlyArray<IReadJob>): Promise<void> {
    // One that was paused, cancelled or removed meanwhile stays behind.
    const batch = read.filter(
      ({ job: { id } }) =>
        this.#jobs.get(id)?.phase.status === 'ready' && !this.#running.has(id)
    );
    this.#uploading += 1;
    const controllers = batch.map(({ job }) => this.#begin(job));
    const signal = allAborted(controllers);
    const { store, clock } = this.#options;
    const events = batch.length
      ? await sendBatch(batch, { store, clock, signal })
      : [];
    batch.forEach(({ job }, index) =>
      this.#finish(job, controllers[index]!, events[index])
    );
    this.#line.done();
    this.#uploading -= 1;
    this.#advanceSoon();
  }

  /** Works on a job until it is done, fails or is stopped; never rejects. */
  async #work(
    job: IJob,
    action: (signal: AbortSignal) => Promise<TransferEvent>
  ): Promise<void> {
    const controller = this.#begin(job);
    let event: TransferEvent | undefined;
    try {
      event = await action(controller.signal);
    } catch (error) {
      if (!controller.signal.aborted && !isAbort(error)) {
        event = { type: 'failed', error: asCellkeepError(error).info() };
      } else if (!controller.signal.aborted) {
        // Someone else's abort, such as of a page that goes away: it can go on later.
        event = { type: 'pause' };
      }
    }
    this.#finish(job, controller, event);
  }

  #begin(job: IJob): AbortController {
    const controller = new AbortController();
    this.#running.set(job.id, controller);
    this.#dispatch(job.id, { type: 'started' });
    return controller;
  }

  #finish(
    job: IJob,
    controller: AbortController,
    event: TransferEvent | undefined
  ): void {
    if (this.#running.get(job.id) === controller) {
      this.#running.delete(job.id);
    }
    // Stopped work has nothing to say any more, but that the store has it.
    if (event && (!controller.signal.aborted || event.type === 'stored')) {
      this.#dispatch(job.id, event);
    }
    const now = this.#jobs.get(job.id);
    if (now && !this.#running.has(job.id)) {
      // Hashed, or resumed before its stopped work had ended.
      this.#enqueue(now);
    }
  }

  #stop(id: string): void {
    this.#running.get(id)?.abort();
  }

  #rememberUrl(id: string, uploadUrl: string): void {
    const job = this.#jobs.get(id);
    if (job) {
      this.#jobs.set(id, { ...job, uploadUrl });
    }
  }

  #discard(job: IJob): void {
    const { uploadUrl } = this.#jobs.get(job.id) ?? job;
    if (uploadUrl !== undefined) {
      const { store, clock } = this.#options;
      discardUpload(store, clock, uploadUrl);
    }
  }

  readonly #options: IQueueOptions;
  readonly #jobs = new Map<string, IJob>();
  readonly #running = new Map<string, AbortController>();
  readonly #toHash = new FairQueue();
  readonly #toUpload = new FairQueue();
  readonly #line = new BatchLine();
  #limits: IQueueLimits;
  #hashing = 0;
  #uploading = 0;
  #isAdvancing = false;
  #isDisposed = false;
}
