import { describe, expect, it } from 'vitest';

import {
  copyInto,
  freeName,
  type CopyTarget
} from '../../../src/plugins/drag/copyInto';

/** A folder, as far as the contents API writes chunks. */
function folder(existing: string[], failAt = Infinity) {
  const files = new Map<string, string>(existing.map(name => [name, 'old']));
  let calls = 0;
  const target = {
    get: () =>
      Promise.resolve({ content: [...files.keys()].map(name => ({ name })) }),
    save: (path: string, { content, chunk = 1 }: Record<string, unknown>) => {
      if (++calls >= failAt) {
        return Promise.reject(new Error('disk full'));
      }
      const before = chunk === 1 ? '' : (files.get(path) ?? '');
      files.set(path, before + atob(content as string));
      return Promise.resolve({});
    },
    rename: (from: string, to: string) => {
      files.set(to, files.get(from) ?? '');
      files.delete(from);
      return Promise.resolve({});
    },
    delete: (path: string) => {
      files.delete(path);
      return Promise.resolve();
    }
  };
  return { files, target: target as unknown as CopyTarget };
}

function content(size: number) {
  const bytes = new Uint8Array(size).fill(97);
  const reads: number[] = [];
  return {
    size,
    reads,
    read: (start: number, end: number) => {
      reads.push(end - start);
      return Promise.resolve(bytes.slice(start, end));
    }
  };
}

describe('a copy of an artifact', () => {
  it('is written in portions and never over something', async () => {
    const { files, target } = folder(['a.txt']);
    const source = content(2_500_000);
    const path = await copyInto(target, '', 'a.txt', source);
    expect(path).toBe('a (2).txt');
    expect(files.get('a.txt')).toBe('old');
    expect(files.get('a (2).txt')?.length).toBe(2_500_000);
    expect(Math.max(...source.reads)).toBeLessThanOrEqual(1024 * 1024);
    expect(files.size).toBe(2);
  });

  it('leaves nothing where it fails', async () => {
    const { files, target } = folder([], 2);
    const failing = copyInto(target, '', 'a.txt', content(2_500_000));
    await expect(failing).rejects.toThrow('disk full');
    expect([...files.keys()]).toEqual([]);
  });

  it('gets a number before its ending', () => {
    const taken = new Set(['a.tar.gz', 'b', 'c.txt', 'c (2).txt']);
    expect(freeName('c.txt', taken)).toBe('c (3).txt');
    expect(freeName('b', taken)).toBe('b (2)');
    expect(freeName('d', taken)).toBe('d');
  });
});
