/**
 * One save under way, as a pure state machine.
 *
 * ```
 * queued -> hashing -> ready -> uploading -> verifying -> stored
 *    any of these but the last -> paused, cancelled or failed, and back to where it can go on
 *    uploading, verifying -> ready, when the line was cut and is there again
 * ```
 * `ready` is "hashed, waiting for its turn", which people see as queued.
 */
import type {
  ErrorCode,
  ErrorInfo,
  Receipt,
  Route
} from '../protocol/generated';

/** In place of a digest: "it follows". What is large is hashed while it is sent. */
export const UNHASHED = '0'.repeat(64);

/** How far a save is. What was learnt on the way (`sha256`) is kept through a pause. */
export type Phase =
  | { readonly status: 'queued' }
  | { readonly status: 'hashing'; readonly hashed: number }
  | {
      readonly status: 'ready';
      readonly sha256: string;
      /** Bytes that went before it was stopped, so that the number does not fall back to 0. */
      readonly sent: number;
    }
  | {
      readonly status: 'uploading';
      readonly sha256: string;
      readonly sent: number;
    }
  | { readonly status: 'verifying'; readonly sha256: string }
  | {
      readonly status: 'paused';
      readonly sha256: string | undefined;
      readonly sent: number;
    }
  | {
      readonly status: 'stored';
      readonly receipt: Receipt;
      readonly route: Route;
    }
  | { readonly status: 'cancelled' }
  | {
      readonly status: 'failed';
      readonly error: ErrorInfo;
      readonly sha256: string | undefined;
      readonly sent: number;
    };

/** What happens to a save. */
export type TransferEvent =
  /** The work for the present phase began. */
  | { readonly type: 'started' }
  | { readonly type: 'progress'; readonly bytes: number }
  | { readonly type: 'hashed'; readonly sha256: string }
  /** The digest of what is being sent already. */
  | { readonly type: 'digest'; readonly sha256: string }
  /** Every byte has gone; the server has not answered yet. */
  | { readonly type: 'sent' }
  | {
      readonly type: 'stored';
      readonly receipt: Receipt;
      readonly route: Route;
    }
  | { readonly type: 'failed'; readonly error: ErrorInfo }
  | { readonly type: 'pause' }
  | { readonly type: 'resume' }
  | { readonly type: 'cancel' }
  | { readonly type: 'retry' }
  /** The way to the server is open again: what waits for an answer asks anew. */
  | { readonly type: 'reconnect' };

/**
 * Returns the phase after an event; the same object where the event means nothing in it,
 * such as news of work that was stopped meanwhile.
 */
export function reduce(phase: Phase, event: TransferEvent): Phase {
  switch (event.type) {
    case 'started':
      return started(phase);
    case 'progress':
      return progressed(phase, event.bytes);
    case 'hashed':
      return phase.status === 'hashing'
        ? { status: 'ready', sha256: event.sha256, sent: 0 }
        : phase;
    case 'digest':
      return phase.status === 'uploading' || phase.status === 'verifying'
        ? { ...phase, sha256: event.sha256 }
        : phase;
    case 'sent':
      return phase.status === 'uploading'
        ? { status: 'verifying', sha256: phase.sha256 }
        : phase;
    case 'stored':
      // The store's word counts whenever it comes: the bytes are there.
      return phase.status === 'stored'
        ? phase
        : { status: 'stored', receipt: event.receipt, route: event.route };
    case 'failed':
      return isWorking(phase)
        ? {
            status: 'failed',
            error: event.error,
            // Bytes that are not those that were hashed must be hashed again.
            sha256: CHANGED.has(event.error.code) ? undefined : digestOf(phase),
            sent: sentOf(phase)
          }
        : phase;
    case 'pause':
      return isWorking(phase) || isWaiting(phase)
        ? { status: 'paused', sha256: digestOf(phase), sent: sentOf(phase) }
        : phase;
    case 'resume':
      return phase.status === 'paused'
        ? waitingWith(phase.sha256, phase.sent)
        : phase;
    case 'retry':
      return phase.status === 'failed' || phase.status === 'cancelled'
        ? waitingWith(digestOf(phase), sentOf(phase))
        : phase;
    case 'reconnect':
      return phase.status === 'uploading' || phase.status === 'verifying'
        ? waitingWith(phase.sha256, sentOf(phase))
        : phase;
    case 'cancel':
      return phase.status === 'stored' ? phase : CANCELLED;
  }
}

/** Whether someone works on it now. */
export function isWorking(phase: Phase): boolean {
  switch (phase.status) {
    case 'hashing':
    case 'uploading':
    case 'verifying':
      return true;
    case 'queued':
    case 'ready':
    case 'paused':
    case 'stored':
    case 'cancelled':
    case 'failed':
      return false;
  }
}

/** Whether it waits for its turn. */
export function isWaiting(phase: Phase): boolean {
  return phase.status === 'queued' || phase.status === 'ready';
}

/** Whether nothing more happens to it by itself. */
export function isEnded(phase: Phase): boolean {
  return (
    phase.status === 'stored' ||
    phase.status === 'cancelled' ||
    phase.status === 'failed'
  );
}

/** The digest, as soon as it is known. */
export function digestOf(phase: Phase): string | undefined {
  switch (phase.status) {
    case 'ready':
    case 'uploading':
    case 'verifying':
    case 'paused':
    case 'failed':
      return phase.sha256;
    case 'stored':
      return phase.receipt.sha256;
    case 'queued':
    case 'hashing':
    case 'cancelled':
      return undefined;
  }
}

/** Bytes that have gone, as far as the phase itself says. */
export function sentOf(phase: Phase): number {
  switch (phase.status) {
    case 'ready':
    case 'uploading':
    case 'paused':
    case 'failed':
      return phase.sent;
    case 'queued':
    case 'hashing':
    case 'verifying':
    case 'stored':
    case 'cancelled':
      return 0;
  }
}

const CHANGED: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'DIGEST_MISMATCH',
  'SIZE_MISMATCH',
  'FILE_CHANGED'
]);
const QUEUED: Phase = { status: 'queued' };
const CANCELLED: Phase = { status: 'cancelled' };

function started(phase: Phase): Phase {
  switch (phase.status) {
    case 'queued':
      return { status: 'hashing', hashed: 0 };
    case 'ready':
      return {
        status: 'uploading',
        sha256: phase.sha256,
        sent: phase.sent
      };
    default:
      return phase;
  }
}

function progressed(phase: Phase, bytes: number): Phase {
  switch (phase.status) {
    case 'hashing':
      return { ...phase, hashed: bytes };
    case 'uploading':
      return { ...phase, sent: bytes };
    case 'verifying':
      // The last request was lost after all, and its bytes go once more.
      return { status: 'uploading', sha256: phase.sha256, sent: bytes };
    default:
      return phase;
  }
}

function waitingWith(sha256: string | undefined, sent: number): Phase {
  return sha256 === undefined ? QUEUED : { status: 'ready', sha256, sent };
}
