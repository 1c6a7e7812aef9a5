/** The way of one job's bytes into the store, with the repetitions that a bad line needs. */
import { CellkeepError } from '../protocol/errors';
import type { Offer, Receipt, Route } from '../protocol/generated';
import { MAX_ATTEMPTS } from '../transport/retry';
import { withHead, type IJob } from './job';
import { hashWhileUploading } from './hashWhileUploading';
import type { IStored, IUploadContext } from './options';
import type { IOfferPort } from './ports';
import { isForgotten, repeated } from './repeat';
import { HEAD_BYTES } from './request';
import { UNHASHED } from './state';
import { uploadStraight } from './straightUpload';

/** An offer that a server forgot (it expired, or the server lost its disk) is made again, so often. */
const MAX_OFFERS = 3;
/** The kernel has other routes, so it is not kept waiting for this one. */
const KERNEL_ATTEMPTS = 2;
/** The most bytes that the server takes along with an offer by default. */
const KERNEL_INLINE_BYTES = 16 * 1024 * 1024;

/**
 * Offers a job and sends its bytes if the store wants them.
 *
 * @param sha256 - Its digest, or `UNHASHED` where it is to be found out meanwhile.
 */
export async function uploadJob(
  untyped: IJob,
  sha256: string,
  context: IUploadContext
): Promise<IStored> {
  const job = await typed(untyped, context);
  if (sha256 !== UNHASHED) {
    return (
      (await uploadStraight(job, sha256, context)) ??
      uploadHashed(job, sha256, context)
    );
  }
  try {
    const stored = await uploadStraight(job, sha256, context);
    if (stored) {
      return stored;
    }
    return await hashWhileUploading(job, context, known =>
      uploadHashed(job, known, context)
    );
  } catch (error) {
    throw await unreadable(job.blob, error);
  }
}

/** Lets the first bytes tell the media type, unless they have done so. */
async function typed(job: IJob, { onHead }: IUploadContext): Promise<IJob> {
  if (!job.mediaTypeOf) {
    return job;
  }
  const head = await readWhole(job.blob.slice(0, HEAD_BYTES));
  onHead(head);
  return withHead(job, head);
}

async function uploadHashed(
  job: IJob,
  sha256: string,
  context: IUploadContext
): Promise<IStored> {
  const offer: Offer = { ...job.draft, sha256 };
  const attempts = job.origin === 'kernel' ? KERNEL_ATTEMPTS : MAX_ATTEMPTS;
  for (let offers = 1; ; offers += 1) {
    const result = await repeated(attempts, context, () =>
      makeOffer(job, offer, context)
    );
    if (result.type === 'stored') {
      return { receipt: result.receipt, route: routeOf(job, context) };
    }
    context.onUploadUrl(result.upload_url);
    try {
      const receipt = await sendBytes(job, result.upload_url, context);
      return { receipt, route: job.origin === 'kernel' ? 'comm' : 'http' };
    } catch (error) {
      if (!isForgotten(error) || offers >= MAX_OFFERS) {
        throw await unreadable(job.blob, error);
      }
    }
  }
}

/** Whether the content goes along: a kernel's is small, and is to go in one request. */
function isInline(job: IJob, { inlineBytes }: IUploadContext): boolean {
  const limit = job.origin === 'kernel' ? KERNEL_INLINE_BYTES : inlineBytes;
  return job.blob.size <= limit;
}

async function makeOffer(
  job: IJob,
  offer: Offer,
  context: IUploadContext
): ReturnType<IOfferPort['offer']> {
  const { thumbnail } = job;
  const content = isInline(job, context)
    ? await readWhole(job.blob)
    : undefined;
  return context.store.offer({ offer, content, thumbnail }, context.signal);
}

async function sendBytes(
  job: IJob,
  uploadUrl: string,
  context: IUploadContext
): Promise<Receipt> {
  const { store, upload, signal, onSent } = context;
  const { blob } = job;
  const receipt = await upload.upload({
    uploadUrl,
    blob,
    onProgress: onSent,
    signal
  });
  if (receipt) {
    return receipt;
  }
  onSent(blob.size);
  // The answer that held it was lost; the store remembers it by the offer's id.
  return repeated(MAX_ATTEMPTS, context, async () => {
    const found = await store.receipt(job.id, signal);
    if (!found) {
      throw new CellkeepError(
        'TIMEOUT',
        'The server has the bytes and has not confirmed them.',
        { hint: 'Retry: nothing is sent twice.' }
      );
    }
    return found;
  });
}

function routeOf(job: IJob, context: IUploadContext): Route {
  if (job.origin === 'kernel') {
    return 'comm';
  }
  return isInline(job, context) ? 'http' : 'have';
}

async function readWhole(blob: Blob): Promise<Uint8Array> {
  try {
    return new Uint8Array(await blob.arrayBuffer());
  } catch (error) {
    throw await unreadable(blob, error);
  }
}

/** A changed file looks like a lost connection to the one who sends it: look which it was. */
async function unreadable(blob: Blob, error: unknown): Promise<unknown> {
  try {
    await blob.slice(0, 1).arrayBuffer();
    return error;
  } catch (cause) {
    return new CellkeepError(
      'FILE_CHANGED',
      'The file can no longer be read.',
      {
        hint: 'It was moved or changed after it was chosen. Choose it again.',
        cause
      }
    );
  }
}
