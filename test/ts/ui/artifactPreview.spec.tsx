import {
  cleanup,
  configure,
  render,
  screen,
  within
} from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as React from 'react';

import { artifact, trans } from './fixtures';
import { servicesOver } from './viewing';
import type { IContentSource } from '../../../src/codecs/view';
import { CodecRegistry } from '../../../src/codecs/registry';
import { ViewerRegistry } from '../../../src/plugins/documents/viewers';
import type { Artifact } from '../../../src/protocol/generated';
import { ownViewers } from '../../../src/viewers/own';
import { ArtifactPreview } from '../../../src/viewers/preview/ArtifactPreview';

// A viewer is loaded when the first artifact of its kind is shown.
configure({ asyncUtilTimeout: 8000 });

const MIB = 1024 * 1024;
/** As every PNG begins. */
const PNG = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
const bytes = (text: string) => new TextEncoder().encode(text);

/** Bytes in memory, as long as the artifact says, which note what was read. */
class Content implements IContentSource {
  constructor(
    readonly size: number,
    private readonly _bytes: Uint8Array
  ) {}

  readonly reads: number[] = [];

  read(start: number, end: number): Promise<Uint8Array> {
    this.reads.push(end - start);
    return Promise.resolve(this._bytes.slice(start, end));
  }
}

const viewers = new ViewerRegistry();
for (const viewer of ownViewers(trans, new CodecRegistry())) {
  viewers.add(viewer);
}

function Previewed(props: { one: Artifact; content: Content }): JSX.Element {
  const { content, one } = props;
  const servicesOf = React.useCallback(() => servicesOver(content), [content]);
  return (
    <ArtifactPreview
      artifact={one}
      viewers={viewers}
      servicesOf={servicesOf}
      limitBytes={MIB}
      outputLimitBytes={64 * MIB}
    />
  );
}

function preview(
  given: Partial<Artifact>,
  from: Uint8Array
): { box: HTMLElement; content: Content } {
  const one = artifact(1, { preview: undefined, size: from.length, ...given });
  const content = new Content(one.size, from);
  render(<Previewed one={one} content={content} />);
  return { content, box: screen.getByRole('group', { name: /^Preview of/ }) };
}

describe('the preview of an artifact', () => {
  it('is the text of a text, and says that there is more', async () => {
    const { box, content } = preview(
      { kind: 'text', media_type: 'text/plain', codec: 'bytes.v1' },
      bytes('x'.repeat(3 * MIB))
    );
    await within(box).findByText('first 200,000 characters');
    expect(content.reads.reduce((sum, read) => sum + read, 0)).toBeLessThan(
      2 * MIB
    );
  });

  it('is a frame that can reach nothing for HTML', async () => {
    const markup = '<script>alert(1)</script>';
    const { box } = preview(
      { kind: 'html', media_type: 'text/html', codec: 'bytes.v1' },
      bytes(markup)
    );
    await within(box).findByText('Scripts are turned off.');
    const frame = box.querySelector('iframe');
    expect(frame?.getAttribute('sandbox')).toBe('');
    expect(frame?.getAttribute('srcdoc')).toContain(markup);
    expect(frame?.getAttribute('srcdoc')).toContain("default-src 'none'");
  });

  it('is each output of a mimebundle', async () => {
    const output = { output_type: 'stream', name: 'stdout', text: 'hi' };
    const { box } = preview(
      {
        kind: 'output',
        codec: 'mimebundle.v1',
        media_type: 'application/vnd.jupyter.mimebundle+json'
      },
      bytes(JSON.stringify({ nbformat: 4, outputs: [output] }))
    );
    expect((await within(box).findByText('hi')).tagName).toBe('PRE');
  });

  it('is the first bytes of what nobody can show', async () => {
    const { box, content } = preview(
      {
        kind: 'file',
        media_type: 'application/octet-stream',
        codec: 'bytes.v1'
      },
      new Uint8Array(4096)
    );
    await within(box).findAllByText('00 00 00 00 00 00 00 00');
    // They were read once, to see what they are.
    expect(content.reads).toEqual([4096]);
  });

  it('is refused, unread, where it would have to be read whole and is too large', async () => {
    const large: [Partial<Artifact>, number][] = [
      [{ kind: 'image', media_type: 'image/png', codec: 'bytes.v1' }, 2 * MIB],
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
      const { box, content } = preview({ ...facts, size }, new Uint8Array());
      const alert = within(box).getByRole('alert');
      expect(alert.textContent).toContain('Too large for a preview');
      expect(alert.textContent).toContain('Download it to see it.');
      await new Promise(resolve => setTimeout(resolve, 250));
      expect(content.reads).toEqual([]);
      cleanup();
    }
  });

  it('is a table with all its rows, read by the viewer of tables', async () => {
    const { box } = preview(
      { kind: 'text', media_type: 'text/csv', codec: 'bytes.v1' },
      bytes('city,size\nQuito,1\nLima,2\n')
    );
    await within(box).findByText('Quito');
    expect(box.textContent).toContain('2 rows2 columns');
    expect(within(box).queryByRole('button', { name: /Export/ })).toBeNull();
    expect(within(box).queryByRole('form')).toBeNull();
  });
});

describe('the preview in the sidebar', () => {
  const revoke = vi.fn();

  beforeEach(() => {
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
    artifact(1, {
      id,
      kind: 'image',
      media_type: 'image/png',
      codec: 'bytes.v1',
      size: PNG.length
    });

  it('reads nothing while someone runs down the list', async () => {
    vi.useFakeTimers();
    const content = new Content(PNG.length, PNG);
    const { rerender, unmount } = render(
      <Previewed one={picture('a')} content={content} />
    );
    for (const id of ['a', 'b', 'c']) {
      rerender(<Previewed one={picture(id)} content={content} />);
      await vi.advanceTimersByTimeAsync(50);
    }
    expect(content.reads).toEqual([]);
    await vi.advanceTimersByTimeAsync(200);
    vi.useRealTimers();
    const image = await screen.findByRole('img', { name: 'artifact 1' });
    expect(image.getAttribute('src')).toBe('blob:1');
    expect(content.reads).toEqual([PNG.length]);
    unmount();
    expect(revoke).toHaveBeenCalledWith('blob:1');
  });

  it('shows what the record says at once', () => {
    const { box, content } = preview(
      {
        kind: 'text',
        media_type: 'text/plain',
        preview: { type: 'text', text: 'hello', truncated: false }
      },
      new Uint8Array()
    );
    expect(box.textContent).toContain('hello');
    expect(content.reads).toEqual([]);
  });
});
