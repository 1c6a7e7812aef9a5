import * as React from 'react';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { RunInfo } from '../../protocol/generated';
import { bytes, displayName, number, runTime } from '../format';
import { Name } from '../Name';

export interface RunRowProps {
  info: RunInfo;
  now: Date;
  trans: TranslationBundle;
  /** Whether its name is being changed. */
  renaming: boolean;
  /** The new name; null where the person thought better of it. */
  onRenamed: (name: string | null) => void;
}

/** The header of a run: its name, when it was begun, and how much it holds. */
export function RunRow(props: RunRowProps): JSX.Element {
  const { info, trans } = props;
  if (props.renaming) {
    return <NameEditor {...props} />;
  }
  return (
    <>
      <span className="ck-Row-title">
        <Name value={info.run.name} />
      </span>
      <span className="ck-Row-about">
        {runTime(info.run.created_at, props.now, trans)}
      </span>
      <span className="ck-Row-count">{number(info.artifacts)}</span>
    </>
  );
}

function NameEditor(props: RunRowProps): JSX.Element {
  const { info, onRenamed, trans } = props;
  const [name, setName] = React.useState(info.run.name);
  const settled = React.useRef(false);
  const settle = (value: string | null): void => {
    // Taking the field away blurs it, which would settle a second time.
    if (!settled.current) {
      settled.current = true;
      const changed =
        value !== null && value.trim() !== '' && value !== info.run.name;
      onRenamed(changed ? value : null);
    }
  };
  return (
    <input
      className="ck-Row-editor"
      aria-label={trans.__('Name of the run')}
      value={name}
      maxLength={512}
      autoFocus
      onFocus={event => event.target.select()}
      onChange={event => setName(event.target.value)}
      onBlur={() => settle(name)}
      onKeyDown={event => {
        event.stopPropagation();
        if (event.key === 'Enter') {
          settle(name);
        } else if (event.key === 'Escape') {
          settle(null);
        }
      }}
    />
  );
}

/** Everything about a run that its row has no room for. */
export function runTitle(info: RunInfo, trans: TranslationBundle): string {
  const { notebook, tags } = info.run;
  return [
    displayName(info.run.name),
    `${trans._n('%1 artifact', '%1 artifacts', info.artifacts)} · ${bytes(info.bytes)}`,
    notebook && trans.__('from %1', displayName(notebook)),
    tags.length > 0 && tags.map(displayName).join(', ')
  ]
    .filter(Boolean)
    .join('\n');
}
