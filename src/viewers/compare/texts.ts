/** The lines in which two texts differ. */
import { diffLines } from 'diff';

import type { ICall } from '../../codecs/call';
import type { IContentSource } from '../../codecs/view';
import { CellkeepError } from '../../protocol/errors';
import { readJson } from '../json/engine';

/** A line of a difference. */
export interface IDiffLine {
  readonly change: 'same' | 'removed' | 'added';
  /** Its number in each text, from 1. */
  readonly before?: number;
  readonly after?: number;
  readonly text: string;
}

/** The difference of two texts. */
export interface ITextDifference {
  readonly lines: readonly IDiffLine[];
  readonly removed: number;
  readonly added: number;
}

const MOST_BYTES = 8 * 1024 * 1024;
const LINE_CHARACTERS = 2000;
const MOST_MS = 10_000;
const MOST_DEPTH = 200;

/** Compares two texts by lines; JSON documents as they are written out, keys in order. */
export async function compareTexts(
  pair: readonly [IContentSource, IContentSource],
  isJson: boolean,
  call: ICall
): Promise<ITextDifference> {
  const texts: string[] = [];
  for (const content of pair) {
    if (content.size > MOST_BYTES) {
      throw new CellkeepError(
        'TOO_LARGE',
        'These are too large to be compared line by line.',
        {
          hint: 'Compare them in a notebook.'
        }
      );
    }
    texts.push(
      isJson
        ? written(await readJson(content, call))
        : await textOf(content, call)
    );
  }
  return differenceOf(texts[0] ?? '', texts[1] ?? '');
}

/** Returns the difference of two texts, line by line. */
export function differenceOf(before: string, after: string): ITextDifference {
  const changes = diffLines(before, after, { timeout: MOST_MS });
  if (!changes) {
    throw new CellkeepError(
      'TOO_LARGE',
      'These differ too much to be compared line by line.',
      {
        hint: 'Open them one beside the other.'
      }
    );
  }
  const lines: IDiffLine[] = [];
  let [oldLine, newLine, removed, added] = [0, 0, 0, 0];
  for (const change of changes) {
    for (const line of change.value.replace(/\n$/, '').split('\n')) {
      const text =
        line.length > LINE_CHARACTERS
          ? `${line.slice(0, LINE_CHARACTERS)}…`
          : line;
      if (change.removed) {
        removed += 1;
        lines.push({ change: 'removed', before: (oldLine += 1), text });
      } else if (change.added) {
        added += 1;
        lines.push({ change: 'added', after: (newLine += 1), text });
      } else {
        lines.push({
          change: 'same',
          before: (oldLine += 1),
          after: (newLine += 1),
          text
        });
      }
    }
  }
  return { lines, removed, added };
}

async function textOf(
  content: IContentSource,
  { signal }: ICall
): Promise<string> {
  return new TextDecoder().decode(await content.read(0, content.size, signal));
}

function written(value: unknown): string {
  const lines: string[] = [];
  write(value, '', '', 0, lines);
  return lines.join('\n');
}

/** Not `JSON.stringify`: it would end where a document is nested too deeply for the stack. */
function write(
  value: unknown,
  before: string,
  after: string,
  depth: number,
  lines: string[]
): void {
  const indent = '  '.repeat(depth);
  if (typeof value !== 'object' || value === null) {
    lines.push(`${indent}${before}${JSON.stringify(value)}${after}`);
    return;
  }
  const isArray = Array.isArray(value);
  const entries: [string, unknown][] = isArray
    ? value.map((item: unknown) => ['', item])
    : Object.keys(value)
        .sort()
        .map(key => [
          `${JSON.stringify(key)}: `,
          Reflect.get(value, key) as unknown
        ]);
  const [open, close] = isArray ? '[]' : '{}';
  if (entries.length === 0 || depth >= MOST_DEPTH) {
    lines.push(
      `${indent}${before}${open}${entries.length > 0 ? '…' : ''}${close}${after}`
    );
    return;
  }
  lines.push(`${indent}${before}${open}`);
  entries.forEach(([key, item], index) =>
    write(item, key, index < entries.length - 1 ? ',' : '', depth + 1, lines)
  );
  lines.push(`${indent}${close}${after}`);
}
