import * as React from 'react';

import { NODE_HEIGHT, NODE_WIDTH, type ILayout, type IPlace } from './layout';

const SMALLEST = 0.05;
const LARGEST = 2;
const STEP = 1.25;
/** A picture that fits only below this size is shown around its start instead. */
const READABLE = 0.5;
/** So far from the edge an artifact that one walks to is kept. */
const EDGE = 32;

/** How the picture lies behind its window. */
export interface IPanZoom {
  /** The window. */
  readonly frame: React.RefObject<HTMLDivElement>;
  /** What moves behind it. */
  readonly stage: React.RefObject<HTMLDivElement>;
  /** How large it is drawn, to be told. */
  readonly zoom: number;
  fit(): void;
  larger(): void;
  smaller(): void;
  /** Brings an artifact into the window, and moves nothing where it is in it. */
  reveal(id: string): void;
  readonly onPointerDown: (event: React.PointerEvent) => void;
}

/**
 * Moves and zooms a picture by wheel, pointer and buttons, past React: it must be smooth with hundreds of artifacts.
 *
 * @param start - The artifact around which a large picture is first shown.
 * @param anchor - The artifact that stays where it is when the picture is placed anew.
 */
export function usePanZoom(
  layout: ILayout,
  start: string,
  anchor: string
): IPanZoom {
  const frame = React.useRef<HTMLDivElement>(null);
  const stage = React.useRef<HTMLDivElement>(null);
  const view = React.useRef({ x: 0, y: 0, k: 1 });
  const shownFor = React.useRef<string>();
  const placed = React.useRef<ILayout>();
  const [zoom, setZoom] = React.useState(1);

  const apply = React.useCallback((x: number, y: number, k: number) => {
    view.current = { x, y, k };
    if (stage.current) {
      stage.current.style.transform = `translate(${x}px, ${y}px) scale(${k})`;
    }
    setZoom(k);
  }, []);
  const centre = React.useCallback(
    (x: number, y: number, k: number) => {
      const { clientHeight = 0, clientWidth = 0 } = frame.current ?? {};
      apply(clientWidth / 2 - x * k, clientHeight / 2 - y * k, k);
    },
    [apply]
  );
  const fitting = React.useCallback(() => {
    const { clientHeight = 0, clientWidth = 0 } = frame.current ?? {};
    const k = Math.min(
      1,
      clientWidth / Math.max(1, layout.width),
      clientHeight / Math.max(1, layout.height)
    );
    return Math.max(SMALLEST, k);
  }, [layout]);
  const zoomAt = React.useCallback(
    (factor: number, atX?: number, atY?: number) => {
      const { x, y, k } = view.current;
      const next = Math.min(LARGEST, Math.max(SMALLEST, k * factor));
      const cx = atX ?? (frame.current?.clientWidth ?? 0) / 2;
      const cy = atY ?? (frame.current?.clientHeight ?? 0) / 2;
      apply(cx - ((cx - x) * next) / k, cy - ((cy - y) * next) / k, next);
    },
    [apply]
  );
  const fit = React.useCallback(
    () => centre(layout.width / 2, layout.height / 2, fitting()),
    [centre, fitting, layout]
  );

  React.useLayoutEffect(() => {
    const show = (): void => {
      if (!frame.current?.clientWidth || shownFor.current === start) {
        return;
      }
      shownFor.current = start;
      const first = placeOf(layout, start);
      if (first && fitting() < READABLE) {
        centre(first.x + NODE_WIDTH / 2, first.y + NODE_HEIGHT / 2, 1);
      } else {
        fit();
      }
    };
    const before = placed.current && placeOf(placed.current, anchor);
    const after = placeOf(layout, anchor);
    if (before && after && shownFor.current === start) {
      const { x, y, k } = view.current;
      apply(x + (before.x - after.x) * k, y + (before.y - after.y) * k, k);
    }
    placed.current = layout;
    show();
    // A tab that is not in front has no size yet.
    const observer = new ResizeObserver(show);
    if (frame.current) {
      observer.observe(frame.current);
    }
    return () => observer.disconnect();
    // Another anchor alone moves nothing.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [layout, start]);

  React.useEffect(() => {
    const target = frame.current;
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault();
      const pixels = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
      const { x, y, k } = view.current;
      if (event.ctrlKey || event.metaKey) {
        const { left, top } = target?.getBoundingClientRect() ?? {
          left: 0,
          top: 0
        };
        const factor = Math.exp((-event.deltaY * pixels) / 300);
        zoomAt(factor, event.clientX - left, event.clientY - top);
      } else {
        const [dx, dy] = event.shiftKey
          ? [event.deltaY, event.deltaX]
          : [event.deltaX, event.deltaY];
        apply(x - dx * pixels, y - dy * pixels, k);
      }
    };
    // React's own listeners may not prevent the page from scrolling.
    target?.addEventListener('wheel', onWheel, { passive: false });
    return () => target?.removeEventListener('wheel', onWheel);
  }, [apply, zoomAt]);

  return {
    frame,
    stage,
    zoom,
    fit,
    larger: () => zoomAt(STEP),
    smaller: () => zoomAt(1 / STEP),
    reveal: id => {
      const place = placeOf(layout, id);
      const { clientHeight = 0, clientWidth = 0 } = frame.current ?? {};
      if (place && clientWidth > 0) {
        const { x, y, k } = view.current;
        const dx = outside(x + place.x * k, NODE_WIDTH * k, clientWidth);
        const dy = outside(y + place.y * k, NODE_HEIGHT * k, clientHeight);
        if (dx !== 0 || dy !== 0) {
          apply(x - dx, y - dy, k);
        }
      }
    },
    onPointerDown: event => {
      const { currentTarget, pointerId } = event;
      if (event.button > 1) {
        return;
      }
      let last = { x: event.clientX, y: event.clientY };
      const onMove = (moved: Event): void => {
        const { clientX, clientY } = moved as PointerEvent;
        const { x, y, k } = view.current;
        apply(x + clientX - last.x, y + clientY - last.y, k);
        last = { x: clientX, y: clientY };
      };
      const end = (): void => {
        currentTarget.removeEventListener('pointermove', onMove);
        currentTarget.removeEventListener('lostpointercapture', end);
      };
      currentTarget.setPointerCapture(pointerId);
      currentTarget.addEventListener('pointermove', onMove);
      currentTarget.addEventListener('lostpointercapture', end);
    }
  };
}

function placeOf({ nodes }: ILayout, id: string): IPlace | undefined {
  return nodes.find(place => place.id === id);
}

/** How far something lies outside of a window, along one side. */
function outside(from: number, size: number, room: number): number {
  if (from < EDGE) {
    return from - EDGE;
  }
  // What is larger than the window shows its beginning.
  return Math.max(0, Math.min(from + size - room + EDGE, from - EDGE));
}
