import * as React from 'react';
import type { TranslationBundle } from '@jupyterlab/translation';

import type {
  MimeBundle,
  OutputContent,
  PreviewContent
} from '../previewContent';

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;
/** Pictures that a browser shows and that cannot hold a script. */
const PICTURES: readonly string[] = [
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'image/bmp'
];

/** The best of what a bundle offers: a figure, a picture, markup, a value, and last its text. */
export function contentOfBundle(bundle: MimeBundle): PreviewContent | null {
  const plotly = bundle['application/vnd.plotly.v1+json'];
  if (plotly !== undefined) {
    return { view: 'plotly', figure: plotly };
  }
  const svg = textOf(bundle['image/svg+xml']);
  if (svg !== null) {
    return { view: 'sandboxed', language: 'svg', markup: svg };
  }
  for (const mediaType of PICTURES) {
    const data = textOf(bundle[mediaType])?.replace(/\s/g, '');
    if (data && BASE64.test(data)) {
      const url = `data:${mediaType};base64,${data}`;
      return { view: 'image', url, mediaType };
    }
  }
  const html = textOf(bundle['text/html']);
  if (html !== null) {
    return { view: 'sandboxed', language: 'html', markup: html };
  }
  if (bundle['application/json'] !== undefined) {
    return { view: 'json', value: bundle['application/json'] };
  }
  for (const mediaType of ['text/markdown', 'text/latex', 'text/plain']) {
    const text = textOf(bundle[mediaType]);
    if (text !== null) {
      return { view: 'text', text, truncated: false };
    }
  }
  return null;
}

/** nbformat writes text as a string or as a list of lines. */
function textOf(value: unknown): string | null {
  if (typeof value === 'string') {
    return value;
  }
  const lines: unknown[] = Array.isArray(value) ? value : [];
  return lines.length > 0 && lines.every(line => typeof line === 'string')
    ? lines.join('')
    : null;
}

/** Outputs one under the other, each in its best representation. */
export function OutputView(props: {
  bundles: readonly MimeBundle[];
  widgets?: OutputContent['widgets'];
  trans: TranslationBundle;
  /** Draws the representation; passed in because it draws outputs too. */
  draw: (content: PreviewContent) => JSX.Element;
}): JSX.Element {
  const { bundles, draw, trans, widgets } = props;
  return (
    <div className="ck-OutputView">
      {bundles.map((bundle, index) => {
        const widget = widgets?.[index];
        const content: PreviewContent | null = widget
          ? { view: 'widget', widget }
          : contentOfBundle(bundle);
        return (
          <React.Fragment key={index}>
            {content ? (
              draw(content)
            ) : (
              <p className="ck-Preview-message">
                {trans.__(
                  'Nothing here shows %1.',
                  Object.keys(bundle).join(', ')
                )}
              </p>
            )}
          </React.Fragment>
        );
      })}
    </div>
  );
}
