/** Envelopes: buffer 0 of every comm message, numbered, as MessagePack. */
import { bytesOf, type TightBytes } from './bytes';
import { CellkeepError } from './errors';
import type { ControlEnvelope, FeedEnvelope } from './generated';
import { decode, encode } from './msgpack';
import type { IValidator } from './schema';
import { isFeedEnvelope } from './validators.generated';

/** The version of the protocol that this front end speaks. */
export const PROTOCOL_VERSION = 1;

/** Names of the two comm targets. */
export const FEED_TARGET = 'cellkeep.feed';
export const CONTROL_TARGET = 'cellkeep.control';

/** Writes what a front end says. */
export function encodeControl(envelope: ControlEnvelope): TightBytes {
  return encode(envelope);
}

/**
 * Returns a value of a checked type, or throws `BAD_REQUEST` with the field that is wrong.
 */
export function checked<T>(value: unknown, validate: IValidator<T>): T {
  if (validate(value)) {
    return value;
  }
  const problem = validate.problem(value);
  throw new CellkeepError(
    'BAD_REQUEST',
    `This is not what the protocol says: ${problem?.path || '/'} ${problem?.message}.`
  );
}

/**
 * Reads what the kernel says, or throws `PROTOCOL_MISMATCH` where another version wrote it, else
 * `BAD_REQUEST`.
 */
export function decodeFeed(data: ArrayBuffer | ArrayBufferView): FeedEnvelope {
  const value = decode(bytesOf(data));
  const protocol =
    typeof value === 'object' && value !== null && 'protocol' in value
      ? value.protocol
      : undefined;
  // Before the fields: those of another version may well be others.
  if (typeof protocol === 'number' && protocol !== PROTOCOL_VERSION) {
    throw new CellkeepError(
      'PROTOCOL_MISMATCH',
      `The kernel's Cellkeep speaks version ${protocol} of the protocol, and this page version ${PROTOCOL_VERSION}.`,
      {
        hint: 'Install the same version of cellkeep for the kernel and for JupyterLab, restart the kernel and reload the page.'
      }
    );
  }
  return checked(value, isFeedEnvelope);
}
