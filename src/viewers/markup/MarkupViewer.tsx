import * as React from 'react';

import { CellkeepError } from '../../protocol/errors';
import type { IViewerProps } from '../../tokens';
import { useServices } from '../frame/services';
import { Awaited } from '../frame/States';
import { useCall } from '../frame/useCall';
import type { Work } from '../work/client';
import { SandboxedView } from './SandboxedView';

/** Markdown may be written so that reading it takes forever. */
const MOST_MS = 20_000;

/** HTML, Markdown and notebooks as pages, in a frame that can reach nothing. */
export function MarkupViewer(
  props: IViewerProps & { language: 'html' | 'markdown' | 'notebook' }
): JSX.Element {
  const { artifact, content, language } = props;
  const { trans, work } = useServices();
  const [page, retry] = useCall(
    call =>
      within(MOST_MS, work, async () => {
        const markup = await work.open('markup', [content], {}, call);
        return markup.page(call, language);
      }),
    [content, language, work]
  );
  return (
    <Awaited state={page} label={trans.__('Loading the page:')} onRetry={retry}>
      {markup => (
        <div className="jp-Cellkeep-MarkupViewer">
          <SandboxedView language="html" markup={markup} name={artifact.name} />
        </div>
      )}
    </Awaited>
  );
}

/** Work of a worker that is ended where it takes too long. */
async function within<T>(
  milliseconds: number,
  work: Work,
  run: () => Promise<T>
): Promise<T> {
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    work.stop();
  }, milliseconds);
  try {
    return await run();
  } catch (error) {
    throw isLate
      ? new CellkeepError(
          'TOO_LARGE',
          'Making a page of it took too long, and was stopped.',
          { hint: 'Look at it as text.' }
        )
      : error;
  } finally {
    clearTimeout(timer);
  }
}
