import * as React from 'react';

import type { IViewerProps } from '../../tokens';
import { displayName } from '../../ui/format';
import { useServices } from '../frame/services';
import { Awaited } from '../frame/States';
import { readWhole } from '../frame/readWhole';
import { useCall } from '../frame/useCall';
import type { ILibrary } from '../markup/libraryFrame';
import { LibraryView } from '../markup/LibraryView';
import { pdfFile } from './pdfFiles';

const MOST_BYTES = 64 * 1024 * 1024;

const LIBRARY: ILibrary = {
  scripts: [
    // Where its worker is a global it works in the frame itself, which is a process of its own.
    new URL('pdfjs-dist/build/pdf.worker.min.mjs', import.meta.url).toString(),
    new URL('pdfjs-dist/build/pdf.min.mjs', import.meta.url).toString()
  ],
  areModules: true,
  drawing: new URL('./pdfDrawing.js', import.meta.url).toString(),
  files: pdfFile
};

/** A PDF as its pages; the browser's own viewer would run its scripts. */
export function PdfViewer(props: IViewerProps): JSX.Element {
  const { artifact, content } = props;
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
      {value => (
        <LibraryView
          library={LIBRARY}
          content={value}
          name={artifact.name}
          label={displayName(artifact.name)}
          className="jp-Cellkeep-PdfViewer"
          busy={trans.__('Drawing the pages…')}
        />
      )}
    </Awaited>
  );
}
