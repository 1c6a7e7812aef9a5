import * as React from 'react';

import type { Artifact } from '../../protocol/generated';
import { displayName } from '../../ui/format';
import { useServices } from '../frame/services';
import { Awaited } from '../frame/States';
import { useCall } from '../frame/useCall';
import { formatOf, HEAD_BYTES, type Format } from '../sniff';
import { ArrayDifference } from './ArrayDifference';
import type { IPairProps } from './Compared';
import { Facts } from './Facts';
import { ImageDifference } from './ImageDifference';
import { PlotlyOverlay } from './PlotlyOverlay';
import { TableDifference } from './TableDifference';
import { TensorsDifference } from './TensorsDifference';
import { TextDifference } from './TextDifference';
import { TextButton } from '../../ui/TextButton';

/** What differs between artifacts: their content, and where they come from. */
export function CompareView(props: {
  artifacts: readonly Artifact[];
  pair: readonly [number, number];
  onPair: (pair: readonly [number, number]) => void;
}): JSX.Element {
  const { artifacts, onPair, pair } = props;
  const services = useServices();
  const { trans } = services;
  const before = artifacts[pair[0]] ?? artifacts[0];
  const after = artifacts[pair[1]] ?? artifacts[1];
  const [formats, retry] = useCall(
    async ({ signal }) => {
      const [one, other] = await Promise.all(
        [before, after].map(async artifact => {
          const head =
            artifact &&
            (await services.content(artifact).read(0, HEAD_BYTES, signal));
          return artifact && head ? formatOf(artifact, head) : 'bytes';
        })
      );
      return [one ?? 'bytes', other ?? 'bytes'] as const;
    },
    [before?.id, after?.id]
  );
  if (!before || !after) {
    return (
      <p className="jp-Cellkeep-Viewer-note">
        {trans.__('Comparing takes two artifacts.')}
      </p>
    );
  }
  const choice = (which: 0 | 1, label: string): JSX.Element => (
    <label>
      {label}{' '}
      <select
        value={pair[which]}
        onChange={event => {
          const index = Number(event.target.value);
          onPair(which === 0 ? [index, pair[1]] : [pair[0], index]);
        }}
      >
        {artifacts.map((artifact, index) => (
          <option key={artifact.id} value={index}>
            {titleOf(artifact)}
          </option>
        ))}
      </select>
    </label>
  );
  return (
    <div className="jp-Cellkeep-Viewer-main jp-Cellkeep-Compare">
      <div
        className="jp-Cellkeep-Viewer-bar"
        role="group"
        aria-label={trans.__('What is compared')}
      >
        {choice(0, trans.__('Before'))}
        {choice(1, trans.__('After'))}
        <TextButton onClick={() => onPair([pair[1], pair[0]])}>
          {trans.__('Swap')}
        </TextButton>
      </div>
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
        {value => (
          <Content
            key={`${before.id}${after.id}`}
            before={before}
            after={after}
            formats={value}
          />
        )}
      </Awaited>
      <Facts before={before} after={after} />
    </div>
  );
}

function titleOf({ name, version, run_name }: Artifact): string {
  return displayName(`${name} v${version} · ${run_name}`);
}

const TABLES: ReadonlySet<Format> = new Set([
  'arrow-table',
  'parquet',
  'delimited'
]);
const ARRAYS: ReadonlySet<Format> = new Set(['arrow-array', 'npy']);
const IMAGES: ReadonlySet<Format> = new Set(['image', 'svg', 'figure']);
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
