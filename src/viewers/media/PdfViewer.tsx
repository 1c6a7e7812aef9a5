import * as React from 'react';

import type { IViewerProps } from '../../tokens';
import { displayName } from '../../ui/format';
import { useLatest } from '../../ui/useLatest';
import { useKept } from '../frame/keptState';
import { useServices } from '../frame/services';
import { Awaited } from '../frame/States';
import { readWhole } from '../frame/readWhole';
import { useCall } from '../frame/useCall';
import { FrameFinder } from '../markup/frameFinder';
import type { FrameNews, ILibrary } from '../markup/libraryFrame';
import { LibraryView } from '../markup/LibraryView';
import { PasswordQuestion } from './PasswordQuestion';
import type { IPdfContent } from './pdfDrawing';
import { pdfFile } from './pdfFiles';

const MOST_BYTES = 64 * 1024 * 1024;

const LIBRARY: ILibrary = {
  scripts: [
    // Where its worker is a global it works in the frame itself, which is a process of its own.
    new URL('pdfjs-dist/build/pdf.worker.min.mjs', import.meta.url).toString(),
    new URL('pdfjs-dist/build/pdf.min.mjs', import.meta.url).toString(),
    new URL('./pdfFindDrawing.js', import.meta.url).toString()
  ],
  areModules: true,
  compiles: true,
  drawing: new URL('./pdfDrawing.js', import.meta.url).toString(),
  files: pdfFile
};

/** A PDF as its pages; the browser's own viewer would run its scripts. */
export function PdfViewer(props: IViewerProps): JSX.Element {
  const { content } = props;
  const { trans } = useServices();
  const [bytes, retry] = useCall(
    call => readWhole(content, call, MOST_BYTES),
    [content]
  );
  return (
    <Awaited
      state={bytes}
      label={trans.__('Loading the document:')}
      onRetry={retry}
    >
      {value => <Pages {...props} bytes={value} />}
    </Awaited>
  );
}

interface ILock {
  readonly isWrong: boolean;
  readonly open: (password: string) => void;
}

function Pages(props: IViewerProps & { bytes: Uint8Array }): JSX.Element {
  const { artifact, bytes, compact } = props;
  const { onFinder, startFind, trans } = useServices();
  const [page, setPage] = useKept<number>('page', 0);
  const first = React.useRef(page);
  const keepPage = useLatest(setPage);
  const [lock, setLock] = React.useState<ILock | null>(null);
  const content = React.useMemo<IPdfContent>(
    () => ({
      bytes,
      page: first.current,
      words: {
        // The frame fills them in.
        page: trans.__('Page %1 of %2', '%1', '%2'),
        failed: trans.__('Page %1 could not be drawn: %2', '%1', '%2'),
        more: trans.__('The first %1 of %2 pages are shown.', '%1', '%2'),
        locked: trans.__('It is locked. Open it to enter its password.')
      }
    }),
    [bytes, trans]
  );
  const finder = React.useMemo(() => new FrameFinder(startFind), [startFind]);
  React.useEffect(() => {
    if (!compact) {
      onFinder?.(finder);
    }
    return () => onFinder?.(null);
  }, [compact, finder, onFinder]);
  const onNews = React.useCallback(
    (news: FrameNews) => {
      finder.onNews(news);
      if (news.type === 'page') {
        keepPage.current(news.number);
      }
    },
    [finder, keepPage]
  );
  const answer = React.useCallback(
    (name: string) => {
      if (!name.endsWith('password')) {
        return undefined;
      }
      if (compact) {
        return Promise.resolve(null);
      }
      return new Promise<Uint8Array>(resolve =>
        setLock({
          isWrong: name !== 'password',
          open: password => {
            setLock(null);
            resolve(new TextEncoder().encode(password));
          }
        })
      );
    },
    [compact]
  );
  return (
    <div className="jp-Cellkeep-Viewer-main">
      {lock && <PasswordQuestion {...lock} />}
      <LibraryView
        library={LIBRARY}
        content={content}
        name={artifact.name}
        label={displayName(artifact.name)}
        className="jp-Cellkeep-PdfViewer"
        busy={lock ? '' : trans.__('Drawing the pages…')}
        answer={answer}
        onDrawing={finder.onDrawing}
        onNews={onNews}
      />
    </div>
  );
}
