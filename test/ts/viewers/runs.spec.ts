import { describe, expect, it } from 'vitest';

import type { Artifact, RunInfo } from '../../../src/protocol/generated';
import {
  factRows,
  haveMoreValues,
  nameRows,
  type IRunContent
} from '../../../src/viewers/compare/runs';
import { MemoryStore } from '../model/store';

function infoOf(name: string, metadata: Record<string, unknown> = {}): RunInfo {
  const run = { ...new MemoryStore().addRun(name), metadata };
  return { run, artifacts: 0, bytes: 0, updated_at: run.created_at };
}

function contentOf(name: string, digests: Record<string, string>): IRunContent {
  const store = new MemoryStore();
  const run = store.addRun(name);
  const artifacts: Artifact[] = Object.entries(digests).map(([one, digest]) =>
    store.save(run, one, { sha256: digest.repeat(64) })
  );
  return { info: infoOf(name), artifacts, more: false };
}

describe('runs that are compared', () => {
  it('show what differs first, and where a name is missing', () => {
    const rows = nameRows([
      contentOf('one', { same: 'a', changed: 'a', gone: 'a' }),
      contentOf('two', { same: 'a', changed: 'b', added: 'c' })
    ]);
    expect(rows.map(({ name, isSame }) => [name, isSame])).toEqual([
      ['added', false],
      ['changed', false],
      ['gone', false],
      ['same', true]
    ]);
    const [added, changed, gone] = rows;
    expect(added?.artifacts.map(one => one?.name)).toEqual([
      undefined,
      'added'
    ]);
    expect(changed?.artifacts.map(one => one?.sha256[0])).toEqual(['a', 'b']);
    expect(gone?.artifacts[1]).toBeUndefined();
  });

  it('have the values inside of their metadata beside each other', () => {
    const rows = factRows(
      [
        { lr: 0.1, optimiser: { name: 'adam', betas: [0.9] } },
        { lr: 0.2, optimiser: { name: 'adam', betas: [0.9] } },
        { lr: 0.1 }
      ].map(metadata => ({
        info: infoOf('a run', metadata),
        artifacts: [],
        more: false
      })),
      [['Folder', ({ info }) => info.run.folder]],
      path => path
    );
    expect(rows).toEqual([
      { label: 'Folder', values: ['/', '/', '/'], isSame: true },
      { label: 'lr', values: ['0.1', '0.2', '0.1'], isSame: false },
      {
        label: 'optimiser.betas',
        values: ['[0.9]', '[0.9]', ''],
        isSame: false
      },
      {
        label: 'optimiser.name',
        values: ['adam', 'adam', ''],
        isSame: false
      }
    ]);
  });

  it('have so many values of their metadata, and it is said where there are more', () => {
    const content = (count: number): IRunContent => {
      const metadata = Object.fromEntries(
        Array.from({ length: count }, (_, n) => [`key ${n}`, n])
      );
      return { info: infoOf('a run', metadata), artifacts: [], more: false };
    };
    expect(haveMoreValues([content(10), content(1000)])).toBe(false);
    const large = [content(10), content(20_000)];
    expect(haveMoreValues(large)).toBe(true);
    expect(factRows(large, [], path => path)).toHaveLength(1000);
  });
});
