import type * as nbformat from '@jupyterlab/nbformat';
import { describe, expect, it } from 'vitest';

import {
  encodeOutputs,
  fromBase64,
  imageOf,
  mediaTypesOf,
  normaliseOutput,
  pngSize,
  previewOf
} from '../../../src/capture/bundle';
import { PNG_3_BY_2 } from './png';
import { textOf } from './textOf';

const FIGURE: nbformat.IDisplayData = {
  output_type: 'display_data',
  data: {
    'text/plain': '<Figure size 3x2 with 1 Axes>',
    'image/png': PNG_3_BY_2,
    'image/svg+xml': ['<svg xmlns="http://www.w3.org/2000/svg">', '</svg>']
  },
  metadata: {}
};

describe('the bytes of an output', () => {
  it('hold every representation, unchanged', async () => {
    const text = await textOf(encodeOutputs([FIGURE]));
    expect(JSON.parse(text)).toEqual({ nbformat: 4, outputs: [FIGURE] });
  });

  it('hold the text of a stream as one string, however the model wraps it', () => {
    for (const text of ['a\nb\n', ['a\n', 'b\n'], { text: 'a\nb\n' }]) {
      const stream = { output_type: 'stream', name: 'stdout', text };
      expect(normaliseOutput(stream)['text']).toBe('a\nb\n');
    }
  });

  it('leave out what is only for the page that made it', () => {
    const output = { ...FIGURE, transient: { display_id: 'x' } };
    expect(normaliseOutput(output)).toEqual(FIGURE);
  });

  it('are the same whatever the order of the keys and the number of the run', async () => {
    const made = (output: nbformat.IOutput) => textOf(encodeOutputs([output]));
    const first = {
      output_type: 'execute_result',
      execution_count: 3,
      data: { 'text/plain': 'x', 'text/html': '<b>x</b>' },
      metadata: {}
    };
    const again = {
      metadata: {},
      data: { 'text/html': '<b>x</b>', 'text/plain': 'x' },
      execution_count: 8,
      output_type: 'execute_result'
    };
    expect(await made(first)).toBe(await made(again));
    expect(await made(first)).toContain('"execution_count":null');
  });

  it('survive any Unicode', async () => {
    const output = {
      output_type: 'stream',
      name: 'stdout',
      text: 'Ω 日本 🙂 \u2028'
    };
    const text = await textOf(encodeOutputs([output]));
    const { outputs } = JSON.parse(text) as { outputs: unknown[] };
    expect(outputs[0]).toEqual(output);
  });
});

describe('the preview of an output', () => {
  it('names its representations, richest first', () => {
    expect(previewOf([FIGURE]).media_types).toEqual([
      'image/svg+xml',
      'image/png',
      'text/plain'
    ]);
  });

  it('tells the size of its picture from the PNG itself', () => {
    expect(previewOf([FIGURE])).toMatchObject({ width: 3, height: 2 });
  });

  it('tells the size at which the picture is shown where the metadata do', () => {
    const retina = {
      ...FIGURE,
      metadata: { 'image/png': { width: 320, height: 240 } }
    };
    expect(previewOf([retina])).toMatchObject({ width: 320, height: 240 });
  });

  it('cuts its text at 2,000 characters and never inside one', () => {
    const output = {
      output_type: 'stream',
      name: 'stdout',
      text: '🙂'.repeat(3000)
    };
    expect(previewOf([output]).text).toBe('🙂'.repeat(2000));
  });

  it('shows an error without the colours of a terminal', () => {
    const error = {
      output_type: 'error',
      ename: 'ValueError',
      evalue: 'no',
      traceback: ['\u001b[0;31mValueError\u001b[0m: no']
    };
    expect(previewOf([error]).text).toBe('ValueError: no');
  });

  it('puts a live widget first and unknown types before plain text', () => {
    const output = {
      output_type: 'display_data',
      data: {
        'text/plain': 'x',
        'application/vnd.mine+json': {},
        'application/vnd.jupyter.widget-view+json': {}
      },
      metadata: {}
    };
    expect(mediaTypesOf(output)).toEqual([
      'application/vnd.jupyter.widget-view+json',
      'application/vnd.mine+json',
      'text/plain'
    ]);
  });
});

describe('pictures', () => {
  it('are taken from the PNG before the SVG', () => {
    const image = imageOf(FIGURE);
    expect(image?.mediaType).toBe('image/png');
    expect(pngSize(image!.bytes)).toEqual([3, 2]);
  });

  it('are none where the base64 is damaged', () => {
    expect(fromBase64('%%%')).toBeNull();
    expect(pngSize(new Uint8Array([1, 2, 3]))).toBeNull();
  });
});
