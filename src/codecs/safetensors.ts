/** What a safetensors file holds, from its header alone. */
import { CellkeepError } from '../protocol/errors';
import { MOST_AXES } from './dtype';
import type { IContentSource, ITensor, ITensorsView } from './view';

const FIRST_BYTES = 64 * 1024;
/** The format's own limit is 100 MB; a header of this size has some 300,000 tensors. */
const MOST_HEADER_BYTES = 32 * 1024 * 1024;

/** Decodes the header of a safetensors file. */
export async function decodeSafetensors(
  content: IContentSource,
  signal?: AbortSignal
): Promise<ITensorsView> {
  const head = await content.read(0, FIRST_BYTES, signal);
  if (head.length < 8) {
    throw unreadable('it is too short');
  }
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const length = Number(view.getBigUint64(0, true));
  if (length > content.size - 8) {
    throw unreadable('its header is longer than the file');
  }
  if (length > MOST_HEADER_BYTES) {
    throw new CellkeepError(
      'TOO_LARGE',
      'The file has too many tensors to list here.',
      { hint: 'Download it to look inside.' }
    );
  }
  const bytes =
    8 + length <= head.length
      ? head.subarray(8, 8 + length)
      : await content.read(8, 8 + length, signal);
  return viewOf(parsed(bytes), 8 + length);
}

function parsed(bytes: Uint8Array): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (typeof value === 'object' && value !== null) {
      return value as Record<string, unknown>;
    }
  } catch {
    // Said below.
  }
  throw unreadable('its header is not JSON');
}

function viewOf(header: Record<string, unknown>, data: number): ITensorsView {
  const { __metadata__: metadata, ...entries } = header;
  const tensors = Object.entries(entries).map(entry => tensorOf(entry, data));
  return {
    type: 'tensors',
    tensors,
    parameters: tensors.reduce((sum, { shape }) => sum + elements(shape), 0),
    metadata: (metadata ?? {}) as Record<string, string>
  };
}

function tensorOf([name, value]: [string, unknown], data: number): ITensor {
  const { dtype, shape, data_offsets } = value as {
    dtype?: unknown;
    shape?: unknown;
    data_offsets?: unknown;
  };
  if (
    typeof dtype !== 'string' ||
    !Array.isArray(shape) ||
    shape.length > MOST_AXES ||
    !Array.isArray(data_offsets)
  ) {
    throw unreadable(`it says too little of the tensor ${name}`);
  }
  const [start, end] = data_offsets.map(Number);
  return {
    name,
    dtype: DTYPES[dtype] ?? dtype,
    descr: DESCRS[dtype] ?? DTYPES[dtype] ?? dtype,
    start: data + (start ?? 0),
    shape: shape.map(Number),
    bytes: (end ?? 0) - (start ?? 0)
  };
}

/** NumPy's own text of the types that it has. */
const DESCRS: Readonly<Record<string, string | undefined>> = {
  BOOL: '|b1',
  U8: '|u1',
  I8: '|i1',
  U16: '<u2',
  I16: '<i2',
  U32: '<u4',
  I32: '<i4',
  U64: '<u8',
  I64: '<i8',
  F16: '<f2',
  F32: '<f4',
  F64: '<f8',
  C64: '<c8'
};

function elements(shape: ReadonlyArray<number>): number {
  return shape.reduce((product, extent) => product * extent, 1);
}

/** The format's names, and those that people know. */
const DTYPES: Readonly<Record<string, string | undefined>> = {
  BOOL: 'bool',
  U8: 'uint8',
  I8: 'int8',
  U16: 'uint16',
  I16: 'int16',
  U32: 'uint32',
  I32: 'int32',
  U64: 'uint64',
  I64: 'int64',
  F16: 'float16',
  BF16: 'bfloat16',
  F32: 'float32',
  F64: 'float64',
  F8_E4M3: 'float8_e4m3fn',
  F8_E5M2: 'float8_e5m2',
  C64: 'complex64'
};

function unreadable(why: string): CellkeepError {
  return new CellkeepError(
    'CONTENT_UNREADABLE',
    `This is not a whole safetensors file: ${why}.`
  );
}
