import { afterEach, describe, expect, it } from 'vitest';

import { parseWithNaN } from '../../../src/json/nan';
import { Joiner, stepsOf } from '../../../src/json/parts';
import { parseJson } from '../../../src/json/parse';
import { serveParsing } from '../../../src/json/server';
import type { IWorker } from '../../../src/workers/client';

it("reads Python's NaN and infinite numbers, and no words in texts", async () => {
  const text = '{"a": [NaN, Infinity, -Infinity, 1], "NaN": "NaN, \\"NaN\\""}';
  expect(await parseJson(new TextEncoder().encode(text))).toEqual({
    a: [NaN, Infinity, -Infinity, 1],
    NaN: 'NaN, "NaN"'
  });
  expect(() => parseWithNaN('{"a": NaNs}')).toThrow(SyntaxError);
});

const GRID = Array.from({ length: 700 }, (_, row) =>
  Array.from({ length: 1000 }, (_, column) => row / 7 + column)
);
const DOCUMENT = {
  outputs: [{ data: { z: GRID, text: 'long '.repeat(200_000) }, empty: [] }],
  list: Array.from({ length: 9000 }, (_, index) => `item ${index}`),
  mixed: [...Array<null>(9000).fill(null), { a: GRID[0] }, []]
};
const bytesOf = (text: string) => new TextEncoder().encode(text);

/** A worker whose work is done by the real server at the other end of a channel. */
class ChannelWorker implements IWorker {
  constructor(private readonly _starts = true) {
    if (_starts) {
      this._theirs.start();
      serveParsing(this._theirs);
    }
    this._mine.start();
  }
  postMessage(message: unknown, transfer: Transferable[]): void {
    this._mine.postMessage(message, transfer);
  }
  addEventListener(
    type: 'message' | 'error',
    listener: ((event: MessageEvent) => void) & (() => void)
  ): void {
    if (type === 'message') {
      this._mine.addEventListener(type, listener);
    } else if (!this._starts) {
      setTimeout(listener);
    }
  }
  terminate(): void {
    this.isTerminated = true;
    this._mine.close();
  }
  isTerminated = false;
  private readonly _channel = new MessageChannel();
  private readonly _mine = this._channel.port1;
  private readonly _theirs = this._channel.port2;
}

describe('a large value in parts', () => {
  const started: ChannelWorker[] = [];
  const start = (starts = true) => {
    const worker = new ChannelWorker(starts);
    started.push(worker);
    return worker;
  };
  afterEach(() => {
    expect(started.every(worker => worker.isTerminated)).toBe(true);
    started.length = 0;
  });

  it.each([
    ['text', 'x'],
    ['null', null],
    ['a large document', DOCUMENT],
    ['a list of large lists', GRID],
    ['keys of objects', JSON.parse('{"__proto__": {"a": 1}, "": 2}') as object]
  ])('is built again: %s', (_, value) => {
    const joiner = new Joiner();
    for (const step of stepsOf(value as never)) {
      joiner.take(step);
    }
    expect(JSON.stringify(joiner.value) === JSON.stringify(value)).toBe(true);
  });

  it('is parsed elsewhere, and comes in small messages', async () => {
    const steps = [...stepsOf(DOCUMENT)];
    expect(steps.length).toBeGreaterThan(700);
    const text = JSON.stringify(DOCUMENT);
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 1);
    const value = await parseJson(bytesOf(text), undefined, start);
    clearInterval(timer);
    expect(JSON.stringify(value) === text).toBe(true);
    expect(turns).toBeGreaterThan(0);
    expect(started).toHaveLength(1);
  });

  it('is parsed here where no worker can start, or where its script does not load', async () => {
    const text = JSON.stringify(DOCUMENT);
    const forbidden = () => {
      throw new Error('forbidden');
    };
    for (const begin of [forbidden, () => start(false)]) {
      const value = await parseJson(bytesOf(text), undefined, begin);
      expect(JSON.stringify(value) === text).toBe(true);
    }
  });

  it('is refused where it is no JSON, and where nobody waits any more', async () => {
    const text = JSON.stringify(DOCUMENT);
    const cut = bytesOf(text.slice(0, -1));
    await expect(parseJson(cut, undefined, start)).rejects.toThrow(SyntaxError);
    const abort = new AbortController();
    const parsing = parseJson(bytesOf(text), abort.signal, start);
    abort.abort();
    await expect(parsing).rejects.toMatchObject({ name: 'AbortError' });
  });
});
