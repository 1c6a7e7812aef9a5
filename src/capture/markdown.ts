/**
 * Markdown with its pictures in it: what is pasted into a cell stands beside its text, and a file
 * beside the notebook.
 */

import type * as nbformat from '@jupyterlab/nbformat';

import { multilineText, representations } from './bundle';
import { mediaTypeOfName } from './mediaTypes';

/** Reads a picture by its path from the notebook; undefined where it cannot be. */
export type ReadPicture = (path: string) => Promise<string | undefined>;

const ATTACHMENT = 'attachment:';
/**
 * `![text](target)` and `<img src="target">`; what comes before the target is kept. `<` and `[` end
 * a try, so that no text takes long. `cellkeep/codecs/outputs/pictures.py` does the same.
 */
const PICTURE =
  /(!\[[^[\]]*\]\(\s*<?|<img\b[^<>]*?\bsrc\s*=\s*["']?)([^\s)>"']+)/gi;
const PICTURE_OF_HTML = /(<img\b[^<>]*?\bsrc\s*=\s*["']?)([^\s>"']+)/gi;
/** Representations in which a picture may stand by its path. */
const WITH_PICTURES: Readonly<Record<string, RegExp>> = {
  'text/markdown': PICTURE,
  'text/html': PICTURE_OF_HTML
};
/** Has an address of its own, such as one on the server, or is a place in the text. */
const ELSEWHERE = /^([a-z][a-z\d+.-]*:|\/|#)/i;

/**
 * Markdown that needs nothing beside it.
 *
 * @param read - Reads pictures by relative path, as base64. What cannot be read stays a path.
 */
export async function withPictures(
  source: string,
  attachments: nbformat.IAttachments | undefined,
  read?: ReadPicture,
  pattern = PICTURE
): Promise<string> {
  const targets = new Set(
    Array.from(source.matchAll(pattern), ([, , target = '']) => target)
  );
  const found = new Map<string, string>();
  for (const target of targets) {
    const address = target.startsWith(ATTACHMENT)
      ? attached(target.slice(ATTACHMENT.length), attachments)
      : await besideNotebook(target, read);
    if (address !== undefined) {
      found.set(target, address);
    }
  }
  return source.replace(
    pattern,
    (_, before: string, target: string) =>
      before + (found.get(target) ?? target)
  );
}

/**
 * An output whose Markdown and HTML need nothing beside them; the output itself where nothing in it
 * is read.
 */
export async function withOutputPictures(
  output: nbformat.IOutput,
  read: ReadPicture | undefined
): Promise<nbformat.IOutput> {
  const data = representations(output);
  const changed: Record<string, string> = {};
  for (const [type, pattern] of Object.entries(WITH_PICTURES)) {
    const text = multilineText(data[type]);
    const whole = await withPictures(text, undefined, read, pattern);
    if (whole !== text) {
      changed[type] = whole;
    }
  }
  return Object.keys(changed).length > 0
    ? { ...output, data: { ...data, ...changed } }
    : output;
}

function attached(
  name: string,
  attachments: nbformat.IAttachments | undefined
): string | undefined {
  const bundle = attachments?.[decoded(name)] ?? attachments?.[name];
  const [type, value] =
    Object.entries(bundle ?? {}).find(([key]) => key.startsWith('image/')) ??
    [];
  return type ? dataUrl(type, multilineText(value)) : undefined;
}

async function besideNotebook(
  target: string,
  read: ReadPicture | undefined
): Promise<string | undefined> {
  const path = decoded(target.replace(/[?#].*$/, ''));
  const type = mediaTypeOfName(path);
  if (!read || ELSEWHERE.test(target) || !type?.startsWith('image/')) {
    return undefined;
  }
  const base64 = await read(path);
  return base64 === undefined ? undefined : dataUrl(type, base64);
}

function dataUrl(type: string, base64: string): string {
  return `data:${type};base64,${base64.replace(/\s+/g, '')}`;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
