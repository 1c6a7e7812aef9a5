import * as React from 'react';

import type { IViewerProps } from '../../tokens';
import { useServices } from '../frame/services';
import { Awaited } from '../frame/States';
import { useCall } from '../frame/useCall';
import { formatOf, HEAD_BYTES } from '../sniff';
import { ArchiveViewer } from './ArchiveViewer';

/** An archive of the kind that its first bytes say. */
export function SniffedArchive(props: IViewerProps): JSX.Element {
  const { artifact, content } = props;
  const { trans } = useServices();
  const [head, retry] = useCall(
    ({ signal }) => content.read(0, HEAD_BYTES, signal),
    [content]
  );
  return (
    <Awaited state={head} label={trans.__('Opening…')} onRetry={retry}>
      {bytes => {
        const format = formatOf(artifact, bytes);
        return (
          <ArchiveViewer
            {...props}
            format={format === 'tar' || format === 'gzip' ? format : 'zip'}
          />
        );
      }}
    </Awaited>
  );
}
