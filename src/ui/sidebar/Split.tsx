import * as React from 'react';
import type { TranslationBundle } from '@jupyterlab/translation';

/** Shares of the height that the lower part may take, in percent. */
const LEAST = 15;
const MOST = 85;
const START = 45;
const STEP = 5;

/** Two parts, one under the other, and a bar between them that the pointer and the arrow keys move. */
export function Split(props: {
  trans: TranslationBundle;
  upper: React.ReactNode;
  lower: React.ReactNode;
}): JSX.Element {
  const box = React.useRef<HTMLDivElement>(null);
  const [share, setShare] = React.useState(START);
  const set = (value: number): void =>
    setShare(Math.min(MOST, Math.max(LEAST, value)));
  const followPointer = (event: React.PointerEvent): void => {
    const area = box.current?.getBoundingClientRect();
    if (area && event.currentTarget.hasPointerCapture(event.pointerId)) {
      set(((area.bottom - event.clientY) / area.height) * 100);
    }
  };
  return (
    <div className="jp-Cellkeep-Split" ref={box}>
      <div className="jp-Cellkeep-Split-upper">{props.upper}</div>
      {props.lower && (
        <>
          <div
            role="separator"
            className="jp-Cellkeep-Split-bar"
            aria-label={props.trans.__('Height of the details')}
            aria-orientation="horizontal"
            aria-valuemin={LEAST}
            aria-valuemax={MOST}
            aria-valuenow={Math.round(share)}
            tabIndex={0}
            onPointerDown={event =>
              event.currentTarget.setPointerCapture(event.pointerId)
            }
            onPointerMove={followPointer}
            onKeyDown={event => {
              if (event.key === 'ArrowUp') {
                set(share + STEP);
              } else if (event.key === 'ArrowDown') {
                set(share - STEP);
              } else {
                return;
              }
              event.preventDefault();
            }}
          />
          <div
            className="jp-Cellkeep-Split-lower"
            style={{ flexBasis: `${share}%` }}
          >
            {props.lower}
          </div>
        </>
      )}
    </div>
  );
}
