import { describe, expect, it } from 'vitest';

import type { Preview } from '../../../src/protocol/generated';
import { newId, utcNow } from '../../../src/protocol/ids';
import {
  codecType,
  extensionOf,
  formsOf,
  withEnding,
  kindOf,
  kinds
} from '../../../src/protocol/registry';
import { schemaFile } from '../schemaFile';

describe('the registry of types', () => {
  it('is that of schema/types.json', () => {
    const schema = schemaFile<{
      kinds: { kind: string }[];
      codecs: { codec: string }[];
    }>('types.json');
    expect(kinds).toEqual(schema.kinds.map(({ kind }) => kind));
    for (const row of schema.codecs) {
      expect(codecType(row.codec)).toEqual(row);
    }
  });

  it.each([
    ['ndarray-arrow.v1', 'application/vnd.apache.arrow.file', 'array'],
    ['table-arrow.v1', 'application/vnd.apache.arrow.file', 'table'],
    ['bytes.v1', 'application/vnd.apache.arrow.file', 'table'],
    ['bytes.v1', 'Image/PNG', 'image'],
    ['bytes.v1', 'text/html; charset=utf-8', 'html'],
    ['bytes.v1', 'text/x-unheard-of', 'text'],
    ['bytes.v1', 'application/x-unheard-of', 'file'],
    ['unheard-of.v9', 'application/pdf', 'pdf']
  ])('gives %s of %s the kind %s', (codec, mediaType, kind) => {
    expect(kindOf(codec, mediaType)).toBe(kind);
  });

  it('names files, known or not', () => {
    expect(extensionOf('ndarray-npy.v1', 'application/x-npy')).toBe('.npy');
    expect(extensionOf('unheard-of.v9', 'text/plain')).toBe('.txt');
    expect(extensionOf('onnx.v1', 'application/onnx')).toBe('.onnx');
    expect(extensionOf('bytes.v1', 'application/onnx')).toBe('');
  });

  it('says what an artifact can be downloaded as, the usual one first', () => {
    const names = (
      codec: string,
      preview?: Preview,
      media_type = 'application/octet-stream'
    ) => formsOf({ codec, media_type, preview }).map(({ form }) => form);
    expect(names('table-arrow.v1')).toEqual(['csv', 'parquet', 'kept']);
    const shape = [2, 3, 4];
    const array: Preview = { type: 'array', dtype: 'f8', shape };
    expect(names('ndarray-arrow.v1', array)).toEqual(['npy', 'kept']);
    const media_types = ['image/svg+xml', 'image/png', 'text/plain'];
    const bundle = 'application/vnd.jupyter.mimebundle+json';
    const output: Preview = { type: 'output', media_types };
    expect(names('figure-mimebundle.v1', output, bundle)).toEqual([
      'png',
      'svg',
      'txt',
      'kept'
    ]);
    expect(names('mimebundle.v1', undefined, bundle)).toEqual(['kept']);
    expect(names('unheard-of.v9')).toEqual(['kept']);
  });

  it('ends names as other programs know them', () => {
    const file = { codec: 'bytes.v1', media_type: 'text/csv; header=present' };
    expect(withEnding('data', file)).toBe('data.csv');
    expect(withEnding('data.tsv', file)).toBe('data.tsv');
    const table = {
      codec: 'table-arrow.v1',
      media_type: 'application/vnd.apache.arrow.file'
    };
    const [csv] = formsOf(table);
    expect(withEnding('data', table, csv)).toBe('data.csv');
    expect(withEnding('data', table)).toBe('data.arrow');
  });
});

describe('ids and times', () => {
  it('are version 4 UUIDs without dashes, and no two the same', () => {
    const ids = Array.from({ length: 200 }, newId);
    for (const id of ids) {
      expect(id).toMatch(/^[0-9a-f]{12}4[0-9a-f]{3}[89ab][0-9a-f]{15}$/);
    }
    expect(new Set(ids).size).toBe(200);
  });

  it('are UTC with milliseconds', () => {
    expect(utcNow()).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });
});
