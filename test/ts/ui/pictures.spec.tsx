import { screen } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import * as React from 'react';

import { artifact } from './fixtures';
import { drawn, show } from './viewing';
import { ImageDifference } from '../../../src/viewers/compare/ImageDifference';
import { FigureViewer } from '../../../src/viewers/media/FigureViewer';
import { ImageViewer } from '../../../src/viewers/media/ImageViewer';
import { contentOf } from '../codecs/content';

const SVG =
  '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
const figure = {
  type: 'outputs',
  outputs: [
    {
      output_type: 'display_data',
      data: { 'image/svg+xml': SVG },
      metadata: {}
    }
  ]
} as const;
const one = artifact(1, {
  name: 'thing',
  kind: 'image',
  media_type: 'image/svg+xml',
  codec: 'bytes.v1',
  size: SVG.length
});
const content = contentOf(SVG);
const given = {
  artifact: one,
  content,
  contentUrl: 'http://server/content',
  view: undefined
};

/** The URL that the browser opens where a person wants the picture in a tab of its own. */
function opened(): string | null | undefined {
  const image = screen.queryByRole('img', { name: 'thing' });
  const frame = screen.queryByTitle('thing');
  return (image ?? inside(inside(frame)))?.getAttribute('src');
}

/** The first frame or picture in a frame. */
function inside(frame: Element | null): Element | null {
  const text = frame?.getAttribute('srcdoc') ?? '';
  const page = new DOMParser().parseFromString(text, 'text/html');
  return page.querySelector('iframe, img');
}
const PATIENCE = { timeout: 4000 };

// A `blob:` URL has the page's origin: opened in a tab, the picture's scripts are Jupyter's own.
describe('the URL of an SVG picture has no origin', () => {
  beforeEach(() => {
    Object.assign(URL, {
      createObjectURL: () => 'blob:of-the-page',
      revokeObjectURL: () => undefined
    });
  });

  const data = `data:image/svg+xml;base64,${btoa(SVG)}`;

  it.each([true, false])('as a file (compact: %s)', async compact => {
    drawn(<ImageViewer {...given} compact={compact} isSvg />, content);
    await expect.poll(opened, PATIENCE).toBe(data);
  });

  it.each([true, false])('as a figure (compact: %s)', async compact => {
    drawn(<FigureViewer {...given} view={figure} compact={compact} />, content);
    await expect.poll(opened, PATIENCE).toBe(data);
  });

  it('as what a decoder calls a picture, of any XML', async () => {
    const media = { type: 'media', media: 'image', mediaType: '' } as const;
    show(media, { ...one, media_type: 'image/other+xml' }, content);
    await expect
      .poll(opened, PATIENCE)
      .toMatch(/^data:image\/other\+xml;base64,/);
  });

  it('in a comparison', async () => {
    drawn(
      <ImageDifference before={one} after={one} formats={['svg', 'svg']} />,
      content
    );
    const images = await screen.findAllByRole('img');
    await Promise.all(
      images.map(image =>
        expect.poll(() => image.getAttribute('src')).toBe(data)
      )
    );
    expect(images).toHaveLength(2);
  });

  it('where a picture of pixels keeps its cheaper one', async () => {
    drawn(
      <ImageViewer
        {...given}
        artifact={{ ...one, media_type: 'image/png' }}
        compact
        isSvg={false}
      />,
      content
    );
    await expect.poll(opened, PATIENCE).toBe('blob:of-the-page');
  });
});
