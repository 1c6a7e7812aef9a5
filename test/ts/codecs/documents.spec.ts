import { describe, expect, it } from 'vitest';

import { decodeMimebundle } from '../../../src/codecs/mimebundle';
import { decodeSafetensors } from '../../../src/codecs/safetensors';
import { decodeJson, decodePlotly, decodeText } from '../../../src/codecs/text';
import { BytesContent, contentOf } from './content';

describe('text', () => {
  it('is cut between characters where it is long, and says so', async () => {
    const content = contentOf(`x${'é'.repeat(200_000)}`);
    const view = await decodeText(content, 'text/plain');
    expect(view.complete).toBe(false);
    // 262,144 bytes: one of x, two of each é, and half an é that waits for its rest.
    expect(view.text).toBe(`x${'é'.repeat(131_071)}`);
    expect(content.bytesRead).toBe(262_144);
  });

  it.each([
    ['text/plain; charset=latin1', [0xe9], 'é'],
    ['text/plain', [0xff, 0xfe, 0xe9, 0x00], 'é'],
    ['text/plain; charset=klingon', [0x41], 'A'],
    ['text/plain', [0x41, 0xff], 'Aÿ'],
    ['text/plain', [0x41, 0x00, 0x42, 0x00], 'AB'],
    ['text/plain; charset=utf-8', [0x41, 0xff], 'Aÿ']
  ])('of %s %j is %s', async (mediaType, bytes, text) => {
    const content = new BytesContent(Uint8Array.from(bytes));
    expect((await decodeText(content, mediaType)).text).toBe(text);
  });
});

describe('JSON', () => {
  it('is a value, or its text where it is none', async () => {
    const value = { a: [1, null] };
    expect(await decodeJson(contentOf(value), 'application/json')).toEqual({
      type: 'json',
      value
    });
    const broken = await decodeJson(contentOf('{"a": '), 'application/json');
    expect(broken).toMatchObject({ type: 'text', text: '{"a": ' });
  });

  it('of a Plotly figure is the figure', async () => {
    const figure = { data: [{ type: 'bar' }], layout: {} };
    expect(await decodePlotly(contentOf(figure))).toEqual({
      type: 'plotly',
      figure
    });
    await expect(decodePlotly(contentOf('[1]'))).rejects.toMatchObject({
      code: 'CONTENT_UNREADABLE'
    });
  });
});

describe('mimebundles', () => {
  const output = {
    output_type: 'display_data',
    data: { 'text/plain': 'x' },
    metadata: {}
  };

  it.each([
    ['nbformat outputs', { nbformat: 4, outputs: [output], widgets: { a: 1 } }],
    ['one bare bundle', { data: output.data }]
  ])('of %s are outputs', async (_, document) => {
    const view = await decodeMimebundle(contentOf(document));
    expect(view).toMatchObject({ type: 'outputs', outputs: [output] });
    expect(view.widgets).toEqual((document as { widgets?: unknown }).widgets);
  });

  it.each([{}, { outputs: [1] }, { outputs: {} }])(
    '%j is refused',
    async document => {
      await expect(decodeMimebundle(contentOf(document))).rejects.toMatchObject(
        { code: 'CONTENT_UNREADABLE' }
      );
    }
  );
});

describe('safetensors', () => {
  function safetensors(header: object, bytes: number): BytesContent {
    const text = new TextEncoder().encode(JSON.stringify(header));
    const file = new Uint8Array(8 + text.length + bytes);
    new DataView(file.buffer).setBigUint64(0, BigInt(text.length), true);
    file.set(text, 8);
    return new BytesContent(file);
  }

  it('are listed from their header alone', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 2000 }, (_, index) => [
        `layers.${index}.weight`,
        {
          dtype: 'BF16',
          shape: [2, 3],
          data_offsets: [12 * index, 12 * index + 12]
        }
      ])
    );
    const content = safetensors(
      { __metadata__: { format: 'pt' }, ...many },
      1_000_000
    );
    const view = await decodeSafetensors(content);
    expect(view.tensors).toHaveLength(2000);
    expect(view.tensors[1999]).toEqual({
      name: 'layers.1999.weight',
      dtype: 'bfloat16',
      shape: [2, 3],
      bytes: 12,
      descr: 'bfloat16',
      start: expect.any(Number) as number
    });
    expect(view.parameters).toBe(12_000);
    expect(view.metadata).toEqual({ format: 'pt' });
    expect(content.bytesRead).toBeLessThan(300_000);
  });

  it('are refused where the header is no header', async () => {
    const file = new Uint8Array(100).fill(0xff);
    await expect(
      decodeSafetensors(new BytesContent(file))
    ).rejects.toMatchObject({ code: 'CONTENT_UNREADABLE' });
  });
});
