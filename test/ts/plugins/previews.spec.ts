import './jupyterlab';

import { nullTranslator } from '@jupyterlab/translation';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { addDefaultDecoders } from '../../../src/codecs/defaults';
import { CodecRegistry } from '../../../src/codecs/registry';
import { PreviewModel } from '../../../src/plugins/artifacts/previewModel';
import { loadPreview } from '../../../src/plugins/artifacts/previews';
import type { Artifact } from '../../../src/protocol/generated';
import { artifact } from './artifact';

/** The real decoders over bytes in memory, which notes what was read. */
function cellkeepOf(bytes: Uint8Array) {
  const codecs = new CodecRegistry();
  addDefaultDecoders(codecs);
  const reads: number[] = [];
  const content = (one: Artifact) => ({
    size: one.size,
    read: (start: number, end: number) => {
      reads.push(end - start);
      return Promise.resolve(bytes.slice(start, end));
    }
  });
  return {
    reads,
    content,
    contentUrl: () => 'http://server/content',
    decode: (one: Artifact, signal?: AbortSignal) =>
      codecs.decoderFor(one)!.decode(one, content(one), signal)
  };
}

const MIB = 1024 * 1024;
const trans = nullTranslator.load('');
const never = new AbortController().signal;
const bytes = (text: string) => new TextEncoder().encode(text);

describe('the preview of an artifact', () => {
  it('is the text of a text, and says that there is more', async () => {
    const cellkeep = cellkeepOf(bytes('x'.repeat(3 * MIB)));
    const { content } = await loadPreview(
      artifact({ size: 3 * MIB }),
      { cellkeep, limitBytes: MIB, trans },
      never
    );
    expect(content).toMatchObject({ view: 'text', truncated: true });
    expect(cellkeep.reads.reduce((sum, read) => sum + read, 0)).toBeLessThan(
      2 * MIB
    );
  });

  it('is a frame that can reach nothing for HTML', async () => {
    const markup = '<script>alert(1)</script>';
    const { content } = await loadPreview(
      artifact({ kind: 'html', media_type: 'text/html', size: markup.length }),
      { cellkeep: cellkeepOf(bytes(markup)), limitBytes: MIB, trans },
      never
    );
    expect(content).toEqual({ view: 'sandboxed', language: 'html', markup });
  });

  it('is each output of a mimebundle', async () => {
    const output = { output_type: 'stream', name: 'stdout', text: 'hi' };
    const json = JSON.stringify({ nbformat: 4, outputs: [output] });
    const { content } = await loadPreview(
      artifact({
        kind: 'output',
        codec: 'mimebundle.v1',
        media_type: 'application/vnd.jupyter.mimebundle+json',
        size: json.length
      }),
      { cellkeep: cellkeepOf(bytes(json)), limitBytes: MIB, trans },
      never
    );
    expect(content).toEqual({
      view: 'output',
      bundles: [{ 'text/plain': 'hi' }]
    });
  });

  it('is the first bytes of what nobody can show', async () => {
    const cellkeep = cellkeepOf(new Uint8Array(4096));
    const { content } = await loadPreview(
      artifact({
        kind: 'file',
        media_type: 'application/octet-stream',
        size: 4096
      }),
      { cellkeep, limitBytes: MIB, trans },
      never
    );
    expect(content).toMatchObject({ view: 'bytes', size: 4096 });
    expect(cellkeep.reads).toEqual([512]);
  });

  it('is refused, unread, where it would have to be read whole and is too large', async () => {
    const cellkeep = cellkeepOf(new Uint8Array());
    const large: [Partial<Artifact>, number][] = [
      [{ kind: 'image', media_type: 'image/png' }, 2 * MIB],
      [
        {
          kind: 'output',
          codec: 'mimebundle.v1',
          media_type: 'application/vnd.jupyter.mimebundle+json'
        },
        65 * MIB
      ]
    ];
    for (const [facts, size] of large) {
      const options = { cellkeep, limitBytes: MIB, trans };
      await expect(
        loadPreview(artifact({ ...facts, size }), options, never)
      ).rejects.toMatchObject({
        code: 'TOO_LARGE',
        hint: 'Download it to see it.'
      });
    }
    expect(cellkeep.reads).toEqual([]);
  });
});

describe('the preview in the sidebar', () => {
  const revoke = vi.fn();

  beforeEach(() => {
    vi.useFakeTimers();
    let count = 0;
    Object.assign(URL, {
      createObjectURL: () => `blob:${++count}`,
      revokeObjectURL: revoke
    });
  });

  afterEach(() => {
    vi.useRealTimers();
    vi.clearAllMocks();
  });

  const picture = (id: string) =>
    artifact({ id, kind: 'image', media_type: 'image/png', size: 4 });

  it('fetches nothing while someone runs down the list', async () => {
    const cellkeep = cellkeepOf(bytes('four'));
    const model = new PreviewModel(() => ({
      cellkeep,
      limitBytes: MIB,
      trans
    }));
    for (const id of ['a', 'b', 'c']) {
      model.show(picture(id));
      await vi.advanceTimersByTimeAsync(50);
    }
    expect(cellkeep.reads).toEqual([]);
    await vi.advanceTimersByTimeAsync(200);
    expect(cellkeep.reads).toEqual([4]);
    expect(model.snapshot).toMatchObject({
      status: 'ready',
      value: { view: 'image', url: 'blob:1' }
    });
    model.dispose();
    expect(revoke).toHaveBeenCalledWith('blob:1');
  });

  it('shows what the manifest says at once', () => {
    const cellkeep = cellkeepOf(new Uint8Array());
    const model = new PreviewModel(() => ({
      cellkeep,
      limitBytes: MIB,
      trans
    }));
    const preview = { type: 'text', text: 'hello', truncated: false } as const;
    model.show(artifact({ preview }));
    expect(model.snapshot).toMatchObject({
      status: 'ready',
      value: { view: 'text', text: 'hello' }
    });
    model.dispose();
  });
});
