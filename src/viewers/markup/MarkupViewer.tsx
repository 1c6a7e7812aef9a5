import * as React from 'react';

import { CellkeepError } from '../../protocol/errors';
import type { IViewerProps } from '../../tokens';
import { useServices } from '../frame/services';
import { Awaited } from '../frame/States';
import { useCall } from '../frame/useCall';
import { useTheme, withLabStyle } from '../output/htmlStyle';
import type { Work } from '../work/client';
import { useDiagrams, withDiagrams } from './diagrams';
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
        return markup.page(call, language, {
          notSet: trans.__('This formula is shown as it is written.')
        });
      }),
    [content, language, trans, work]
  );
  const made = page.status === 'ready' ? page.value : undefined;
  const { pictures, stop } = useDiagrams(made);
  const isDrawn = pictures !== undefined;
  const theme = useTheme();
  const markup = React.useMemo(() => {
    if (!made) {
      return '';
    }
    const drawn = withDiagrams(
      made,
      pictures ?? new Map(),
      isDrawn
        ? trans.__(
            'This diagram is shown as it is written: it could not be drawn, or drawing it was stopped.'
          )
        : undefined
    );
    return language === 'html' ? drawn : withLabStyle(drawn, 'markdown');
    // The style is read from the theme.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [isDrawn, language, made, pictures, theme, trans]);
  return (
    <Awaited state={page} label={trans.__('Loading the page:')} onRetry={retry}>
      {({ diagrams }) => (
        <div className="jp-Cellkeep-MarkupViewer">
          <SandboxedView language="html" markup={markup} name={artifact.name} />
          {!isDrawn && (
            <p className="jp-Cellkeep-Preview-caption" role="status">
              {trans._n(
                'Drawing %1 diagram…',
                'Drawing %1 diagrams…',
                diagrams.length
              )}{' '}
              <button type="button" className="jp-Cellkeep-Link" onClick={stop}>
                {trans.__('Stop')}
              </button>
            </p>
          )}
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
