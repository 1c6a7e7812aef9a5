import { describe, expect, it } from 'vitest';

import { encodeOutputs } from '../../../src/capture/bundle';
import { liveObjectOf } from '../../../src/capture/liveObject';
import {
  readReference,
  REFERENCE,
  referenceOutput
} from '../../../src/capture/reference';
import { stateBehind, type IWidgetState } from '../../../src/capture/widgets';
import { artifact } from '../plugins/artifact';
import { textOf } from './textOf';

describe('a reference in a notebook', () => {
  const kept = { ...artifact(), sha256: 'a'.repeat(64) };

  it('says enough to find the artifact again, and has a picture and text', () => {
    const picture = new Uint8Array([1, 2, 3]);
    const { data } = referenceOutput(kept, picture, 'words');
    expect(Object.keys(data)).toEqual([REFERENCE, 'image/png', 'text/plain']);
    expect(data['image/png']).toBe('AQID');
    expect(readReference(data[REFERENCE])).toMatchObject({
      id: kept.id,
      name: kept.name,
      version: kept.version,
      sha256: kept.sha256
    });
  });

  it.each([
    ['nothing', null],
    [
      'a path for an id',
      { id: '../../etc', name: 'a', sha256: 'a'.repeat(64) }
    ],
    ['no digest', { id: '1'.repeat(32), name: 'a' }],
    ['no name', { id: '1'.repeat(32), sha256: 'a'.repeat(64) }]
  ])('is none with %s', (_, value) => {
    expect(readReference(value)).toBeUndefined();
  });
});

describe('the mark of a live object', () => {
  const marked = (cellkeep: unknown) => ({ metadata: { cellkeep } });

  it('is read where it makes sense', () => {
    const object = 'a'.repeat(32);
    const mark = { object, kind: 'table', summary: '3 × 2' };
    expect(liveObjectOf(marked(mark))).toEqual({
      id: object,
      kind: 'table',
      summary: '3 × 2'
    });
    expect(liveObjectOf(marked({ object: 'x' }))).toBeUndefined();
    expect(liveObjectOf(marked(null))).toBeUndefined();
    expect(liveObjectOf({})).toBeUndefined();
  });

  it('is not part of what is kept as displayed', async () => {
    const output = {
      output_type: 'display_data',
      data: { 'text/plain': '1' },
      metadata: { ...marked({ object: 'a'.repeat(32) }).metadata, other: 1 }
    };
    const text = await textOf(encodeOutputs([output as never]));
    expect(text).not.toContain('cellkeep');
    expect(text).toContain('other');
  });
});

it('a widget’s state holds its model and all that it refers to, and no other', () => {
  const model = (state: object) =>
    ({ model_name: 'M', model_module: 'm', state }) as never;
  const all: IWidgetState = {
    version_major: 2,
    version_minor: 0,
    state: {
      box: model({ children: ['IPY_MODEL_a', { deep: 'IPY_MODEL_b' }] }),
      a: model({ layout: 'IPY_MODEL_box' }),
      b: model({ value: 3 }),
      other: model({})
    }
  };
  const found = stateBehind(all, 'box');
  expect(Object.keys(found?.state ?? {}).sort()).toEqual(['a', 'b', 'box']);
  expect(stateBehind(all, 'gone')).toBeUndefined();
});
