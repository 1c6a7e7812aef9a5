import type { Drag } from '@lumino/dragdrop';
import * as React from 'react';

import type { StorePlace } from '../../protocol/generated';
import type { Translated } from '../props';
import { placeWord } from '../words';

const PLACES: readonly StorePlace[] = ['here', 'team'];
const DRAGS = ['lm-dragenter', 'lm-dragover', 'lm-dragleave', 'lm-drop'];

export interface StoreSwitchProps extends Translated {
  /** The store that is shown. */
  place: StorePlace;
  onShow: (place: StorePlace) => void;
  /** What a drag brings that can be copied; undefined where it brings anything else. */
  draggedOf: (drag: Drag.Event) => Copied | undefined;
  /** Something was dropped on the store that is not shown. */
  onCopy?: (dragged: Copied, to: StorePlace) => void;
}

/** What is copied from one store to the other. */
export type Copied =
  { readonly artifactIds: readonly string[] } | { readonly runId: string };

/** Which of two stores is shown: radio buttons, of which the other one takes artifacts and runs that are dragged. */
export function StoreSwitch(props: StoreSwitchProps): JSX.Element {
  const { draggedOf, onCopy, onShow, place, trans } = props;
  const group = React.useId();
  const node = React.useRef<HTMLDivElement>(null);
  const [target, setTarget] = React.useState<StorePlace | null>(null);
  React.useEffect(() => {
    const element = node.current;
    const onDrag = (event: Event): void => {
      const drag = event as Drag.Event;
      const to = placeAt(event.target);
      const dragged = draggedOf(drag);
      if (!onCopy || !dragged || to === place) {
        return setTarget(null);
      }
      event.preventDefault();
      event.stopPropagation();
      const isOver = to !== undefined && event.type !== 'lm-dragleave';
      drag.dropAction = isOver ? 'copy' : 'none';
      setTarget(isOver && event.type !== 'lm-drop' ? to : null);
      if (isOver && event.type === 'lm-drop') {
        onCopy(dragged, to);
      }
    };
    DRAGS.forEach(type => element?.addEventListener(type, onDrag));
    return () =>
      DRAGS.forEach(type => element?.removeEventListener(type, onDrag));
  }, [draggedOf, onCopy, place]);
  return (
    <>
      <div
        ref={node}
        className="jp-Cellkeep-StoreSwitch"
        role="radiogroup"
        aria-label={trans.__('Store that is shown')}
      >
        {PLACES.map(one => (
          <label
            key={one}
            data-place={one}
            className={target === one ? 'jp-Cellkeep-mod-target' : undefined}
            title={titleOf(one, trans)}
          >
            <input
              type="radio"
              name={group}
              checked={one === place}
              onChange={() => onShow(one)}
            />
            <span>{placeWord(one, trans)}</span>
          </label>
        ))}
      </div>
      {place === 'here' && (
        <p className="jp-Cellkeep-StoreSwitch-note">
          {trans.__('What you save goes to Team.')}
        </p>
      )}
    </>
  );
}

function placeAt(target: EventTarget | null): StorePlace | undefined {
  const label =
    target instanceof Element
      ? target.closest<HTMLElement>('[data-place]')
      : null;
  return PLACES.find(place => place === label?.dataset['place']);
}

function titleOf(place: StorePlace, trans: Translated['trans']): string {
  return place === 'here'
    ? trans.__('Show the folder of this Jupyter server')
    : trans.__("Show the team's service, where what you save goes");
}
