import * as React from 'react';
import type { TranslationBundle } from '@jupyterlab/translation';

/** Shares of the height that the lower part may take, in percent. */
const LEAST = 15;
const MOST = 85;
/** What it takes where nobody chose. */
export const SHARE = 45;
const STEP = 5;

/** Two parts, one under the other, and a bar between them that the pointer and the arrow keys move. */
export function Split(props: {
  trans: TranslationBundle;
  upper: React.ReactNode;
  lower: React.ReactNode;
  /** What the lower part is about; something else begins at its top. */
  lowerKey?: string;
  /** The lower part's share of the height, in percent. */
  share?: number;
  onShareChange?: (share: number) => void;
}): JSX.Element {
  const box = React.useRef<HTMLDivElement>(null);
  const lower = React.useRef<HTMLDivElement>(null);
  const [own, setOwn] = React.useState(SHARE);
  const share = props.share ?? own;
  const set = (value: number): void => {
    const within = Math.min(MOST, Math.max(LEAST, value));
    setOwn(within);
    props.onShareChange?.(within);
  };
  React.useLayoutEffect(() => {
    if (lower.current) {
      lower.current.scrollTop = 0;
    }
  }, [props.lowerKey]);
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
            ref={lower}
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
