import * as React from 'react';

import type { Artifact } from '../../protocol/generated';
import { displayName } from '../../ui/format';
import { useServices } from '../frame/services';
import { Difference } from './Difference';
import { Facts } from './Facts';
import { TextButton } from '../../ui/TextButton';

/** What differs between artifacts: their content, and where they come from. */
export function CompareView(props: {
  artifacts: readonly Artifact[];
  pair: readonly [number, number];
  onPair: (pair: readonly [number, number]) => void;
}): JSX.Element {
  const { artifacts, onPair, pair } = props;
  const { trans } = useServices();
  const before = artifacts[pair[0]] ?? artifacts[0];
  const after = artifacts[pair[1]] ?? artifacts[1];
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
      <Difference
        key={`${before.id}${after.id}`}
        before={before}
        after={after}
      />
      <Facts before={before} after={after} />
    </div>
  );
}

function titleOf({ name, version, run_name }: Artifact): string {
  return displayName(`${name} v${version} · ${run_name}`);
}
