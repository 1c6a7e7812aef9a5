import * as React from 'react';

import { bytes } from '../format';
import type { PieceProps } from './props';
import { neighbour, placesOf } from './layout';
import { pieceName, shareOf } from './words';

const HEIGHT = 220;
/** A narrower or lower piece has no room for words; they are in its tooltip and in the table. */
const LEAST_WIDTH = 56;
const LEAST_HEIGHT = 30;
/** Share of the brand colour in the largest piece, and in the smallest. */
const DARKEST = 46;
const LIGHTEST = 14;

const DIRECTIONS: Readonly<
  Record<string, 'left' | 'right' | 'up' | 'down' | undefined>
> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down'
};

/** The parts of the store as a picture: each as large as the bytes that it has. */
export function SizePicture(props: PieceProps): JSX.Element {
  const { pieces, selected, onSelect, trans } = props;
  const frame = React.useRef<HTMLDivElement>(null);
  const width = useWidth(frame);
  const places = React.useMemo(
    () =>
      placesOf(
        pieces.map(piece => piece.bytes),
        width,
        HEIGHT
      ),
    [pieces, width]
  );
  const active = Math.min(Math.max(selected, 0), pieces.length - 1);
  const onKeyDown = (event: React.KeyboardEvent): void => {
    const direction = DIRECTIONS[event.key];
    if (!direction || event.altKey || event.ctrlKey || event.metaKey) {
      return;
    }
    event.preventDefault();
    const index = neighbour(places, active, direction);
    onSelect(index);
    frame.current
      ?.querySelector<HTMLElement>(`[data-index="${index}"]`)
      ?.focus();
  };
  return (
    <div
      ref={frame}
      className="jp-Cellkeep-Sizes-picture"
      style={{ height: HEIGHT }}
      role="group"
      aria-label={trans.__('Sizes, as a picture')}
      onKeyDown={onKeyDown}
    >
      {places.map(place => {
        const piece = pieces[place.index];
        if (!piece) {
          return null;
        }
        const name = pieceName(piece, props.by, trans);
        const about = `${name}: ${bytes(piece.bytes)}, ${shareOf(piece, pieces)}`;
        const colour = Math.round(
          DARKEST -
            ((DARKEST - LIGHTEST) * place.index) /
              Math.max(1, pieces.length - 1)
        );
        return (
          <button
            key={piece.key ?? ''}
            type="button"
            className="jp-Cellkeep-Sizes-piece"
            data-index={place.index}
            aria-pressed={place.index === selected}
            aria-label={about}
            title={about}
            tabIndex={place.index === active ? 0 : -1}
            style={{
              left: place.x,
              top: place.y,
              width: place.width,
              height: place.height,
              ['--jp-cellkeep-piece' as string]: `${colour}%`
            }}
            onClick={() => onSelect(place.index)}
            onDoubleClick={() => props.onShow?.(piece)}
          >
            {place.width >= LEAST_WIDTH && place.height >= LEAST_HEIGHT && (
              <>
                <span className="jp-Cellkeep-Sizes-name">{name}</span>
                <span className="jp-Cellkeep-Sizes-bytes">
                  {bytes(piece.bytes)}
                </span>
              </>
            )}
          </button>
        );
      })}
    </div>
  );
}

/** How wide an element is, now and when it changes. */
function useWidth(element: React.RefObject<HTMLElement>): number {
  const [width, setWidth] = React.useState(0);
  React.useLayoutEffect(() => {
    const node = element.current;
    if (!node) {
      return;
    }
    const observer = new ResizeObserver(() => setWidth(node.clientWidth));
    observer.observe(node);
    setWidth(node.clientWidth);
    return () => observer.disconnect();
  }, [element]);
  return width;
}
