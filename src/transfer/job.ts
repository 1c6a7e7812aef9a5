import { tight } from '../protocol/bytes';
import { newId, utcNow } from '../protocol/ids';
import type {
  Offer,
  TransferState,
  TransferStatus
} from '../protocol/generated';
import type { ISaveRequest } from './request';
import { isWorking, type Phase } from './state';

/** A save whose bytes are in this browser. */
export interface IJob {
  readonly id: string;
  /** The offer, all but its digest. */
  readonly draft: Omit<Offer, 'sha256'>;
  readonly origin: 'browser' | 'kernel';
  readonly blob: Blob;
  readonly thumbnail: Uint8Array | undefined;
  /** Returns its media type by its first bytes; undefined where it is certain. */
  readonly mediaTypeOf: ISaveRequest['mediaTypeOf'];
  readonly phase: Phase;
  /** Where the bytes go, once the server has said so. */
  readonly uploadUrl: string | undefined;
  /** What people see of it; replaced with the phase. */
  readonly status: TransferStatus;
}

/** Returns the job of a request whose bytes are in the browser. */
export function jobOfRequest(request: ISaveRequest, blob: Blob): IJob {
  const id = newId();
  const draft: Omit<Offer, 'sha256'> = {
    id,
    run: request.run,
    name: request.name,
    category: request.category,
    media_type: request.mediaType,
    codec: request.codec,
    size: blob.size,
    created_at: utcNow(),
    summary: request.summary,
    preview: request.preview,
    provenance: request.provenance,
    metadata: request.metadata
  };
  return newJob({
    draft,
    origin: 'browser',
    blob,
    thumbnail: request.thumbnail,
    mediaTypeOf: request.mediaTypeOf,
    phase: { status: 'queued' }
  });
}

/** Returns the job of an offer that the kernel sent along with its bytes. */
export function jobOfOffer(
  offer: Offer,
  content: Uint8Array,
  thumbnail: Uint8Array | undefined
): IJob {
  const { sha256, ...draft } = offer;
  const blob = new Blob([tight(content)]);
  return newJob({
    draft,
    origin: 'kernel',
    blob,
    thumbnail,
    mediaTypeOf: undefined,
    phase: { status: 'ready', sha256, sent: 0 }
  });
}

/** Returns the job in another phase. */
export function withPhase(job: IJob, phase: Phase): IJob {
  const next = { ...job, phase };
  return { ...next, status: statusOf(next) };
}

/** Returns the job with the media type that its first bytes tell; its status has it with the next phase. */
export function withHead(job: IJob, head: Uint8Array): IJob {
  const { draft, mediaTypeOf } = job;
  if (!mediaTypeOf) {
    return job;
  }
  const media_type = mediaTypeOf(head);
  return {
    ...job,
    draft: { ...draft, media_type },
    mediaTypeOf: undefined
  };
}

function newJob(facts: Omit<IJob, 'id' | 'uploadUrl' | 'status'>): IJob {
  return {
    ...facts,
    id: facts.draft.id,
    uploadUrl: undefined,
    status: statusOf(facts)
  };
}

function statusOf(
  job: Pick<IJob, 'draft' | 'origin' | 'phase'>
): TransferStatus {
  const { draft, origin, phase } = job;
  return {
    id: draft.id,
    run_id: draft.run.id,
    run_name: draft.run.name,
    name: draft.name,
    category: draft.category,
    media_type: draft.media_type,
    codec: draft.codec,
    size: draft.size,
    summary: draft.summary,
    origin,
    state: stateOf(phase),
    sent: shownBytes(phase, draft.size),
    updated_at: utcNow(),
    ...(phase.status === 'stored' && {
      receipt: phase.receipt,
      route: phase.route
    }),
    ...(isWorking(phase) &&
      phase.status !== 'hashing' && {
        route: origin === 'kernel' ? ('comm' as const) : ('http' as const)
      }),
    ...(phase.status === 'failed' && { error: phase.error })
  };
}

function stateOf(phase: Phase): TransferState {
  return phase.status === 'ready' ? 'queued' : phase.status;
}

/** The bytes that the progress line shows: those hashed while hashing, else those sent. */
function shownBytes(phase: Phase, size: number): number {
  switch (phase.status) {
    case 'hashing':
      return phase.hashed;
    case 'ready':
    case 'uploading':
    case 'paused':
    case 'failed':
      return phase.sent;
    case 'verifying':
    case 'stored':
      return size;
    case 'queued':
    case 'cancelled':
      return 0;
  }
}
