/**
 * What a file is, as far as its name and its first bytes tell.
 *
 * The browser's own guess (`File.type`) is the last resort: it knows nothing of the types that
 * notebooks work with, and calls a CSV file a spreadsheet on some systems.
 */

/** What a file is called where nothing is known of it. */
export const UNKNOWN_MEDIA_TYPE = 'application/octet-stream';

const BY_EXTENSION: ReadonlyMap<string, string> = new Map(
  Object.entries({
    arrow: 'application/vnd.apache.arrow.file',
    avi: 'video/x-msvideo',
    bmp: 'image/bmp',
    c: 'text/x-c',
    cpp: 'text/x-c',
    css: 'text/css',
    csv: 'text/csv',
    feather: 'application/vnd.apache.arrow.file',
    geojson: 'application/geo+json',
    gif: 'image/gif',
    gz: 'application/gzip',
    h: 'text/x-c',
    h5: 'application/x-hdf5',
    hdf5: 'application/x-hdf5',
    htm: 'text/html',
    html: 'text/html',
    ipynb: 'application/x-ipynb+json',
    jl: 'text/x-julia',
    jpeg: 'image/jpeg',
    jpg: 'image/jpeg',
    js: 'text/javascript',
    json: 'application/json',
    jsonl: 'application/jsonl',
    log: 'text/plain',
    md: 'text/markdown',
    mjs: 'text/javascript',
    mp3: 'audio/mpeg',
    mp4: 'video/mp4',
    nc: 'application/x-netcdf',
    npy: 'application/x-npy',
    npz: 'application/zip',
    parquet: 'application/vnd.apache.parquet',
    pdf: 'application/pdf',
    pickle: 'application/x-python-pickle',
    pkl: 'application/x-python-pickle',
    png: 'image/png',
    py: 'text/x-python',
    r: 'text/x-r',
    rst: 'text/x-rst',
    safetensors: 'application/vnd.safetensors',
    sh: 'text/x-sh',
    sql: 'text/x-sql',
    svg: 'image/svg+xml',
    tar: 'application/x-tar',
    tex: 'text/x-tex',
    tgz: 'application/gzip',
    tif: 'image/tiff',
    tiff: 'image/tiff',
    toml: 'application/toml',
    ts: 'text/x-typescript',
    tsv: 'text/tab-separated-values',
    txt: 'text/plain',
    wav: 'audio/wav',
    webm: 'video/webm',
    webp: 'image/webp',
    xhtml: 'application/xhtml+xml',
    xls: 'application/vnd.ms-excel',
    xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    xml: 'application/xml',
    yaml: 'application/yaml',
    yml: 'application/yaml',
    zip: 'application/zip'
  })
);

/** Bytes that a file of the type always starts with. */
const BY_MAGIC: readonly (readonly [string, string])[] = [
  ['\x89PNG\r\n\x1a\n', 'image/png'],
  ['\xff\xd8\xff', 'image/jpeg'],
  ['GIF87a', 'image/gif'],
  ['GIF89a', 'image/gif'],
  ['%PDF-', 'application/pdf'],
  ['ARROW1\0\0', 'application/vnd.apache.arrow.file'],
  ['PAR1', 'application/vnd.apache.parquet'],
  ['\x93NUMPY', 'application/x-npy'],
  ['\x89HDF\r\n\x1a\n', 'application/x-hdf5'],
  ['CDF\x01', 'application/x-netcdf'],
  ['CDF\x02', 'application/x-netcdf'],
  ['PK\x03\x04', 'application/zip'],
  ['\x1f\x8b', 'application/gzip']
];

/** Containers that many file formats are made of: there the name knows better. */
const CONTAINERS = new Set(['application/zip', 'application/gzip']);

/**
 * The media type of a name, or undefined where its extension is not known.
 *
 * @param name - A file name or a path with slashes.
 */
export function mediaTypeOfName(name: string): string | undefined {
  const match = /\.([A-Za-z0-9]+)$/.exec(name);
  return BY_EXTENSION.get(match?.[1]?.toLowerCase() ?? '');
}

/**
 * The media type that the first bytes prove, or undefined.
 *
 * @param head - The first bytes, or all where there are few.
 */
export function sniffMediaType(head: Uint8Array): string | undefined {
  const start = String.fromCharCode(...head.subarray(0, 16));
  for (const [magic, mediaType] of BY_MAGIC) {
    if (start.startsWith(magic)) {
      return mediaType;
    }
  }
  if (start.startsWith('RIFF') && start.slice(8, 12) === 'WEBP') {
    return 'image/webp';
  }
  return undefined;
}

/**
 * The media type of a file: by content, then by name, then as the browser says.
 *
 * @param name - Its name.
 * @param head - Its first bytes; empty where they were not read.
 * @param declared - What the browser says.
 */
export function mediaTypeOf(
  name: string,
  head: Uint8Array,
  declared = ''
): string {
  const sniffed = sniffMediaType(head);
  const named = mediaTypeOfName(name);
  if (sniffed && !(CONTAINERS.has(sniffed) && named)) {
    return sniffed;
  }
  if (named) {
    return named;
  }
  if (/^[\w.+-]+\/[\w.+-]+$/.test(declared)) {
    return declared;
  }
  return head.length > 0 && isText(head) ? 'text/plain' : UNKNOWN_MEDIA_TYPE;
}

/** The media type of source code in a notebook's language, such as 'python'. */
export function mediaTypeOfLanguage(language: string): string {
  const name = language.toLowerCase().replace(/^ipython3?$/, 'python');
  const known: Readonly<Record<string, string>> = {
    bash: 'text/x-sh',
    'c++': 'text/x-c',
    javascript: 'text/javascript',
    markdown: 'text/markdown',
    raw: 'text/plain'
  };
  const tail = name.replace(/[^a-z0-9]+/g, '');
  return known[name] ?? (tail ? `text/x-${tail}` : 'text/plain');
}

/** Whether the bytes are UTF-8 without control characters; a character cut at the end is fine. */
function isText(head: Uint8Array): boolean {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(head, {
      stream: true
    });
  } catch {
    return false;
  }
  // eslint-disable-next-line no-control-regex -- the control characters are what is looked for
  return !/[\x00-\x08\x0e-\x1a\x1c-\x1f]/.test(text);
}
