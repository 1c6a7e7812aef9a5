/**
 * The readers, on files that were changed by chance: each is read, or refused in words; none breaks
 * the worker with an error of its own, or keeps it busy.
 */
import { readFileSync } from 'node:fs';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { openArray } from '../../../src/viewers/array/engine';
import { openJson } from '../../../src/viewers/json/engine';
import { openTable } from '../../../src/viewers/table/engine';
import { openTensors } from '../../../src/viewers/tensors/engine';
import { reading } from '../../../src/viewers/work/server';
import { CellkeepError } from '../../../src/protocol/errors';
import { BytesContent } from '../codecs/content';
import { quietCall } from './call';
import { processorTime } from '../processorTime';

const FOLDER = 'schema/vectors/artifacts';
/** More where somebody looks for faults: `FUZZ=20000 jlpm vitest run test/ts/viewers/fuzz.spec.ts`. */
// The test command tries the same changes each time, a longer search others each time.
const RUNS = process.env.FUZZ
  ? { numRuns: Number(process.env.FUZZ) }
  : { numRuns: 150, seed: 1 };
const MOST_MS = 2000;

type Read = (content: BytesContent) => Promise<unknown>;

const call = quietCall();
const readers: readonly [name: string, file: string, read: Read][] = [
  ['npy', 'ndarray-npy.v1-structured.npy', array('npy')],
  ['an array in Arrow', 'ndarray-arrow.v1-datetime.arrow', array('arrow')],
  ['a table in Arrow', 'table-arrow.v1-pandas.arrow', table('arrow')],
  ['a table of polars', 'table-arrow.v1-polars.arrow', table('arrow')],
  ['safetensors', 'tensors', tensors],
  ['CSV', 'csv', table('csv')],
  ['JSON', 'json', json]
];

const SAMPLES: Readonly<Record<string, string>> = {
  csv: 'a;"b ""c""";d\r\n1;"two\nlines";\n"3";x;é\n',
  json: '{"a": [1, 2.5e3, null, {"b": "\\u00e9\\ud83d"}], "c": true}',
  tensors: `${String.fromCharCode(64, 0, 0, 0, 0, 0, 0, 0)}${'{"t":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]}}'.padEnd(64)}\0\0\0\0\0\0\0\0`
};

function array(format: 'npy' | 'arrow'): Read {
  return async content => {
    const engine = await openArray(call, [content], { format });
    await engine.facts(call);
  };
}

function table(format: 'csv' | 'arrow'): Read {
  return async content => {
    const engine = await openTable(call, [content], { format });
    const { columns } = await engine.facts(call);
    const shown = columns.map((_, index) => index).slice(0, 20);
    await engine.rows(call, shown, 0, 20);
  };
}

async function tensors(content: BytesContent): Promise<void> {
  const engine = await openTensors(call, [content], {});
  const { tensors: all } = await engine.list(call, 100);
  for (const { name } of all) {
    await engine.statistics(call, name);
  }
}

async function json(content: BytesContent): Promise<void> {
  const engine = await openJson(call, [content], {});
  const { id, size } = await engine.root(call);
  await engine.children(call, id, 0, Math.min(size, 100));
}

/** A file with some bytes changed, taken out or put in, or cut short. */
function changed(file: Uint8Array): fc.Arbitrary<Uint8Array> {
  const place = fc.nat(file.length - 1);
  const change = fc.oneof(
    fc.record({ at: place, byte: fc.nat(255) }),
    // Counts and offsets are where most harm is done.
    fc.record({ at: place, byte: fc.constantFrom(0, 1, 127, 128, 255) })
  );
  return fc
    .record({
      changes: fc.array(change, { maxLength: 6 }),
      end: fc.option(place, { freq: 8 }),
      more: fc.uint8Array({ maxLength: 8 }),
      at: place
    })
    .map(({ at, changes, end, more }) => {
      const bytes = Uint8Array.of(
        ...file.subarray(0, at),
        ...(more.length % 2 ? more : []),
        ...file.subarray(at)
      );
      for (const { at: index, byte } of changes) {
        bytes[index] = byte;
      }
      return end === null ? bytes : bytes.subarray(0, end);
    });
}

describe.each(readers)('%s', (_, file, read) => {
  const sample = SAMPLES[file];
  const whole =
    sample === undefined
      ? new Uint8Array(readFileSync(`${FOLDER}/${file}`))
      : file === 'tensors'
        ? Uint8Array.from(sample, one => one.charCodeAt(0))
        : new TextEncoder().encode(sample);

  it('is read as it is', async () => {
    await read(new BytesContent(whole));
  });

  it.each([
    ['changed by chance', changed(whole)],
    ['of any bytes', fc.uint8Array({ maxLength: 300 })]
  ])(
    'is read or refused, %s',
    async (_how, files) => {
      await fc.assert(
        fc.asyncProperty(files, async bytes => {
          const started = processorTime();
          try {
            await reading(() => read(new BytesContent(bytes)));
          } catch (error) {
            expect(error).toBeInstanceOf(CellkeepError);
          }
          expect(processorTime() - started).toBeLessThan(MOST_MS);
        }),
        { ...RUNS, endOnFailure: true }
      );
    },
    60_000
  );
});
