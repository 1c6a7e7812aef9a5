// Generated from schema/ by scripts/generate-protocol.mjs. Do not edit.

/**
 * A random UUID (version 4), 32 lower-case hex digits, made by whoever creates the thing.
 *
 * This interface was referenced by `CellkeepProtocol`'s JSON-Schema
 * via the `definition` "Id".
 */
export type Id = string;
/**
 * What the kernel says on the feed comm, target `cellkeep.feed`.
 *
 * This interface was referenced by `CellkeepProtocol`'s JSON-Schema
 * via the `definition` "FeedMessage".
 */
export type FeedMessage =
  | HelloMessage
  | OfferMessage
  | StatusMessage
  | SnapshotMessage
  | FrameMessage
  | KeptMessage;
/**
 * A number of bytes that JavaScript can hold exactly.
 *
 * This interface was referenced by `CellkeepProtocol`'s JSON-Schema
 * via the `definition` "ByteCount".
 */
export type ByteCount = number;
/**
 * UTC time, RFC 3339 with milliseconds and a 'Z', such as 2026-11-23T16:58:14.120Z.
 *
 * This interface was referenced by `CellkeepProtocol`'s JSON-Schema
 * via the `definition` "Timestamp".
 */
export type Timestamp = string;
/**
 * What part an artifact plays in its run.
 *
 * This interface was referenced by `CellkeepProtocol`'s JSON-Schema
 * via the `definition` "Category".
 */
export type Category = 'code' | 'input' | 'output';
/**
 * SHA-256 (FIPS 180-4) of the bytes, 64 lower-case hex digits.
 *
 * This interface was referenced by `CellkeepProtocol`'s JSON-Schema
 * via the `definition` "Sha256".
 */
export type Sha256 = string;
/**
 * A few facts about the content that can be shown without reading it.
 *
 * This interface was referenced by `CellkeepProtocol`'s JSON-Schema
 * via the `definition` "Preview".
 */
export type Preview =
  | ArrayPreview
  | TablePreview
  | TensorsPreview
  | ImagePreview
  | PlotlyPreview
  | TextPreview
  | OutputPreview;
/**
 * Where the save was asked for.
 *
 * This interface was referenced by `CellkeepProtocol`'s JSON-Schema
 * via the `definition` "TransferOrigin".
 */
export type TransferOrigin = 'kernel' | 'browser' | 'server';
/**
 * What a person sees of a save that is under way.
 *
 * This interface was referenced by `CellkeepProtocol`'s JSON-Schema
 * via the `definition` "TransferState".
 */
export type TransferState =
  | 'queued'
  | 'hashing'
  | 'uploading'
  | 'verifying'
  | 'stored'
  | 'paused'
  | 'cancelled'
  | 'failed';
/**
 * How the bytes travel.
 *
 * This interface was referenced by `CellkeepProtocol`'s JSON-Schema
 * via the `definition` "Route".
 */
export type Route = 'have' | 'comm' | 'store' | 'http' | 'spool';
/**
 * Every error that Cellkeep reports, closed. errors.json gives each its HTTP status, whether trying again can help, and its plain meaning.
 *
 * This interface was referenced by `CellkeepProtocol`'s JSON-Schema
 * via the `definition` "ErrorCode".
 */
export type ErrorCode =
  | 'BAD_REQUEST'
  | 'BAD_NAME'
  | 'NAME_REQUIRED'
  | 'NAME_CONFLICT'
  | 'UNKNOWN_CATEGORY'
  | 'BAD_MEDIA_TYPE'
  | 'EMPTY_SELECTION'
  | 'FILE_NOT_FOUND'
  | 'NOT_A_DIRECTORY'
  | 'NOT_A_FILE'
  | 'FILE_CHANGED'
  | 'NOT_SERIALISABLE'
  | 'PICKLE_REFUSED'
  | 'CODEC_NOT_FOUND'
  | 'RUN_CLOSED'
  | 'RUN_NOT_FOUND'
  | 'ARTIFACT_NOT_FOUND'
  | 'ID_CONFLICT'
  | 'BLOB_MISSING'
  | 'BLOB_DAMAGED'
  | 'DIGEST_MISMATCH'
  | 'SIZE_MISMATCH'
  | 'CHECKSUM_MISMATCH'
  | 'OFFSET_MISMATCH'
  | 'UPLOAD_NOT_FOUND'
  | 'UPLOAD_EXPIRED'
  | 'UPLOAD_LOCKED'
  | 'TOO_LARGE'
  | 'RANGE_NOT_SATISFIABLE'
  | 'UNSUPPORTED_MEDIA_TYPE'
  | 'PROTOCOL_MISMATCH'
  | 'FORBIDDEN'
  | 'STORE_FULL'
  | 'STORE_UNREACHABLE'
  | 'CATALOG_BUSY'
  | 'TIMEOUT'
  | 'CANCELLED'
  | 'INTERNAL';
/**
 * What a front end says on its own control comm, target `cellkeep.control`.
 *
 * This interface was referenced by `CellkeepProtocol`'s JSON-Schema
 * via the `definition` "ControlMessage".
 */
export type ControlMessage =
  | AttachMessage
  | ResyncMessage
  | AckMessage
  | ReceiptMessage
  | RefuseMessage
  | CommandMessage
  | DetachMessage
  | CreditMessage
  | KeepMessage
  | CaptureMessage
  | ExecutingMessage;
/**
 * What a person can do to a save that is under way.
 *
 * This interface was referenced by `CellkeepProtocol`'s JSON-Schema
 * via the `definition` "TransferAction".
 */
export type TransferAction = 'pause' | 'resume' | 'cancel' | 'retry';
/**
 * Answer to an offer.
 *
 * This interface was referenced by `CellkeepProtocol`'s JSON-Schema
 * via the `definition` "OfferResult".
 */
export type OfferResult = StoredResult | UploadResult;
/**
 * What became of one offer of a batch.
 *
 * This interface was referenced by `CellkeepProtocol`'s JSON-Schema
 * via the `definition` "BatchItem".
 */
export type BatchItem = StoredResult | WantedResult | RefusedResult;

/**
 * The words of Cellkeep: comm messages, manifests, HTTP bodies and error codes. Both languages' types are generated from this file. Readers ignore fields they do not know; a breaking change raises the protocol version.
 */
export interface CellkeepProtocol {
  feed?: FeedEnvelope;
  control?: ControlEnvelope;
}
/**
 * Buffer 0 of every message on the feed comm, as msgpack.
 *
 * This interface was referenced by `CellkeepProtocol`'s JSON-Schema
 * via the `definition` "FeedEnvelope".
 */
export interface FeedEnvelope {
  /**
   * Version of the protocol: 1.
   */
  protocol: number;
  session: Id;
  /**
   * 1 for the first message of the session, then without gaps.
   */
  seq: number;
  message: FeedMessage;
}
/**
 * The kernel helper is here. First on every feed comm.
 *
 * This interface was referenced by `CellkeepProtocol`'s JSON-Schema
 * via the `definition` "HelloMessage".
 */
export interface HelloMessage {
  /**
   * Which message this is.
   */
  type: 'hello';
  /**
   * Version of the helper.
   */
  helper_version: string;
  small_payload_limit: ByteCount;
}
/**
 * An artifact whose bytes ride along, or follow in frames, or the news of one.
 *
 * This interface was referenced by `CellkeepProtocol`'s JSON-Schema
 * via the `definition` "OfferMessage".
 */
export interface OfferMessage {
  /**
   * Which message this is.
   */
  type: 'offer';
  offer: Offer;
  /**
   * Client id of the one front end that is to upload it.
   */
  uploader: string;
  /**
   * The bytes. Index into the comm message's buffers; buffer 0 is the envelope.
   */
  content?: number;
  /**
   * A PNG thumbnail. Index into the comm message's buffers; buffer 0 is the envelope.
   */
  thumbnail?: number;
  /**
   * Whether the bytes follow in frames, as the front end gives credit for them; absent means no.
   */
  streamed?: boolean;
}
/**
 * "I have an artifact": everything about it but its bytes.
 *
 * This interface was referenced by `CellkeepProtocol`'s JSON-Schema
 * via the `definition` "Offer".
 */
export interface Offer {
  id: Id;
  run: Run;
  /**
   * Display name; any Unicode, POSIX separators.
   */
  name: string;
  category: Category;
  /**
   * Media type of the bytes.
   */
  media_type: string;
  /**
   * Id of the codec that wrote the bytes, from types.json.
   */
  codec: string;
  size: ByteCount;
  sha256: Sha256;
  created_at: Timestamp;
  /**
   * What it is in a few characters, such as '1,000,000 × 8'.
   */
  summary?: string;
  preview?: Preview;
  provenance: Provenance;
  /**
   * Anything JSON-able that the person gave.
   */
  metadata: {
    [k: string]: unknown | undefined;
  };
  /**
   * Make a new version even of bytes that the name already has.
   */
  new_version?: boolean;
}
/**
 * A named group of artifacts.
 *
 * This interface was referenced by `CellkeepProtocol`'s JSON-Schema
 * via the `definition` "Run".
 */
export interface Run {
  id: Id;
  /**
   * The name people see.
   */
  name: string;
  /**
   * A slash-separated place for the run, '/' at the top.
   */
  folder: string;
  /**
   * Words to find it by.
   */
  tags: string[];
  /**
   * Anything JSON-able that belongs to the run.
   */
  metadata: {
    [k: string]: unknown | undefined;
  };
  created_at: Timestamp;
  /**
   * Path of the notebook, as the Jupyter server names it.
   */
  notebook?: string;
  /**
   * The Jupyter kernel's id.
   */
  kernel_id?: string;
}
/**
 * An n-dimensional array.
 *
 * This interface was referenced by `CellkeepProtocol`'s JSON-Schema
 * via the `definition` "ArrayPreview".
 */
export interface ArrayPreview {
  /**
   * Which message this is.
   */
  type: 'array';
  /**
   * Its shape; empty for 0-d.
   */
  shape: ByteCount[];
  /**
   * NumPy's name of the dtype.
   */
  dtype: string;
  /**
   * Smallest finite value as text.
   */
  minimum?: string;
  /**
   * Largest finite value as text.
   */
  maximum?: string;
  /**
   * NumPy's own short repr, at most 2,000 characters.
   */
  text?: string;
}
/**
 * A table.
 *
 * This interface was referenced by `CellkeepProtocol`'s JSON-Schema
 * via the `definition` "TablePreview".
 */
export interface TablePreview {
  /**
   * Which message this is.
   */
  type: 'table';
  rows: ByteCount;
  /**
   * The first columns, at most 50.
   */
  columns: ColumnPreview[];
  column_count: ByteCount;
  /**
   * The first rows, at most 10.
   */
  head: (string | null)[][];
}
/**
 * A column of a table.
 *
 * This interface was referenced by `CellkeepProtocol`'s JSON-Schema
 * via the `definition` "ColumnPreview".
 */
export interface ColumnPreview {
  /**
   * Its name as text.
   */
  name: string;
  /**
   * Its type as its library writes it.
   */
  dtype: string;
}
/**
 * Tensors in a nesting.
 *
 * This interface was referenced by `CellkeepProtocol`'s JSON-Schema
 * via the `definition` "TensorsPreview".
 */
export interface TensorsPreview {
  /**
   * Which message this is.
   */
  type: 'tensors';
  count: ByteCount;
  /**
   * Number of elements in all.
   */
  parameters: number;
  /**
   * The first tensors, at most 50.
   */
  tensors: TensorPreview[];
}
/**
 * One tensor of several.
 *
 * This interface was referenced by `CellkeepProtocol`'s JSON-Schema
 * via the `definition` "TensorPreview".
 */
export interface TensorPreview {
  /**
   * Its key.
   */
  name: string;
  /**
   * Its type.
   */
  dtype: string;
  /**
   * Its shape.
   */
  shape: ByteCount[];
}
/**
 * A picture.
 *
 * This interface was referenced by `CellkeepProtocol`'s JSON-Schema
 * via the `definition` "ImagePreview".
 */
export interface ImagePreview {
  /**
   * Which message this is.
   */
  type: 'image';
  /**
   * Its media type.
   */
  media_type: string;
  /**
   * Pixels across.
   */
  width: number;
  /**
   * Pixels down.
   */
  height: number;
}
/**
 * A Plotly figure.
 *
 * This interface was referenced by `CellkeepProtocol`'s JSON-Schema
 * via the `definition` "PlotlyPreview".
 */
export interface PlotlyPreview {
  /**
   * Which message this is.
   */
  type: 'plotly';
  /**
   * Type of each trace, at most 50.
   */
  traces: string[];
  /**
   * The figure's title.
   */
  title?: string;
  /**
   * Version of plotly.py that made it.
   */
  plotly_version?: string;
}
/**
 * Text.
 *
 * This interface was referenced by `CellkeepProtocol`'s JSON-Schema
 * via the `definition` "TextPreview".
 */
export interface TextPreview {
  /**
   * Which message this is.
   */
  type: 'text';
  /**
   * The first 2,000 characters.
   */
  text: string;
  /**
   * Whether there is more.
   */
  truncated: boolean;
}
/**
 * A mimebundle: one output in several representations.
 *
 * This interface was referenced by `CellkeepProtocol`'s JSON-Schema
 * via the `definition` "OutputPreview".
 */
export interface OutputPreview {
  /**
   * Which message this is.
   */
  type: 'output';
  /**
   * Its representations, richest first.
   */
  media_types: string[];
  /**
   * Its text/plain, at most 2,000 characters.
   */
  text?: string;
  /**
   * Pixels across, of its picture.
   */
  width?: number;
  /**
   * Pixels down, of its picture.
   */
  height?: number;
}
/**
 * Where an artifact came from. Every part is optional except how it was saved.
 *
 * This interface was referenced by `CellkeepProtocol`'s JSON-Schema
 * via the `definition` "Provenance".
 */
export interface Provenance {
  /**
   * How it was saved.
   */
  via:
    | 'save'
    | 'magic'
    | 'output'
    | 'cell'
    | 'drop'
    | 'upload'
    | 'cli'
    | 'contents'
    | 'auto';
  /**
   * Path of the notebook.
   */
  notebook?: string;
  /**
   * The cell's id.
   */
  cell_id?: string;
  /**
   * The cell's execution count.
   */
  execution_count?: number;
  /**
   * The cell's source.
   */
  source?: string;
  source_sha256?: Sha256;
  /**
   * Path of the file that was saved, as the person gave it.
   */
  original_path?: string;
  /**
   * The Jupyter kernel's id.
   */
  kernel_id?: string;
  /**
   * Language and version, such as 'python 3.11.7'.
   */
  language?: string;
  /**
   * Versions of the libraries that made it.
   */
  libraries?: {
    [k: string]: string | undefined;
  };
  /**
   * Commit of the working tree.
   */
  git_commit?: string;
  /**
   * Whether the object itself was saved, or what was shown of it.
   */
  captured?: 'object' | 'display';
  /**
   * Which of the cell's outputs it is, from 0.
   */
  output_index?: number;
  /**
   * What the run had loaded before.
   */
  inputs?: ArtifactRef[];
}
/**
 * One version of a name in a run.
 *
 * This interface was referenced by `CellkeepProtocol`'s JSON-Schema
 * via the `definition` "ArtifactRef".
 */
export interface ArtifactRef {
  artifact_id: Id;
  run_id: Id;
  /**
   * Its name.
   */
  name: string;
  /**
   * Its version.
   */
  version: number;
  sha256: Sha256;
}
/**
 * States of transfers that changed; at most ten such messages a second.
 *
 * This interface was referenced by `CellkeepProtocol`'s JSON-Schema
 * via the `definition` "StatusMessage".
 */
export interface StatusMessage {
  /**
   * Which message this is.
   */
  type: 'status';
  /**
   * Those that changed, newest state each.
   */
  transfers: TransferStatus[];
}
/**
 * A save that is under way, or has just ended.
 *
 * This interface was referenced by `CellkeepProtocol`'s JSON-Schema
 * via the `definition` "TransferStatus".
 */
export interface TransferStatus {
  id: Id;
  run_id: Id;
  /**
   * Name of its run.
   */
  run_name: string;
  /**
   * Display name.
   */
  name: string;
  category: Category;
  /**
   * Media type, as far as known.
   */
  media_type: string;
  /**
   * Codec, as far as known.
   */
  codec: string;
  size: ByteCount;
  origin: TransferOrigin;
  state: TransferState;
  sent: ByteCount;
  updated_at: Timestamp;
  /**
   * What it is in a few characters.
   */
  summary?: string;
  route?: Route;
  receipt?: Receipt;
  error?: ErrorInfo;
  output?: OutputPlace;
}
/**
 * The store's word: size and sha256 verified, bytes durable, catalog committed.
 *
 * This interface was referenced by `CellkeepProtocol`'s JSON-Schema
 * via the `definition` "Receipt".
 */
export interface Receipt {
  offer_id: Id;
  artifact_id: Id;
  run_id: Id;
  /**
   * Name of the artifact.
   */
  name: string;
  /**
   * Its version.
   */
  version: number;
  size: ByteCount;
  sha256: Sha256;
  stored_at: Timestamp;
  /**
   * True where the name already had these bytes, so no new version was made.
   */
  existing: boolean;
}
/**
 * What went wrong, in words for a person.
 *
 * This interface was referenced by `CellkeepProtocol`'s JSON-Schema
 * via the `definition` "ErrorInfo".
 */
export interface ErrorInfo {
  code: ErrorCode;
  /**
   * What happened.
   */
  message: string;
  /**
   * What is safe and what to do.
   */
  hint?: string;
  /**
   * Whether the same request can succeed later.
   */
  retryable: boolean;
}
/**
 * Which output of which execution of a cell.
 *
 * This interface was referenced by `CellkeepProtocol`'s JSON-Schema
 * via the `definition` "OutputPlace".
 */
export interface OutputPlace {
  /**
   * The cell's id.
   */
  cell_id: string;
  /**
   * The cell's execution count.
   */
  execution_count: number;
  /**
   * Which of the cell's outputs it is, from 0.
   */
  output_index: number;
}
/**
 * All of the kernel's transfers that are under way or ended in the last minute, so that nothing missed stays missed.
 *
 * This interface was referenced by `CellkeepProtocol`'s JSON-Schema
 * via the `definition` "SnapshotMessage".
 */
export interface SnapshotMessage {
  /**
   * Which message this is.
   */
  type: 'snapshot';
  /**
   * Who asked.
   */
  client_id: string;
  /**
   * All of them.
   */
  transfers: TransferStatus[];
}
/**
 * Bytes of a streamed offer. Sent only within the credit that its uploader gave.
 *
 * This interface was referenced by `CellkeepProtocol`'s JSON-Schema
 * via the `definition` "FrameMessage".
 */
export interface FrameMessage {
  /**
   * Which message this is.
   */
  type: 'frame';
  offer_id: Id;
  /**
   * Client id of the one front end that takes it.
   */
  uploader: string;
  offset: ByteCount;
  /**
   * The bytes. Index into the comm message's buffers; buffer 0 is the envelope.
   */
  content: number;
}
/**
 * What became of a wish to keep a live object.
 *
 * This interface was referenced by `CellkeepProtocol`'s JSON-Schema
 * via the `definition` "KeptMessage".
 */
export interface KeptMessage {
  /**
   * Which message this is.
   */
  type: 'kept';
  /**
   * The front end that asked.
   */
  client_id: string;
  request_id: Id;
  transfer_id?: Id;
  error?: ErrorInfo;
}
/**
 * Buffer 0 of every message on a control comm, as msgpack.
 *
 * This interface was referenced by `CellkeepProtocol`'s JSON-Schema
 * via the `definition` "ControlEnvelope".
 */
export interface ControlEnvelope {
  /**
   * Version of the protocol: 1.
   */
  protocol: number;
  session: Id;
  /**
   * 1 for the first message of the client, then without gaps.
   */
  seq: number;
  message: ControlMessage;
}
/**
 * A front end is here, and asks for a snapshot.
 *
 * This interface was referenced by `CellkeepProtocol`'s JSON-Schema
 * via the `definition` "AttachMessage".
 */
export interface AttachMessage {
  /**
   * Which message this is.
   */
  type: 'attach';
  /**
   * Random id of the front end, new with each page load.
   */
  client_id: string;
  /**
   * Whether its page is visible; a visible one is preferred as uploader.
   */
  visible: boolean;
  /**
   * Path of the notebook that the front end shows with this kernel.
   */
  notebook?: string;
  small_payload_limit?: ByteCount;
  store_id?: Id;
}
/**
 * A number was missing: please send a snapshot.
 *
 * This interface was referenced by `CellkeepProtocol`'s JSON-Schema
 * via the `definition` "ResyncMessage".
 */
export interface ResyncMessage {
  /**
   * Which message this is.
   */
  type: 'resync';
  /**
   * Random id of the front end, new with each page load.
   */
  client_id: string;
  /**
   * The number that should have come.
   */
  expected: number;
  /**
   * The number that came.
   */
  got: number;
}
/**
 * The offer arrived whole and will be uploaded.
 *
 * This interface was referenced by `CellkeepProtocol`'s JSON-Schema
 * via the `definition` "AckMessage".
 */
export interface AckMessage {
  /**
   * Which message this is.
   */
  type: 'ack';
  /**
   * Random id of the front end, new with each page load.
   */
  client_id: string;
  offer_id: Id;
}
/**
 * The store has it.
 *
 * This interface was referenced by `CellkeepProtocol`'s JSON-Schema
 * via the `definition` "ReceiptMessage".
 */
export interface ReceiptMessage {
  /**
   * Which message this is.
   */
  type: 'receipt';
  /**
   * Random id of the front end, new with each page load.
   */
  client_id: string;
  receipt: Receipt;
}
/**
 * The front end cannot upload it; the kernel takes the next route.
 *
 * This interface was referenced by `CellkeepProtocol`'s JSON-Schema
 * via the `definition` "RefuseMessage".
 */
export interface RefuseMessage {
  /**
   * Which message this is.
   */
  type: 'refuse';
  /**
   * Random id of the front end, new with each page load.
   */
  client_id: string;
  offer_id: Id;
  error: ErrorInfo;
}
/**
 * A person pressed a button.
 *
 * This interface was referenced by `CellkeepProtocol`'s JSON-Schema
 * via the `definition` "CommandMessage".
 */
export interface CommandMessage {
  /**
   * Which message this is.
   */
  type: 'command';
  /**
   * Random id of the front end, new with each page load.
   */
  client_id: string;
  action: TransferAction;
  transfer_id: Id;
}
/**
 * The front end is leaving.
 *
 * This interface was referenced by `CellkeepProtocol`'s JSON-Schema
 * via the `definition` "DetachMessage".
 */
export interface DetachMessage {
  /**
   * Which message this is.
   */
  type: 'detach';
  /**
   * Random id of the front end, new with each page load.
   */
  client_id: string;
}
/**
 * How far a streamed offer has come, and how much more may be sent.
 *
 * This interface was referenced by `CellkeepProtocol`'s JSON-Schema
 * via the `definition` "CreditMessage".
 */
export interface CreditMessage {
  /**
   * Which message this is.
   */
  type: 'credit';
  /**
   * Random id of the front end, new with each page load.
   */
  client_id: string;
  offer_id: Id;
  offset: ByteCount;
  window: ByteCount;
  stored: ByteCount;
}
/**
 * A person wants to keep the live object that an output shows.
 *
 * This interface was referenced by `CellkeepProtocol`'s JSON-Schema
 * via the `definition` "KeepMessage".
 */
export interface KeepMessage {
  /**
   * Which message this is.
   */
  type: 'keep';
  /**
   * Random id of the front end, new with each page load.
   */
  client_id: string;
  request_id: Id;
  object_id: Id;
  /**
   * Name of the artifact to be.
   */
  name: string;
  category: Category;
  run?: Run;
  provenance: Provenance;
  /**
   * Make a new version even of the same bytes; absent means no.
   */
  new_version?: boolean;
}
/**
 * What the kernel is to keep by itself, from now on.
 *
 * This interface was referenced by `CellkeepProtocol`'s JSON-Schema
 * via the `definition` "CaptureMessage".
 */
export interface CaptureMessage {
  /**
   * Which message this is.
   */
  type: 'capture';
  /**
   * Random id of the front end, new with each page load.
   */
  client_id: string;
  /**
   * Path of the notebook.
   */
  notebook?: string;
  /**
   * Which outputs of every cell.
   */
  what: 'off' | 'figures' | 'tables' | 'all';
  /**
   * Ids of the cells that are tagged `keep`: all their outputs are kept.
   */
  cells: string[];
}
/**
 * A cell is about to be executed by somebody who does not tell the kernel which it is.
 *
 * This interface was referenced by `CellkeepProtocol`'s JSON-Schema
 * via the `definition` "ExecutingMessage".
 */
export interface ExecutingMessage {
  /**
   * Which message this is.
   */
  type: 'executing';
  /**
   * Random id of the front end, new with each page load.
   */
  client_id: string;
  /**
   * The cell's id.
   */
  cell_id: string;
  /**
   * The cell's source, by which the kernel knows the execution.
   */
  source: string;
}
/**
 * A run with what it holds.
 *
 * This interface was referenced by `CellkeepProtocol`'s JSON-Schema
 * via the `definition` "RunInfo".
 */
export interface RunInfo {
  run: Run;
  /**
   * Number of artifacts, every version counted.
   */
  artifacts: number;
  bytes: ByteCount;
  updated_at: Timestamp;
  settings?: RunSettings;
  /**
   * Whether all that was ever saved in it is deleted: such a run is not listed; absent means no.
   */
  emptied?: boolean;
}
/**
 * What a run does with what is saved again, and how long it keeps things.
 *
 * This interface was referenced by `CellkeepProtocol`'s JSON-Schema
 * via the `definition` "RunSettings".
 */
export interface RunSettings {
  /**
   * What the same name again becomes: always a new version, a new version unless nothing changed, or the only one.
   */
  versions: 'version' | 'overwrite' | 'skip-if-same';
  /**
   * Days after which an artifact goes to the trash; absent means never.
   */
  keep_days?: number;
  /**
   * Versions of a name that are kept; absent means all.
   */
  keep_last?: number;
}
/**
 * One immutable version of a named thing in a run, stored.
 *
 * This interface was referenced by `CellkeepProtocol`'s JSON-Schema
 * via the `definition` "Artifact".
 */
export interface Artifact {
  id: Id;
  /**
   * Order of arrival in the store.
   */
  seq: number;
  run_id: Id;
  /**
   * Name of its run.
   */
  run_name: string;
  /**
   * Display name.
   */
  name: string;
  /**
   * 1 for the first.
   */
  version: number;
  category: Category;
  /**
   * Media type of the bytes.
   */
  media_type: string;
  /**
   * Codec that wrote the bytes.
   */
  codec: string;
  /**
   * What to show it as, from types.json.
   */
  kind: string;
  size: ByteCount;
  sha256: Sha256;
  created_at: Timestamp;
  stored_at: Timestamp;
  /**
   * What it is in a few characters.
   */
  summary?: string;
  preview?: Preview;
  provenance: Provenance;
  /**
   * Anything JSON-able that the person gave.
   */
  metadata: {
    [k: string]: unknown | undefined;
  };
  /**
   * Whether the store has a thumbnail of it.
   */
  thumbnail: boolean;
  /**
   * Words that a person gave it; absent means none.
   */
  tags?: string[];
  /**
   * What a person wrote about it; absent means nothing.
   */
  notes?: string;
  /**
   * Its other names in its run; absent means none.
   */
  aliases?: string[];
}
/**
 * The store has it.
 *
 * This interface was referenced by `CellkeepProtocol`'s JSON-Schema
 * via the `definition` "StoredResult".
 */
export interface StoredResult {
  /**
   * Which message this is.
   */
  type: 'stored';
  receipt: Receipt;
}
/**
 * Send the bytes here, by tus 1.0.
 *
 * This interface was referenced by `CellkeepProtocol`'s JSON-Schema
 * via the `definition` "UploadResult".
 */
export interface UploadResult {
  /**
   * Which message this is.
   */
  type: 'upload';
  /**
   * Absolute path of the upload on this server.
   */
  upload_url: string;
  offset: ByteCount;
  size: ByteCount;
  expires_at: Timestamp;
  /**
   * Permission to upload these bytes and nothing else, for clients that came with a kernel's token: `Authorization: Cellkeep <grant>`.
   */
  grant?: string;
  grant_expires_at?: Timestamp;
}
/**
 * This offer of a batch was not stored; the others are not touched by that.
 *
 * This interface was referenced by `CellkeepProtocol`'s JSON-Schema
 * via the `definition` "RefusedResult".
 */
export interface RefusedResult {
  /**
   * Which message this is.
   */
  type: 'refused';
  error: ErrorInfo;
}
/**
 * The store does not have these bytes, and they did not come along.
 *
 * This interface was referenced by `CellkeepProtocol`'s JSON-Schema
 * via the `definition` "WantedResult".
 */
export interface WantedResult {
  /**
   * Which message this is.
   */
  type: 'wanted';
}
/**
 * What became of the offers of a batch, in their order.
 *
 * This interface was referenced by `CellkeepProtocol`'s JSON-Schema
 * via the `definition` "BatchResult".
 */
export interface BatchResult {
  /**
   * One for each offer.
   */
  results: BatchItem[];
}
/**
 * One page of artifacts, newest first.
 *
 * This interface was referenced by `CellkeepProtocol`'s JSON-Schema
 * via the `definition` "ArtifactPage".
 */
export interface ArtifactPage {
  /**
   * The artifacts.
   */
  items: Artifact[];
  /**
   * Pass it as `cursor` for the next page; absent on the last.
   */
  next_cursor?: string;
}
/**
 * One page of runs, newest first.
 *
 * This interface was referenced by `CellkeepProtocol`'s JSON-Schema
 * via the `definition` "RunPage".
 */
export interface RunPage {
  /**
   * The runs.
   */
  items: RunInfo[];
  /**
   * Pass it as `cursor` for the next page; absent on the last.
   */
  next_cursor?: string;
}
/**
 * Transfers.
 *
 * This interface was referenced by `CellkeepProtocol`'s JSON-Schema
 * via the `definition` "TransferList".
 */
export interface TransferList {
  /**
   * The transfers.
   */
  transfers: TransferStatus[];
}
/**
 * Save files and folders that the Jupyter server's contents manager has.
 *
 * This interface was referenced by `CellkeepProtocol`'s JSON-Schema
 * via the `definition` "ContentsRequest".
 */
export interface ContentsRequest {
  /**
   * Paths as the contents API names them.
   *
   * @minItems 1
   */
  paths: [string, ...string[]];
  run: Run;
  category: Category;
}
/**
 * The most bytes that the store may hold; absent means no limit.
 *
 * This interface was referenced by `CellkeepProtocol`'s JSON-Schema
 * via the `definition` "StoreLimit".
 */
export interface StoreLimit {
  limit_bytes?: ByteCount;
}
/**
 * The store in numbers.
 *
 * This interface was referenced by `CellkeepProtocol`'s JSON-Schema
 * via the `definition` "StoreStatus".
 */
export interface StoreStatus {
  /**
   * Version of Cellkeep on the server.
   */
  server_version: string;
  /**
   * Version of the protocol.
   */
  protocol: number;
  store_id: Id;
  /**
   * Where the store is, for a person.
   */
  location: string;
  /**
   * Runs.
   */
  runs: number;
  /**
   * Artifacts.
   */
  artifacts: number;
  bytes: ByteCount;
  free_bytes: ByteCount;
  limit_bytes?: ByteCount;
  /**
   * Whether the limit is set where nobody can change it through this interface; absent means no.
   */
  limit_fixed?: boolean;
  /**
   * Saves that wait in spools on this machine.
   */
  spooled: number;
  spooled_bytes: ByteCount;
  uploads_run: Run;
  spool_oldest_at?: Timestamp;
  spool_limit_bytes?: ByteCount;
  trash_bytes?: ByteCount;
  /**
   * Artifacts in the trash; absent means none.
   */
  trash_artifacts?: number;
}
/**
 * Something changed in the store.
 *
 * This interface was referenced by `CellkeepProtocol`'s JSON-Schema
 * via the `definition` "ChangeEvent".
 */
export interface ChangeEvent {
  /**
   * Order of the change.
   */
  seq: number;
  /**
   * What happened.
   */
  kind: 'run' | 'stored' | 'deleted' | 'updated';
  run_id: Id;
  artifact?: Artifact;
  artifact_id?: Id;
}
/**
 * What was deleted.
 *
 * This interface was referenced by `CellkeepProtocol`'s JSON-Schema
 * via the `definition` "DeleteResult".
 */
export interface DeleteResult {
  artifact_id: Id;
  freed_bytes: ByteCount;
}
/**
 * What artifacts have in common, and how many there are.
 *
 * This interface was referenced by `CellkeepProtocol`'s JSON-Schema
 * via the `definition` "Group".
 */
export interface Group {
  /**
   * The value they share; empty where they have none.
   */
  key: string;
  /**
   * The value as people see it.
   */
  label: string;
  /**
   * Artifacts, every version counted.
   */
  artifacts: number;
  bytes: ByteCount;
  /**
   * `seq` of the one stored last.
   */
  last_seq: number;
}
/**
 * Groups of artifacts, the one with the latest save first.
 *
 * This interface was referenced by `CellkeepProtocol`'s JSON-Schema
 * via the `definition` "GroupPage".
 */
export interface GroupPage {
  /**
   * The groups.
   */
  items: Group[];
  /**
   * Whether there are groups beyond the limit.
   */
  more: boolean;
}
/**
 * What a person changes about an artifact; what is absent stays as it is.
 *
 * This interface was referenced by `CellkeepProtocol`'s JSON-Schema
 * via the `definition` "ArtifactEdit".
 */
export interface ArtifactEdit {
  /**
   * A new name, for every version of it in its run.
   */
  name?: string;
  /**
   * Words to find it by.
   */
  tags?: string[];
  /**
   * Anything in words.
   */
  notes?: string;
  /**
   * Anything JSON-able.
   */
  metadata?: {
    [k: string]: unknown | undefined;
  };
}
/**
 * Another name for one version of a name in a run.
 *
 * This interface was referenced by `CellkeepProtocol`'s JSON-Schema
 * via the `definition` "Alias".
 */
export interface Alias {
  /**
   * The other name, such as 'best'.
   */
  alias: string;
  artifact_id: Id;
  /**
   * The name it belongs to.
   */
  name: string;
  /**
   * The version it means.
   */
  version: number;
}
/**
 * Every version of a name in a run, the newest first, and its aliases.
 *
 * This interface was referenced by `CellkeepProtocol`'s JSON-Schema
 * via the `definition` "History".
 */
export interface History {
  run_id: Id;
  /**
   * The name.
   */
  name: string;
  /**
   * The versions.
   */
  versions: Artifact[];
  /**
   * The aliases; `latest` is understood.
   */
  aliases: Alias[];
}
/**
 * What to delete: by ids, or everything of a run, or what a filter means.
 *
 * This interface was referenced by `CellkeepProtocol`'s JSON-Schema
 * via the `definition` "DeleteRequest".
 */
export interface DeleteRequest {
  /**
   * Artifacts.
   */
  ids?: Id[];
  run_id?: Id;
  /**
   * A filter, as the query parameters of `artifacts`.
   */
  where?: {
    [k: string]: unknown | undefined;
  };
  /**
   * Do not keep it in the trash; absent means no.
   */
  permanent?: boolean;
  /**
   * Only say what would be freed; absent means no.
   */
  dry_run?: boolean;
}
/**
 * What was deleted, or would be.
 *
 * This interface was referenced by `CellkeepProtocol`'s JSON-Schema
 * via the `definition` "DeleteReport".
 */
export interface DeleteReport {
  /**
   * Artifacts.
   */
  artifacts: number;
  bytes: ByteCount;
  freed_bytes: ByteCount;
  trashed_bytes: ByteCount;
  /**
   * Whether nothing was done.
   */
  dry_run: boolean;
  /**
   * The artifacts, at most 10,000 of them.
   */
  ids: Id[];
}
/**
 * An artifact that can be brought back.
 *
 * This interface was referenced by `CellkeepProtocol`'s JSON-Schema
 * via the `definition` "TrashItem".
 */
export interface TrashItem {
  artifact: Artifact;
  deleted_at: Timestamp;
}
/**
 * What is in the trash, the latest first.
 *
 * This interface was referenced by `CellkeepProtocol`'s JSON-Schema
 * via the `definition` "TrashPage".
 */
export interface TrashPage {
  /**
   * The artifacts.
   */
  items: TrashItem[];
  /**
   * Pass it as `cursor` for the next page; absent on the last.
   */
  next_cursor?: string;
  /**
   * Artifacts in the trash.
   */
  artifacts: number;
  bytes: ByteCount;
}
/**
 * Some artifacts by their ids.
 *
 * This interface was referenced by `CellkeepProtocol`'s JSON-Schema
 * via the `definition` "IdList".
 */
export interface IdList {
  /**
   * The ids.
   */
  ids: Id[];
}
/**
 * What a clean-up did.
 *
 * This interface was referenced by `CellkeepProtocol`'s JSON-Schema
 * via the `definition` "Collected".
 */
export interface Collected {
  /**
   * Artifacts that went to the trash, for their run does not keep them any longer.
   */
  expired: number;
  /**
   * Artifacts that left the trash for good.
   */
  purged: number;
  /**
   * Files of bytes that were removed.
   */
  blobs: number;
  freed_bytes: ByteCount;
  /**
   * Whether nothing was done.
   */
  dry_run: boolean;
}
/**
 * An artifact in a graph of what was made from what.
 *
 * This interface was referenced by `CellkeepProtocol`'s JSON-Schema
 * via the `definition` "LineageNode".
 */
export interface LineageNode {
  id: Id;
  /**
   * Its name.
   */
  name: string;
  /**
   * Its version.
   */
  version: number;
  run_id: Id;
  /**
   * Name of its run; absent where the store has not got it.
   */
  run_name?: string;
  category?: Category;
  /**
   * What to show it as; absent where the store has not got it.
   */
  kind?: string;
  sha256: Sha256;
  /**
   * Steps from the one that was asked about; negative for what it was made from.
   */
  depth: number;
  /**
   * Whether the store has it.
   */
  here: boolean;
  /**
   * Path of the notebook that it came from.
   */
  notebook?: string;
  /**
   * Whether it has steps, to its sources or to its results, that are not in the graph; absent means none.
   */
  more?: boolean;
}
/**
 * One step, from what was used to what was made.
 *
 * This interface was referenced by `CellkeepProtocol`'s JSON-Schema
 * via the `definition` "LineageEdge".
 */
export interface LineageEdge {
  source: Id;
  target: Id;
  /**
   * How it is known: loaded, the same bytes elsewhere, or code and inputs of the same run.
   */
  kind: 'used' | 'same' | 'run';
}
/**
 * What an artifact was made from, and what was made from it.
 *
 * This interface was referenced by `CellkeepProtocol`'s JSON-Schema
 * via the `definition` "Lineage".
 */
export interface Lineage {
  root: Id;
  /**
   * The artifacts.
   */
  nodes: LineageNode[];
  /**
   * The steps.
   */
  edges: LineageEdge[];
  /**
   * Whether the graph goes on beyond the steps that were asked for, or the limit.
   */
  more: boolean;
}
/**
 * What came in with an archive.
 *
 * This interface was referenced by `CellkeepProtocol`'s JSON-Schema
 * via the `definition` "ImportReport".
 */
export interface ImportReport {
  /**
   * Artifacts that are new here.
   */
  artifacts: number;
  /**
   * Artifacts that were here already.
   */
  existing: number;
  /**
   * Runs that are new here.
   */
  runs: number;
  bytes: ByteCount;
}
