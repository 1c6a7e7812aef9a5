import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { addDefaultDecoders } from '../../../src/codecs/defaults';
import { CodecRegistry } from '../../../src/codecs/registry';
import type {
  IArrayView,
  IJsonView,
  IOutputsView,
  IPlotlyView,
  ITableView,
  ITensorsView,
  View
} from '../../../src/codecs/view';
import type { Artifact, Preview } from '../../../src/protocol/generated';
import { kindOf } from '../../../src/protocol/registry';
import { listZip } from '../../../src/viewers/binary/zip';
import { valuesIn } from '../../../src/viewers/json/values';
import { quietCall } from '../viewers/call';
import { BytesContent } from './content';

/** What Python's codecs wrote, and what is in it. */
interface IGolden {
  file: string;
  codec: string;
  media_type: string;
  preview: Preview | null;
  expect: Record<string, unknown>;
}

const FOLDER = 'schema/vectors/artifacts';
const { artifacts } = JSON.parse(
  readFileSync(`${FOLDER}/manifest.json`, 'utf8')
) as { artifacts: IGolden[] };

const zips = artifacts.filter(
  ({ media_type }) => media_type === 'application/zip'
);

function ofKind(kind: string): IGolden[] {
  return artifacts.filter(
    ({ codec, media_type }) => kindOf(codec, media_type) === kind
  );
}

async function decoded<T extends View>(golden: IGolden): Promise<T> {
  const { file, codec, media_type, preview } = golden;
  const registry = new CodecRegistry();
  addDefaultDecoders(registry);
  const bytes = new Uint8Array(readFileSync(`${FOLDER}/${file}`));
  const kind = kindOf(codec, media_type);
  const artifact = {
    codec,
    media_type,
    kind,
    size: bytes.length,
    preview: preview ?? undefined
  } as Artifact;
  const decoder = registry.decoderFor(artifact);
  return (await decoder?.decode(artifact, new BytesContent(bytes))) as T;
}

describe("artifacts that Python's codecs wrote", () => {
  it('are all looked at here', () => {
    const kinds = new Set(
      artifacts.map(({ codec, media_type }) => kindOf(codec, media_type))
    );
    expect([...kinds].sort()).toEqual([
      'archive',
      'array',
      'chart',
      'figure',
      'file',
      'image',
      'json',
      'output',
      'plotly',
      'table',
      'tensors'
    ]);
  });

  it.each(ofKind('array').filter(one => !zips.includes(one)))(
    '$file is its array',
    async golden => {
      const view = await decoded<IArrayView>(golden);
      const { shape, first_values } = golden.expect as {
        shape: number[];
        first_values: unknown[];
      };
      expect(view).toMatchObject({ type: 'array', shape, complete: true });
      first_values.forEach((value, index) => {
        if (typeof value === 'number') {
          expect(view.number(index)).toBe(value);
        } else if (typeof value === 'boolean') {
          expect(view.number(index)).toBe(Number(value));
        } else if (Array.isArray(value)) {
          const fields = value.map(String).join(', ');
          expect(view.text(index)).toBe(`(${fields})`);
        } else {
          expect(view.text(index)).toBe(value);
        }
      });
      if (
        golden.preview?.type === 'array' &&
        !golden.preview.dtype.startsWith('[')
      ) {
        expect(view.dtype).toBe(golden.preview.dtype);
      }
    }
  );

  it.each(ofKind('table'))(
    '$file is its table, and looks as in its preview',
    async golden => {
      const view = await decoded<ITableView>(golden);
      const { rows, columns } = golden.expect as {
        rows: number;
        columns: string[];
      };
      expect(view).toMatchObject({
        type: 'table',
        count: rows,
        complete: true
      });
      expect(view.columns.map(({ name }) => name)).toEqual(columns);
      if (golden.preview?.type !== 'table') {
        throw new Error('A table has a preview.');
      }
      expect(view.columns).toEqual(golden.preview.columns);
      const shown = golden.preview.head.map((_, row) =>
        columns.map((_name, column) => view.text(row, column))
      );
      expect(shown).toEqual(golden.preview.head);
    }
  );

  it.each(ofKind('tensors'))('$file is its tensors', async golden => {
    const view = await decoded<ITensorsView>(golden);
    expect(view.tensors.length).toBeGreaterThan(0);
    const { tensors } = golden.expect as {
      tensors: Record<string, { dtype: string; shape: number[] }>;
    };
    // Tied weights, and views of others, lie in the file once and under one name.
    for (const { name, dtype, shape } of view.tensors) {
      expect({ dtype, shape }).toEqual({
        dtype: tensors[name]?.dtype,
        shape: tensors[name]?.shape
      });
    }
  });

  it.each([...ofKind('figure'), ...ofKind('output'), ...ofKind('chart')])(
    '$file is its outputs',
    async golden => {
      const { outputs } = await decoded<IOutputsView>(golden);
      expect(outputs.map(({ output_type }) => output_type)).toEqual(
        golden.expect.output_types
      );
      const mediaTypes = outputs.map(({ data }) =>
        Object.keys((data ?? {}) as object).sort()
      );
      expect(mediaTypes).toEqual(golden.expect.media_types);
    }
  );

  it.each(ofKind('plotly'))('$file is its figure', async golden => {
    const { figure } = await decoded<IPlotlyView>(golden);
    expect(figure).toMatchObject({
      data: (golden.expect.traces as string[]).map(type => ({ type })),
      layout: { title: { text: golden.expect.title } }
    });
  });

  it.each(ofKind('image'))('$file is shown as a picture', async golden => {
    expect(await decoded<View>(golden)).toEqual({
      type: 'media',
      media: 'image',
      mediaType: golden.media_type
    });
  });

  it.each(ofKind('json'))('$file is its value', async golden => {
    const view = await decoded<IJsonView>(golden);
    expect(view).toEqual({ type: 'json', value: golden.expect.value });
  });

  it.each([...ofKind('file'), ...zips])(
    '$file is left to the viewer of its kind',
    async golden => {
      expect(await decoded<View>(golden)).toEqual({ type: 'opaque' });
    }
  );

  it.each(zips)(
    '$file lists its parts, and its values are JSON',
    async golden => {
      const bytes = new Uint8Array(readFileSync(`${FOLDER}/${golden.file}`));
      const content = new BytesContent(bytes);
      const { entries } = await listZip(content, quietCall());
      expect(entries.map(({ name }) => name)).toEqual(golden.expect.files);
      const values = await valuesIn(content, quietCall());
      const text = new TextDecoder().decode(await values.read(0, values.size));
      expect(JSON.parse(text)).toEqual(golden.expect.value);
      expect(await values.read(values.size - 1, values.size + 9)).toEqual(
        new TextEncoder().encode('}')
      );
    }
  );
});
