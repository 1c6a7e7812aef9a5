/**
 * JSON text of something large, written bit by bit: the page stays alive meanwhile.
 */

import type { PartialJSONValue } from '@lumino/coreutils';

import { isSmall, SMALL_CHARACTERS } from './small';

/** How long the page's thread is held at a time: too short to be seen. */
const SLICE_MS = 12;

/**
 * The same bytes as of `JSON.stringify`, as a blob, which the browser holds outside of the page's memory.
 *
 * @param value - Plain JSON; it must not change until the promise resolves.
 */
export async function jsonBlob(value: unknown): Promise<Blob> {
  const parts: Blob[] = [];
  let texts: string[] = [];
  let length = 0;
  let until = performance.now() + SLICE_MS;
  for (const piece of piecesOf(value as PartialJSONValue)) {
    texts.push(piece);
    length += piece.length;
    if (length >= SMALL_CHARACTERS) {
      parts.push(new Blob(texts));
      texts = [];
      length = 0;
    }
    if (performance.now() >= until) {
      await nextTask();
      until = performance.now() + SLICE_MS;
    }
  }
  return new Blob([...parts, ...texts]);
}

function* piecesOf(value: PartialJSONValue | undefined): Generator<string> {
  if (typeof value === 'string' && value.length > SMALL_CHARACTERS) {
    yield '"';
    for (const part of partsOf(value)) {
      yield JSON.stringify(part).slice(1, -1);
    }
    yield '"';
  } else if (isSmall(value)) {
    yield JSON.stringify(value);
  } else if (Array.isArray(value)) {
    let before = '[';
    for (const item of value) {
      yield before;
      yield* piecesOf(item === undefined ? null : item);
      before = ',';
    }
    yield before === '[' ? '[]' : ']';
  } else {
    let before = '{';
    for (const [key, item] of Object.entries(value as object)) {
      // As JSON.stringify does it.
      if (item !== undefined) {
        yield `${before}${JSON.stringify(key)}:`;
        yield* piecesOf(item as PartialJSONValue);
        before = ',';
      }
    }
    yield before === '{' ? '{}' : '}';
  }
}

/** A long text in parts, none of which ends within a character. */
function* partsOf(text: string): Generator<string> {
  let start = 0;
  while (start < text.length) {
    let end = Math.min(start + SMALL_CHARACTERS, text.length);
    if (end < text.length && isHighSurrogate(text.charCodeAt(end - 1))) {
      end -= 1;
    }
    yield text.slice(start, end);
    start = end;
  }
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

/** Lets clicks and frames come first; a timer would wait four milliseconds more each time. */
function nextTask(): Promise<void> {
  return new Promise(resolve => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
