import { File as NodeFile } from 'node:buffer';

import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

import { contentsRequests } from '../../../src/capture/contents';
import { fileRequests } from '../../../src/capture/files';
import {
  collectEntries,
  walkEntries,
  type DropEntry
} from '../../../src/capture/folders';
import type { ISaveRequest } from '../../../src/transfer/request';
import { RUN } from '../transfer/world';

// jsdom's files cannot be read; Node's are the real thing.
beforeAll(() => vi.stubGlobal('File', NodeFile));
afterAll(() => vi.unstubAllGlobals());

const CHOICE = { run: RUN, category: 'input' as const, via: 'drop' as const };

/** Entries that answer as Chromium's do: a directory in portions of a hundred. */
function fileEntry(name: string, text = name): DropEntry {
  return {
    isFile: true,
    isDirectory: false,
    name,
    file: (resolve: (file: File) => void) => resolve(new File([text], name))
  } as unknown as DropEntry;
}

function brokenEntry(name: string): DropEntry {
  return {
    isFile: true,
    isDirectory: false,
    name,
    file: (_: unknown, reject: (error: Error) => void) =>
      reject(new Error('A requested file could not be found.'))
  } as unknown as DropEntry;
}

function folder(name: string, children: DropEntry[]): DropEntry {
  const reader = () => {
    let rest = [...children];
    return {
      readEntries: (resolve: (entries: DropEntry[]) => void) => {
        resolve(rest.slice(0, 100));
        rest = rest.slice(100);
      }
    };
  };
  return {
    isFile: false,
    isDirectory: true,
    name,
    createReader: reader
  } as unknown as DropEntry;
}

async function walk(entries: DropEntry[], sliceSize?: number) {
  const slices: string[][] = [];
  const unreadable: string[] = [];
  for await (const slice of walkEntries(
    entries,
    ({ path }) => unreadable.push(path),
    sliceSize
  )) {
    slices.push(slice.map(({ path }) => path));
  }
  return { slices, paths: slices.flat(), unreadable };
}

describe('a dropped folder', () => {
  it('is walked to the bottom, and its files keep their paths', async () => {
    const system = folder('system', [
      fileEntry('fvSchemes'),
      folder('include', [folder('deep', [fileEntry('a.h')])]),
      fileEntry('controlDict')
    ]);
    const { paths } = await walk([fileEntry('top.txt'), system]);
    expect(paths).toEqual([
      'top.txt',
      'system/controlDict',
      'system/fvSchemes',
      'system/include/deep/a.h'
    ]);
  });

  it('of more files than the browser lists at once is read until it is empty', async () => {
    const many = Array.from({ length: 1234 }, (_, i) => fileEntry(`f${i}`));
    const { paths, slices } = await walk([folder('many', many)], 200);
    expect(new Set(paths).size).toBe(1234);
    expect(Math.max(...slices.map(({ length }) => length))).toBe(200);
  });

  it('that is nested ten thousand deep does not overflow the stack', async () => {
    let deep = fileEntry('bottom');
    for (let level = 0; level < 10_000; level++) {
      deep = folder('d', [deep]);
    }
    expect((await walk([deep])).paths).toHaveLength(1);
  });

  it('leaves the page free to draw between slices', async () => {
    const many = Array.from({ length: 6 }, (_, i) => fileEntry(`f${i}`));
    let drawn = 0;
    setTimeout(() => (drawn += 1));
    for await (const _ of walkEntries(many, () => undefined, 3)) {
      if (_[0]?.path === 'f3') {
        expect(drawn).toBe(1);
      }
    }
  });

  it('with a file that cannot be read gives the others and tells', async () => {
    const { paths, unreadable } = await walk([
      folder('d', [fileEntry('a'), brokenEntry('b'), fileEntry('c')])
    ]);
    expect(paths).toEqual(['d/a', 'd/c']);
    expect(unreadable).toEqual(['d/b']);
  });
});

describe('the entries of a drop', () => {
  it('are files themselves where the browser has no entries', () => {
    const file = new File(['x'], 'x.txt');
    const transfer = {
      items: [
        { kind: 'string' },
        { kind: 'file', getAsFile: () => file, webkitGetAsEntry: () => null }
      ],
      files: [file]
    } as unknown as DataTransfer;
    expect(collectEntries(transfer)).toEqual([file]);
  });
});

describe('files as things to save', () => {
  it('hold the file itself, unread', async () => {
    const { requests } = await requestsOf([fileEntry('ü.csv')]);
    expect(requests[0]).toMatchObject({
      name: 'ü.csv',
      category: 'input',
      mediaType: 'text/csv',
      codec: 'bytes.v1',
      provenance: { via: 'drop', original_path: 'ü.csv' }
    });
    expect(requests[0]?.source.type).toBe('blob');
  });

  it('are typed by their content where the name says nothing', async () => {
    const { requests } = await requestsOf([fileEntry('report', '%PDF-1.7')]);
    const { source, mediaTypeOf } = requests[0]!;
    const content = source.type === 'blob' && (await source.blob.bytes());
    expect(mediaTypeOf?.(content || new Uint8Array())).toBe('application/pdf');
  });

  it('whose name cannot be an artifact’s are told with the rule, and the others saved', async () => {
    const { requests, outcome } = await requestsOf([
      folder('d', [fileEntry('good'), fileEntry('bad\nname')])
    ]);
    expect(requests.map(({ name }) => name)).toEqual(['d/good']);
    expect(outcome.count).toBe(1);
    expect(outcome.problems).toHaveLength(1);
    expect(outcome.problems[0]?.reason).toContain('control character');
  });
});

describe('paths of the file browser', () => {
  it('are left to the server, by their own name', () => {
    const requests = contentsRequests(
      ['data/big.parquet', 'data/raw/'],
      CHOICE
    );
    expect(requests.map(({ name, source }) => [name, source])).toEqual([
      ['big.parquet', { type: 'contents', path: 'data/big.parquet' }],
      ['raw', { type: 'contents', path: 'data/raw/' }]
    ]);
    expect(requests[0]?.mediaType).toBe('application/vnd.apache.parquet');
  });
});

async function requestsOf(entries: DropEntry[]) {
  const requests: ISaveRequest[] = [];
  const outcome = await fileRequests(entries, CHOICE, slice =>
    requests.push(...slice)
  );
  return { requests, outcome };
}
