import * as React from 'react';

import type { Artifact } from '../../protocol/generated';
import { displayName } from '../../ui/format';
import { useServices } from '../frame/services';
import { useKept } from '../frame/keptState';
import { Difference } from './Difference';
import { Facts } from './Facts';
import { TextButton } from '../../ui/TextButton';

/** What differs between artifacts: their content, and where they come from. */
export function CompareView(props: {
  artifacts: readonly Artifact[];
}): JSX.Element {
  const { artifacts } = props;
  const [pair, setPair] = useKept('pair', [0, 1]);
  const { trans } = useServices();
  const [first = 0, second = 1] = pair;
  const before = artifacts[first] ?? artifacts[0];
  const after = artifacts[second] ?? artifacts[1];
  if (!before || !after) {
    return (
      <p className="jp-Cellkeep-Viewer-note">
        {trans.__('Comparing takes two artifacts.')}
      </p>
    );
  }
  const choice = (
    label: string,
    value: number,
    onChoose: (index: number) => void
  ): JSX.Element => (
    <label>
      {label}{' '}
      <select
        value={value}
        onChange={event => onChoose(Number(event.target.value))}
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
        {choice(trans.__('Before'), first, index => setPair([index, second]))}
        {choice(trans.__('After'), second, index => setPair([first, index]))}
        <TextButton onClick={() => setPair([second, first])}>
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
