import * as React from 'react';

import type { IViewerProps } from '../../tokens';
import { displayName } from '../../ui/format';
import { useServices } from '../frame/services';
import { Awaited } from '../frame/States';
import { readWhole } from '../frame/readWhole';
import { useCall } from '../frame/useCall';
import { useObjectUrl } from './useObjectUrl';

const MOST_BYTES = 64 * 1024 * 1024;

/** A PDF in the browser's own viewer, which is apart from the page. */
export function PdfViewer(props: IViewerProps): JSX.Element {
  const { artifact, content } = props;
  const { trans } = useServices();
  const [bytes, retry] = useCall(
    call => readWhole(content, call, MOST_BYTES),
    [content]
  );
  const url = useObjectUrl(
    bytes.status === 'ready' ? bytes.value : undefined,
    'application/pdf'
  );
  return (
    <Awaited
      state={bytes}
      label={trans.__('Loading the document:')}
      onRetry={retry}
    >
      {() =>
        navigator.pdfViewerEnabled ? (
          <iframe
            className="ck-PdfViewer"
            title={displayName(artifact.name)}
            src={url}
          />
        ) : (
          <p className="ck-Viewer-note">
            {trans.__(
              'This browser has no viewer for PDF. Download it to read it.'
            )}
          </p>
        )
      }
    </Awaited>
  );
}
