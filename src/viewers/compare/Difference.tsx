import * as React from 'react';

import type { Artifact } from '../../protocol/generated';
import { useServices } from '../frame/services';
import { Awaited } from '../frame/States';
import { useCall } from '../frame/useCall';
import { formatOf, HEAD_BYTES, type Format } from '../sniff';
import { ArrayDifference } from './ArrayDifference';
import type { IPairProps } from './Compared';
import { ImageDifference } from './ImageDifference';
import { PlotlyOverlay } from './PlotlyOverlay';
import { TableDifference } from './TableDifference';
import { TensorsDifference } from './TensorsDifference';
import { TextDifference } from './TextDifference';

/** What differs between the contents of two artifacts, which stay the same as long as it is shown. */
export function Difference(props: {
  before: Artifact;
  after: Artifact;
}): JSX.Element {
  const { after, before } = props;
  const { trans } = useServices();
  const [formats, retry] = useFormats([before, after]);
  return (
    <>
      {before.sha256 === after.sha256 && (
        <p className="jp-Cellkeep-Viewer-note" role="status">
          {trans.__('Their content is the same, byte for byte.')}
        </p>
      )}
      <Awaited
        state={formats}
        label={trans.__('Reading both…')}
        onRetry={retry}
      >
        {([one = 'bytes', other = 'bytes']) => (
          <Content before={before} after={after} formats={[one, other]} />
        )}
      </Awaited>
    </>
  );
}

/** Returns what the contents of artifacts are, by their first bytes. */
export function useFormats(artifacts: readonly Artifact[]) {
  const { content } = useServices();
  return useCall(
    ({ signal }) =>
      Promise.all(
        artifacts.map(async artifact =>
          formatOf(
            artifact,
            await content(artifact).read(0, HEAD_BYTES, signal)
          )
        )
      ),
    [artifacts.map(({ id }) => id).join()]
  );
}

const TABLES: ReadonlySet<Format> = new Set([
  'arrow-table',
  'parquet',
  'delimited'
]);
const ARRAYS: ReadonlySet<Format> = new Set(['arrow-array', 'npy']);
/** What is drawn as a picture. */
export const IMAGES: ReadonlySet<Format> = new Set(['image', 'svg', 'figure']);
const TEXTS: ReadonlySet<Format> = new Set([
  'text',
  'markdown',
  'html',
  'json',
  'notebook',
  'delimited',
  'svg',
  'output',
  'plotly'
]);

/** The difference of the family that both are of. */
function Content(props: IPairProps): JSX.Element {
  const { trans } = useServices();
  const { formats } = props;
  const are = (family: ReadonlySet<Format>): boolean =>
    formats.every(format => family.has(format));
  if (are(TABLES)) {
    return <TableDifference {...props} />;
  }
  if (are(ARRAYS)) {
    return <ArrayDifference {...props} />;
  }
  if (are(IMAGES)) {
    return <ImageDifference {...props} />;
  }
  if (are(new Set<Format>(['plotly']))) {
    return <PlotlyOverlay {...props} />;
  }
  if (are(new Set<Format>(['safetensors']))) {
    return <TensorsDifference {...props} />;
  }
  if (are(TEXTS)) {
    return <TextDifference {...props} />;
  }
  return (
    <p className="jp-Cellkeep-Viewer-note">
      {trans.__(
        'There is no comparison for this content, so only the details are compared.'
      )}
    </p>
  );
}
