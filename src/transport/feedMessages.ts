/** What the kernel's messages carry beside their envelope. */
import { bytesOf } from '../protocol/bytes';
import { CellkeepError } from '../protocol/errors';
import type {
  Offer,
  OfferMessage,
  Run,
  TransferStatus
} from '../protocol/generated';

/** A buffer of a comm message. */
export type FeedBuffer = ArrayBuffer | ArrayBufferView;

/** An offer that came over the comm. */
export interface IFeedOffer {
  readonly offer: Offer;
  /** Whether this front end is the one that is to upload it. */
  readonly isMine: boolean;
  /** Whether the bytes follow in frames. */
  readonly isStreamed: boolean;
  /** The bytes, where they ride along. */
  readonly content: Uint8Array | undefined;
  /** A PNG. */
  readonly thumbnail: Uint8Array | undefined;
}

/** Bytes of an offer that is streamed. */
export interface IFeedFrame {
  readonly offerId: string;
  readonly offset: number;
  readonly bytes: Uint8Array;
}

/** What the kernel says of its transfers. */
export interface IFeedTransfers {
  readonly transfers: ReadonlyArray<TransferStatus>;
  /** Whether these are all of them, or only those that changed. */
  readonly isSnapshot: boolean;
  /** The run that what is saved goes to now, where it said so. */
  readonly run?: Run;
}

/** Returns an offer with the buffers that it names. */
export function readOffer(
  message: OfferMessage,
  buffers: readonly FeedBuffer[],
  clientId: string
): IFeedOffer {
  const { name } = message.offer;
  const buffer = (index: number | undefined): Uint8Array | undefined =>
    index === undefined ? undefined : bufferOf(buffers, index, name);
  return {
    offer: message.offer,
    isMine: message.uploader === clientId,
    isStreamed: message.streamed ?? false,
    content: buffer(message.content),
    thumbnail: buffer(message.thumbnail)
  };
}

/** Returns one of a message's buffers; throws where it is missing. */
export function bufferOf(
  buffers: readonly FeedBuffer[],
  index: number,
  what: string
): Uint8Array {
  const data = buffers[index];
  if (!data) {
    throw new CellkeepError(
      'BAD_REQUEST',
      `A message of the kernel (${what}) came without its buffer ${index}.`
    );
  }
  return bytesOf(data);
}
