/** Large content is hashed while it is uploaded, and the store is told its digest at the end. */
import { CellkeepError } from '../protocol/errors';
import type { OfferResult, Receipt } from '../protocol/generated';
import { MAX_ATTEMPTS } from '../transport/retry';
import type { IJob } from './job';
import type { IStored, IUploadContext } from './options';
import { discardUpload, isForgotten, repeated } from './repeat';
import { UNHASHED, digestOf } from './state';

/** What is smaller is hashed before: then the store can say that it has it. */
const LARGE_BYTES = 32 * 1024 * 1024;

/** Whether a job is sent before its digest is known. */
export function isHashedWhileUploading({
  origin,
  draft,
  phase
}: IJob): boolean {
  const isKnown = digestOf(phase) !== undefined;
  return origin === 'browser' && draft.size > LARGE_BYTES && !isKnown;
}

/**
 * Sends a job's bytes and hashes them at once. The store takes them for nothing until it is
 * told their digest, and compares it then.
 *
 * @param uploadHashed - Goes on where the digest is known and a receipt is still missing.
 */
export async function hashWhileUploading(
  job: IJob,
  context: IUploadContext,
  uploadHashed: (sha256: string) => Promise<IStored>
): Promise<IStored> {
  const { clock, hash, store, upload } = context;
  const { blob, draft, thumbnail } = job;
  const work = linked(context.signal);
  const { signal } = work;
  const offer = (sha256: string): Promise<OfferResult> =>
    repeated(MAX_ATTEMPTS, { clock, signal }, () =>
      store.offer({ offer: { ...draft, sha256 }, thumbnail }, signal)
    );
  try {
    const hashing = hash.sha256(blob, { signal });
    hashing.then(context.onDigest, () => undefined);
    let place: OfferResult;
    try {
      place = await offer(UNHASHED);
    } catch (error) {
      if (error instanceof CellkeepError && error.code === 'BAD_REQUEST') {
        // A server that wants to know it first.
        return await uploadHashed(await hashing);
      }
      throw error;
    }
    if (place.type === 'stored') {
      return { receipt: place.receipt, route: 'http' };
    }
    const { upload_url: uploadUrl } = place;
    context.onUploadUrl(uploadUrl);
    let isSent = false;
    const sending = upload
      .upload({ uploadUrl, blob, onProgress: context.onSent, signal })
      .then(receipt => {
        isSent = true;
        return receipt;
      });
    const told = hashing.then(async sha256 => ({
      sha256,
      result: await offer(sha256)
    }));
    const { sha256, result } = await firstOf(told, sending);
    if (result.type === 'stored') {
      if (!isSent) {
        // The store had them already.
        discardUpload(store, clock, uploadUrl);
      }
      return { receipt: result.receipt, route: isSent ? 'http' : 'have' };
    }
    const receipt = await unlessForgotten(sending);
    return receipt ? { receipt, route: 'http' } : await uploadHashed(sha256);
  } finally {
    work.abort();
  }
}

/** Returns what the first comes to, unless the second fails before. */
function firstOf<T>(first: Promise<T>, second: Promise<unknown>): Promise<T> {
  return new Promise((resolve, reject) => {
    first.then(resolve, reject);
    second.catch((error: unknown) => {
      // A server that lost the bytes wants the digest, and then all of them again.
      if (!isForgotten(error)) {
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    });
  });
}

async function unlessForgotten(
  sending: Promise<Receipt | undefined>
): Promise<Receipt | undefined> {
  try {
    return await sending;
  } catch (error) {
    if (isForgotten(error)) {
      return undefined;
    }
    throw error;
  }
}

function linked(signal: AbortSignal): AbortController {
  const controller = new AbortController();
  if (signal.aborted) {
    controller.abort();
  }
  signal.addEventListener('abort', () => controller.abort(), { once: true });
  return controller;
}
