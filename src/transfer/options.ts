/** What the upload queue and its uploads are made with. */
import type { Receipt, Route } from '../protocol/generated';
import type { IJob } from './job';
import type {
  IBatchPort,
  IClock,
  IHashPort,
  IOfferPort,
  ISmallHashPort,
  IStraightPort,
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
  /** Puts large content into the object storage of a service, where there is one. */
  readonly straight?: IStraightPort;
  readonly clock: IClock;
  readonly limits?: IQueueLimits;
  /** Called after each change of a job, and once when it is added. */
  readonly onChange: (job: IJob) => void;
}

/** What an upload needs. */
export interface IUploadContext {
  readonly hash: IHashPort;
  readonly store: IOfferPort;
  readonly upload: IUploadPort;
  readonly straight?: IStraightPort;
  readonly clock: IClock;
  /** Bytes up to which a content rides on its offer. */
  readonly inlineBytes: number;
  readonly signal: AbortSignal;
  readonly onSent: (bytes: number) => void;
  /** The first bytes, where the media type is still to be told by them. */
  readonly onHead: (head: Uint8Array) => void;
  /** The digest of what was sent meanwhile. */
  readonly onDigest: (sha256: string) => void;
  /** The server said where the bytes go; kept so that a cancelled upload can be discarded. */
  readonly onUploadUrl: (url: string) => void;
}

/** How the bytes came into the store. */
export interface IStored {
  readonly receipt: Receipt;
  readonly route: Route;
}
