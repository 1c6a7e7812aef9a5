import { createHash } from 'node:crypto';

import { OutputAreaModel } from '@jupyterlab/outputarea';
import { describe, expect, it } from 'vitest';

import { cellRequests } from '../../../src/capture/cells';
import {
  cellOutputRequests,
  outputRequest,
  type ICapturedCell
} from '../../../src/capture/outputs';
import { RunChooser } from '../../../src/model/runs';
import type { Run } from '../../../src/protocol/generated';
import type { SaveSource } from '../../../src/transfer/request';
import { PNG_3_BY_2 } from './png';
import { textOf } from './textOf';

const RUN: Run = new RunChooser().runOf({
  notebook: 'work/analysis.ipynb',
  kernelId: '6a1f3c1e-8d0b-4e0f-9a51-1f1f60a7a001'
});
const THUMBNAIL = new Uint8Array([1, 2, 3]);
const CHOICE = {
  run: RUN,
  category: 'output' as const,
  thumbnail: () => Promise.resolve(THUMBNAIL)
};
const SOURCE = 'print("fitting")\nfig = plot()\nfig';

/** A cell whose outputs went through JupyterLab's own model, as in a notebook. */
function capturedCell(): ICapturedCell {
  const model = new OutputAreaModel({ trusted: true });
  model.add({ output_type: 'stream', name: 'stdout', text: 'fitting\n' });
  model.add({ output_type: 'stream', name: 'stdout', text: 'done\n' });
  model.add({
    output_type: 'display_data',
    data: { 'image/png': PNG_3_BY_2, 'text/plain': '<Figure>' },
    metadata: { 'image/png': { width: 640, height: 480 } }
  });
  return {
    outputs: model.toJSON(),
    source: SOURCE,
    cellId: 'c0ffee00',
    executionCount: 7,
    notebook: 'work/analysis.ipynb',
    kernelId: '6a1f3c1e-8d0b-4e0f-9a51-1f1f60a7a001',
    language: 'python 3.11.7'
  };
}

describe('an output as a thing to save', () => {
  it('is the whole mimebundle of the output that was meant, and of no other', async () => {
    const request = await outputRequest(capturedCell(), 1, CHOICE);
    expect(request).toMatchObject({
      name: 'fig',
      category: 'output',
      codec: 'mimebundle.v1',
      mediaType: 'application/vnd.jupyter.mimebundle+json',
      summary: '640 × 480',
      metadata: {}
    });
    expect(request.thumbnail).toBe(THUMBNAIL);
    expect(await contentOf(request.source)).toEqual({
      nbformat: 4,
      outputs: [
        {
          output_type: 'display_data',
          data: { 'image/png': PNG_3_BY_2, 'text/plain': '<Figure>' },
          metadata: { 'image/png': { width: 640, height: 480 } }
        }
      ]
    });
  });

  it('knows where it comes from', async () => {
    const { provenance } = await outputRequest(capturedCell(), 1, CHOICE);
    expect(provenance).toEqual({
      via: 'output',
      captured: 'display',
      output_index: 1,
      notebook: 'work/analysis.ipynb',
      cell_id: 'c0ffee00',
      execution_count: 7,
      source: SOURCE,
      source_sha256: createHash('sha256').update(SOURCE).digest('hex'),
      kernel_id: '6a1f3c1e-8d0b-4e0f-9a51-1f1f60a7a001',
      language: 'python 3.11.7'
    });
  });

  it('joins what the kernel printed in pieces', async () => {
    const request = await outputRequest(capturedCell(), 0, CHOICE);
    expect((await contentOf(request.source)).outputs[0]).toEqual({
      output_type: 'stream',
      name: 'stdout',
      text: 'fitting\ndone\n'
    });
    expect(request).toMatchObject({
      name: 'text of cell [7]',
      summary: '2 lines'
    });
    expect(request.thumbnail).toBeUndefined();
  });

  it('says that a live widget is kept without its state', async () => {
    const cell: ICapturedCell = {
      source: 'slider',
      outputs: [
        {
          output_type: 'display_data',
          data: {
            'application/vnd.jupyter.widget-view+json': { model_id: 'm' }
          },
          metadata: {}
        }
      ]
    };
    const request = await outputRequest(cell, 0, CHOICE);
    expect(request.metadata).toEqual({ live_widget: true });
    expect(request.summary).toBe('live widget, without its state');
  });

  it('has the pictures in it that it shows from beside the notebook', async () => {
    const shown = {
      output_type: 'display_data',
      data: {
        'text/markdown': '![x](plot.png) `![x](gone.png)`',
        'text/html': '<img width="9" src="plot.png"> ![x](plot.png)',
        'text/plain': '<Markdown>'
      },
      metadata: {}
    };
    const cell: ICapturedCell = {
      source: 'show()',
      outputs: [shown],
      readPicture: path =>
        Promise.resolve(path === 'plot.png' ? 'iVBO' : undefined)
    };
    const digest = textOf;
    const request = await outputRequest(cell, 0, { ...CHOICE, digest });
    const picture = 'data:image/png;base64,iVBO';
    expect((await contentOf(request.source)).outputs[0]).toMatchObject({
      data: {
        'text/markdown': `![x](${picture}) \`![x](gone.png)\``,
        'text/html': `<img width="9" src="${picture}"> ![x](plot.png)`,
        'text/plain': '<Markdown>'
      }
    });
    // The same path may show another picture tomorrow, which nobody has kept.
    expect(request.provenance?.output_sha256).toBeUndefined();

    const exact = await outputRequest(cell, 0, { ...CHOICE, isExact: true });
    expect((await contentOf(exact.source)).outputs[0]).toEqual(shown);
  });

  it('is refused where the cell was run again and has it no more', async () => {
    await expect(
      outputRequest(capturedCell(), 2, CHOICE)
    ).rejects.toMatchObject({ code: 'EMPTY_SELECTION' });
  });

  it('is refused a name that no artifact can have', async () => {
    const choice = { ...CHOICE, name: '../x' };
    await expect(
      outputRequest(capturedCell(), 1, choice)
    ).rejects.toMatchObject({ code: 'BAD_NAME' });
  });

  it('has another name than the other outputs of its cell', async () => {
    const requests = await cellOutputRequests(
      { ...capturedCell(), outputs: [picture(), picture()] },
      CHOICE
    );
    expect(requests.map(({ name }) => name)).toEqual([
      'picture of cell [7]',
      'fig'
    ]);
  });
});

describe('dragged cells', () => {
  const code = {
    cell_type: 'code',
    id: 'one',
    source: ['a = 1\n', 'a'],
    metadata: {},
    execution_count: 3,
    outputs: [picture()]
  };
  const markdown = {
    cell_type: 'markdown',
    id: 'two',
    source: '# Notes\n\nSee [1].',
    metadata: {}
  };

  it('give their outputs, each with the source as provenance', async () => {
    const [save, ...rest] = await cellRequests([code], {}, CHOICE);
    expect(rest).toEqual([]);
    expect(save?.output).toEqual({ cellId: 'one', index: 0 });
    expect(save?.request).toMatchObject({
      name: 'a',
      codec: 'mimebundle.v1',
      provenance: { via: 'cell', cell_id: 'one', source: 'a = 1\na' }
    });
  });

  it('without outputs give their source', async () => {
    const [save] = await cellRequests(
      [markdown],
      { language: 'python 3.11.7' },
      CHOICE
    );
    expect(save?.output).toBeUndefined();
    expect(save?.request).toMatchObject({
      name: 'Notes',
      mediaType: 'text/markdown',
      codec: 'bytes.v1',
      summary: '3 lines'
    });
    expect(save!.request.source).toEqual({
      type: 'bytes',
      bytes: new TextEncoder().encode('# Notes\n\nSee [1].')
    });
  });

  it('that are dropped on code give their source even with outputs', async () => {
    const [save] = await cellRequests(
      [code],
      { language: 'julia 1.10' },
      { ...CHOICE, category: 'code' }
    );
    expect(save?.request).toMatchObject({
      category: 'code',
      mediaType: 'text/x-julia'
    });
  });

  it('that are empty give nothing, and no two things the same name', async () => {
    const empty = { ...code, source: '  \n', outputs: [] };
    const saves = await cellRequests([code, empty, code], {}, CHOICE);
    expect(saves.map(({ request }) => request.name)).toEqual(['a', 'a (2)']);
  });
});

function picture() {
  return {
    output_type: 'display_data',
    data: { 'image/png': PNG_3_BY_2 },
    metadata: {}
  };
}

async function contentOf(source: SaveSource) {
  const blob = source.type === 'blob' ? source.blob : new Blob();
  return JSON.parse(await textOf(blob)) as { outputs: unknown[] };
}
