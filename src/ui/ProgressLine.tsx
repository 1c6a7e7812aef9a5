import * as React from 'react';

import { percent } from './format';

/** A thin bar. `fraction` is from 0 to 1; `null` while nobody can tell. */
export function ProgressLine(props: {
  label: string;
  fraction: number | null;
  className?: string;
}): JSX.Element {
  const { fraction } = props;
  return (
    <span
      role="progressbar"
      className={`jp-Cellkeep-ProgressLine ${props.className ?? ''}`}
      aria-label={props.label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={fraction === null ? undefined : Math.floor(fraction * 100)}
      aria-valuetext={fraction === null ? undefined : percent(fraction)}
    >
      <span
        className="jp-Cellkeep-ProgressLine-done"
        style={{ transform: `scaleX(${fraction ?? 0})` }}
      />
    </span>
  );
}
