import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { newId, utcNow } from '../../../src/protocol/ids';
import {
  codecType,
  extensionOf,
  kindLabel,
  kindOf,
  kinds
} from '../../../src/protocol/registry';

describe('the registry of types', () => {
  it('is that of schema/types.json', () => {
    const schema = JSON.parse(readFileSync('schema/types.json', 'utf8')) as {
      kinds: { kind: string }[];
      codecs: { codec: string }[];
    };
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

  it('names kinds and files, known or not', () => {
    expect(kindLabel('plotly')).toBe('Plotly figure');
    expect(kindLabel('hologram')).toBe('hologram');
    expect(extensionOf('ndarray-npy.v1')).toBe('.npy');
    expect(extensionOf('unheard-of.v9')).toBe('');
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
