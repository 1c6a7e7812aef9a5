/**
 * Markdown with its pictures in it: what is pasted into a cell stands beside its text, and a file
 * beside the notebook.
 */

import type * as nbformat from '@jupyterlab/nbformat';

import { multilineText } from './bundle';
import { mediaTypeOfName } from './mediaTypes';

/** Reads a picture by its path from the notebook; undefined where it cannot be. */
export type ReadPicture = (path: string) => Promise<string | undefined>;

const ATTACHMENT = 'attachment:';
/** `![text](target)` and `<img src="target">`; what comes before the target is kept. */
const PICTURE =
  /(!\[[^\]]*\]\(\s*<?|<img\b[^>]*?\bsrc\s*=\s*["']?)([^\s)>"']+)/gi;
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
  read?: ReadPicture
): Promise<string> {
  const targets = new Set(
    Array.from(source.matchAll(PICTURE), ([, , target = '']) => target)
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
    PICTURE,
    (_, before: string, target: string) =>
      before + (found.get(target) ?? target)
  );
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
