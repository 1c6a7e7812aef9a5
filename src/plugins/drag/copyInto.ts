/**
 * Writing an artifact's bytes into a folder of the Jupyter server, portion by portion.
 */

import type { Contents } from '@jupyterlab/services';

import type { IContentSource } from '../../codecs/view';
import { toBase64 } from '../../protocol/bytes';

/** The contents API takes base64 in JSON, a portion at a time. */
const PORTION = 1024 * 1024;

/** The part of the contents manager that is used. */
export type CopyTarget = Pick<
  Contents.IManager,
  'get' | 'save' | 'rename' | 'delete'
>;

/**
 * Write a copy; nothing that is there is ever overwritten.
 *
 * It bears a name of its own until it is whole.
 *
 * @returns The path that it got.
 */
export async function copyInto(
  contents: CopyTarget,
  folder: string,
  name: string,
  content: IContentSource
): Promise<string> {
  const prefix = folder.replace(/\/+$/, '');
  const inFolder = (one: string) => (prefix ? `${prefix}/${one}` : one);
  const unfinished = inFolder(
    `${name}.${Math.random().toString(36).slice(2, 10)}.cellkeep-part`
  );
  try {
    await writeAll(contents, unfinished, content);
    const listing = await contents.get(prefix, { content: true });
    const items = listing.content as Contents.IModel[];
    const taken = new Set(items.map(item => item.name));
    const path = inFolder(freeName(name, taken));
    await contents.rename(unfinished, path);
    return path;
  } catch (error) {
    // Perhaps nothing was written yet; the reason that is told is the first one.
    await contents.delete(unfinished).catch(() => undefined);
    throw error;
  }
}

async function writeAll(
  contents: CopyTarget,
  path: string,
  source: IContentSource
): Promise<void> {
  const type = 'file';
  const format = 'base64';
  if (source.size <= PORTION) {
    const bytes = await source.read(0, source.size);
    await contents.save(path, { type, format, content: toBase64(bytes) });
    return;
  }
  for (let start = 0, chunk = 1; start < source.size; chunk++) {
    const end = Math.min(start + PORTION, source.size);
    const content = toBase64(await source.read(start, end));
    const isLast = end === source.size;
    const model = { type, format, content, chunk: isLast ? -1 : chunk };
    await contents.save(path, model as Partial<Contents.IModel>);
    start = end;
  }
}

/** The name, or the name with a number before its ending. */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  const [, stem = name, ending = ''] =
    /^(.+?)((?:\.[A-Za-z0-9]{1,12})?)$/.exec(name) ?? [];
  let free = name;
  for (let number = 2; taken.has(free); number++) {
    free = `${stem} (${number})${ending}`;
  }
  return free;
}
