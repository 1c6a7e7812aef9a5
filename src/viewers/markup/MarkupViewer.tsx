import { Sanitizer } from '@jupyterlab/apputils';
import * as React from 'react';

import type { IViewerProps } from '../../tokens';
import { SandboxedView } from '../../ui/preview/SandboxedView';
import { useServices } from '../frame/services';
import { Awaited } from '../frame/States';
import { readWhole } from '../frame/readWhole';
import { useCall } from '../frame/useCall';
import { escaped, notebookMarkup } from './notebook';

const MOST_BYTES = 32 * 1024 * 1024;

/** HTML, Markdown and notebooks as pages, in a frame that can reach nothing. */
export function MarkupViewer(
  props: IViewerProps & { language: 'html' | 'markdown' | 'notebook' }
): JSX.Element {
  const { artifact, content, language } = props;
  const { markdown, trans } = useServices();
  const [page, retry] = useCall(
    async call => {
      const text = new TextDecoder().decode(
        await readWhole(content, call, MOST_BYTES)
      );
      const sanitizer = new Sanitizer();
      // Sanitised although the frame runs no script: a page must not look like another part of itself.
      const render = async (source: string): Promise<string> =>
        markdown
          ? sanitizer.sanitize(await markdown.render(source))
          : `<pre>${escaped(source)}</pre>`;
      switch (language) {
        case 'html':
          return text;
        case 'markdown':
          return render(text);
        case 'notebook':
          return notebookMarkup(text, render);
      }
    },
    [content, language, markdown]
  );
  return (
    <Awaited state={page} label={trans.__('Loading the page:')} onRetry={retry}>
      {markup => (
        <div className="ck-MarkupViewer">
          <SandboxedView
            content={{ view: 'sandboxed', language: 'html', markup }}
            name={artifact.name}
            trans={trans}
          />
        </div>
      )}
    </Awaited>
  );
}
