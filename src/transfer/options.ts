/** What the upload queue is made with. */
import type { IJob } from './job';
import type {
  IBatchPort,
  IClock,
  IHashPort,
  IOfferPort,
  ISmallHashPort,
  IUploadPort
} from './ports';

/** How much is done at once. */
export interface IQueueLimits {
  /** Uploads at a time. */
  readonly uploads: number;
  /** Bytes up to which a content rides on its offer, in one request. */
  readonly inlineBytes: number;
}

/** One upload of a large file leaves room for two others. */
export const DEFAULT_LIMITS: IQueueLimits = {
  uploads: 3,
  inlineBytes: 1024 * 1024
};

/** What the queue needs. */
export interface IQueueOptions {
  readonly hash: IHashPort & ISmallHashPort;
  readonly store: IOfferPort & IBatchPort;
  readonly upload: IUploadPort;
  readonly clock: IClock;
  readonly limits?: IQueueLimits;
  /** Called after each change of a job, and once when it is added. */
  readonly onChange: (job: IJob) => void;
}
