/** What content is, by its first bytes before its name: a file may be called anything. */
import { knownCharset } from '../codecs/text';
import type { Artifact } from '../protocol/generated';
import { essenceOf } from '../protocol/registry';

/** How content is written, as far as viewers differ by it. */
export type Format =
  | 'arrow-table'
  | 'arrow-array'
  | 'parquet'
  | 'npy'
  | 'safetensors'
  | 'delimited'
  | 'plotly'
  | 'figure'
  | 'output'
  | 'image'
  | 'svg'
  | 'json'
  | 'notebook'
  | 'markdown'
  | 'html'
  | 'pdf'
  | 'audio'
  | 'video'
  | 'zip'
  | 'tar'
  | 'gzip'
  | 'pickle'
  | 'text'
  | 'bytes';

/** What is decoded in a worker. */
export const WORKED: ReadonlySet<Format> = new Set([
  'arrow-table',
  'arrow-array',
  'parquet',
  'npy',
  'safetensors',
  'delimited'
]);

/** As many first bytes as are looked at. */
export const HEAD_BYTES = 8192;

const MAGIC: readonly (readonly [string, Format])[] = [
  ['\x93NUMPY', 'npy'],
  ['PAR1', 'parquet'],
  ['\x89PNG\r\n\x1a\n', 'image'],
  ['\xff\xd8\xff', 'image'],
  ['GIF87a', 'image'],
  ['GIF89a', 'image'],
  ['BM', 'image'],
  ['%PDF-', 'pdf'],
  ['PK\x03\x04', 'zip'],
  ['PK\x05\x06', 'zip'],
  ['\x1f\x8b', 'gzip'],
  ['OggS', 'audio'],
  ['ID3', 'audio'],
  ['fLaC', 'audio'],
  ['\x1aE\xdf\xa3', 'video']
];
/** A mark of two bytes is only believed where the name or type says the same. */
const SURE_BYTES = 3;

/** Returns how content is written. */
export function formatOf(
  artifact: Pick<Artifact, 'codec' | 'kind' | 'media_type' | 'name'>,
  head: Uint8Array
): Format {
  const start = bytesText(head.subarray(0, 64));
  const said = formatSaid(artifact);
  if (start.startsWith('ARROW1')) {
    return artifact.codec === 'ndarray-arrow.v1'
      ? 'arrow-array'
      : 'arrow-table';
  }
  const magic = MAGIC.find(([mark]) => start.startsWith(mark));
  if (
    magic &&
    (magic[0].length >= SURE_BYTES || magic[1] === said || magic[1] === 'gzip')
  ) {
    return magic[1];
  }
  const boxed = boxedFormat(start, said);
  if (boxed) {
    return boxed;
  }
  if (isTar(head)) {
    return 'tar';
  }
  if (isSafetensors(head, start)) {
    return 'safetensors';
  }
  if (isPickle(head, said)) {
    return 'pickle';
  }
  return isText(head, artifact.media_type)
    ? textFormat(head, said)
    : binaryFormat(said);
}

/** A character for each byte; a browser's own "latin1" is another encoding. */
function bytesText(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}

/** RIFF and ISO files say after some bytes what they are. */
function boxedFormat(start: string, said: Format): Format | undefined {
  if (start.startsWith('RIFF')) {
    return { WAVE: 'audio', WEBP: 'image', 'AVI ': 'video' }[
      start.slice(8, 12)
    ] as Format | undefined;
  }
  if (start.slice(4, 8) === 'ftyp') {
    return /^(avif|heic|mif1)/.test(start.slice(8, 12))
      ? 'image'
      : start.startsWith('M4A', 8) || said === 'audio'
        ? 'audio'
        : 'video';
  }
  return undefined;
}

function isTar(head: Uint8Array): boolean {
  return bytesText(head.subarray(257, 262)) === 'ustar';
}

/** A header's length in eight bytes, then the header, which is a JSON object. */
function isSafetensors(head: Uint8Array, start: string): boolean {
  if (head.length < 10 || start[8] !== '{') {
    return false;
  }
  const length = new DataView(head.buffer, head.byteOffset).getBigUint64(
    0,
    true
  );
  return length > 1n && length < 100_000_000n;
}

/** Protocols 2 to 5 say so; older ones have no mark but are named and end with a stop. */
function isPickle(head: Uint8Array, said: Format): boolean {
  const [mark = 0, protocol = 0] = head;
  return said === 'pickle' || (mark === 0x80 && protocol >= 2 && protocol <= 5);
}

function isText(head: Uint8Array, mediaType: string): boolean {
  return knownCharset(mediaType, head) !== undefined;
}

const TEXTS: ReadonlySet<Format> = new Set([
  'delimited',
  'plotly',
  'figure',
  'output',
  'svg',
  'json',
  'notebook',
  'markdown',
  'html',
  'text'
]);

function textFormat(head: Uint8Array, said: Format): Format {
  if (TEXTS.has(said) && said !== 'text') {
    return said;
  }
  const start = new TextDecoder()
    .decode(head.subarray(0, 1024))
    .trimStart()
    .toLowerCase();
  if (/^(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<svg/s.test(start)) {
    return 'svg';
  }
  if (start.startsWith('<!doctype html') || start.startsWith('<html')) {
    return 'html';
  }
  return 'text';
}

/** What is no text cannot be what texts are; what it is said to be is believed of the rest. */
function binaryFormat(said: Format): Format {
  return said === 'audio' || said === 'video' || said === 'image'
    ? said
    : 'bytes';
}

const TYPES: Readonly<Record<string, Format>> = {
  'application/vnd.apache.arrow.file': 'arrow-table',
  'application/vnd.apache.parquet': 'parquet',
  'application/x-npy': 'npy',
  'application/vnd.safetensors': 'safetensors',
  'text/csv': 'delimited',
  'text/tab-separated-values': 'delimited',
  'application/vnd.plotly.v1+json': 'plotly',
  'image/svg+xml': 'svg',
  'application/x-ipynb+json': 'notebook',
  'text/markdown': 'markdown',
  'text/html': 'html',
  'application/xhtml+xml': 'html',
  'application/pdf': 'pdf',
  'application/zip': 'zip',
  'application/x-tar': 'tar',
  'application/gzip': 'gzip',
  'application/x-python-pickle': 'pickle'
};

/** What the store's record says that it is. */
export function formatSaid(
  artifact: Pick<Artifact, 'codec' | 'kind' | 'media_type' | 'name'>
): Format {
  const essence = essenceOf(artifact.media_type);
  if (artifact.codec === 'ndarray-arrow.v1') {
    return 'arrow-array';
  }
  if (essence === 'application/vnd.jupyter.mimebundle+json') {
    return artifact.kind === 'figure' ? 'figure' : 'output';
  }
  const type = TYPES[essence];
  if (type) {
    return type;
  }
  if (essence === 'text/plain' && /\.(csv|tsv)$/i.test(artifact.name)) {
    return 'delimited';
  }
  if (essence.endsWith('+json') || essence.endsWith('/json')) {
    return 'json';
  }
  const media = /^(image|audio|video)\//.exec(essence)?.[1];
  if (media) {
    return media as Format;
  }
  return essence.startsWith('text/') ? 'text' : 'bytes';
}
