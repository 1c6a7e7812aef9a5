import * as React from 'react';

import type { IContentSource } from '../../codecs/view';
import { CellkeepError } from '../../protocol/errors';
import type { IViewerProps } from '../../tokens';
import { LinkButton } from '../../ui/LinkButton';
import { useServices } from '../frame/services';
import { Awaited } from '../frame/States';
import { useCall } from '../frame/useCall';
import { withLabStyle } from '../output/htmlStyle';
import { useLabTheme } from '../output/useLabTheme';
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
  return (
    <MarkupPage
      className="jp-Cellkeep-MarkupViewer"
      content={content}
      language={language}
      name={artifact.name}
    />
  );
}

/** The page of such a text. */
export function MarkupPage(props: {
  className?: string;
  content: IContentSource;
  language: 'html' | 'markdown' | 'notebook';
  name: string;
}): JSX.Element {
  const { className, content, language, name } = props;
  const { trans, work } = useServices();
  const theme = useLabTheme();
  // A notebook has a frame for each of its outputs of HTML, which are styled when they are made.
  const outputTheme = language === 'notebook' ? theme : undefined;
  const [page, retry] = useCall(
    call =>
      within(MOST_MS, work, async () => {
        const markup = await work.open('markup', [content], {}, call);
        const words = {
          notSet: trans.__('This formula is shown as it is written.'),
          scriptsOff: trans.__('Scripts are turned off.'),
          noViewer: trans.__('There is no viewer for %1.', '%1')
        };
        return markup.page(call, language, words, outputTheme);
      }),
    [content, language, outputTheme, trans, work]
  );
  const made = page.status === 'ready' ? page.value : undefined;
  const { pictures, stop } = useDiagrams(made);
  const isDrawn = pictures !== undefined;
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
    return language === 'html' ? drawn : withLabStyle(drawn, theme, 'markdown');
  }, [isDrawn, language, made, pictures, theme, trans]);
  return (
    <Awaited state={page} label={trans.__('Loading the page:')} onRetry={retry}>
      {({ diagrams }) => (
        <div className={className}>
          <SandboxedView language="html" markup={markup} name={name} />
          {!isDrawn && (
            <p className="jp-Cellkeep-Preview-caption" role="status">
              {trans._n(
                'Drawing %1 diagram…',
                'Drawing %1 diagrams…',
                diagrams.length
              )}{' '}
              <LinkButton onClick={stop}>{trans.__('Stop')}</LinkButton>
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
