import * as React from 'react';
import { useVirtualizer } from '@tanstack/react-virtual';

import type { TrashItem } from '../../protocol/generated';
import { absoluteTime, bytes, relativeTime } from '../format';
import { kindIcon } from '../icons';
import { Name } from '../Name';
import { useLatest } from '../useLatest';
import { useRangeWith } from '../useRangeWith';
import type { TrashProps } from './props';

const ROW_HEIGHT = 24;
const HEIGHT = 264;

/** What can be brought back, in a list of which only the visible part exists. */
export function TrashList(props: TrashProps): JSX.Element {
  const { onSelectionChange, selection, trans, trash } = props;
  const { items } = trash;
  const scroller = React.useRef<HTMLDivElement>(null);
  const [active, setActive] = React.useState(0);
  const [anchor, setAnchor] = React.useState(0);
  const id = React.useId();
  const current = Math.min(active, items.length - 1);
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 10,
    // The list points at the active option.
    rangeExtractor: useRangeWith(current)
  });
  const drawn = virtualizer.getVirtualItems();
  useEnd(props, drawn.at(-1)?.index ?? 0);

  const idAt = (index: number): string => items[index]?.artifact.id ?? '';
  const select = (index: number, how: 'only' | 'toggle' | 'to'): void => {
    setActive(index);
    if (how === 'to') {
      const [from, to] = anchor < index ? [anchor, index] : [index, anchor];
      const range = items.slice(from, to + 1);
      onSelectionChange(new Set(range.map(({ artifact }) => artifact.id)));
      return;
    }
    setAnchor(index);
    if (how === 'only') {
      onSelectionChange(new Set([idAt(index)]));
      return;
    }
    const next = new Set(selection);
    if (!next.delete(idAt(index))) {
      next.add(idAt(index));
    }
    onSelectionChange(next);
  };
  const onKeyDown = (event: React.KeyboardEvent): void => {
    const isAll = event.key.toLowerCase() === 'a';
    if ((event.ctrlKey || event.metaKey) && isAll) {
      onSelectionChange(new Set(items.map(({ artifact }) => artifact.id)));
    } else if (event.key === ' ') {
      select(current, 'toggle');
    } else if (event.key === 'Delete' && selection.size > 0) {
      props.onPurge([...selection]);
    } else if (event.key === 'Enter' && selection.size > 0) {
      props.onRestore([...selection]);
    } else {
      const index = movedTo(event.key, current, items.length);
      if (index === undefined) {
        return;
      }
      select(index, event.shiftKey ? 'to' : 'only');
      virtualizer.scrollToIndex(index);
    }
    event.preventDefault();
  };
  const now = props.now ?? new Date();
  return (
    <div
      ref={scroller}
      className="jp-Cellkeep-Trash-list"
      role="listbox"
      aria-multiselectable
      aria-label={trans.__('Trash')}
      aria-activedescendant={items.length > 0 ? `${id}-${current}` : undefined}
      tabIndex={0}
      style={{ maxHeight: HEIGHT }}
      onKeyDown={onKeyDown}
    >
      <div
        role="presentation"
        style={{ height: virtualizer.getTotalSize(), position: 'relative' }}
      >
        {drawn.map(({ index, start }) => {
          const item = items[index];
          return (
            item && (
              <div
                key={item.artifact.id}
                id={`${id}-${index}`}
                role="option"
                aria-selected={selection.has(item.artifact.id)}
                aria-posinset={index + 1}
                aria-setsize={trash.artifacts}
                className={`jp-Cellkeep-Trash-row ${index === current ? 'jp-Cellkeep-mod-active' : ''}`}
                style={{ transform: `translateY(${start}px)` }}
                onClick={event =>
                  select(
                    index,
                    event.shiftKey
                      ? 'to'
                      : event.ctrlKey || event.metaKey
                        ? 'toggle'
                        : 'only'
                  )
                }
                onDoubleClick={() => props.onRestore([item.artifact.id])}
              >
                <Row item={item} now={now} trans={trans} />
              </div>
            )
          );
        })}
      </div>
    </div>
  );
}

function Row(props: {
  item: TrashItem;
  now: Date;
  trans: TrashProps['trans'];
}): JSX.Element {
  const { item, now, trans } = props;
  const { artifact } = item;
  const icon = kindIcon(artifact.kind);
  return (
    <>
      <icon.react tag="span" className="jp-Cellkeep-Row-icon" />
      <span className="jp-Cellkeep-Trash-name">
        <Name value={artifact.name} />{' '}
        <span className="jp-Cellkeep-Trash-about">
          {trans.__('v%1', artifact.version)}
        </span>
      </span>
      <span className="jp-Cellkeep-Trash-run">
        <Name value={artifact.run_name} />
      </span>
      <span
        className="jp-Cellkeep-Trash-about"
        title={absoluteTime(item.deleted_at)}
      >
        {relativeTime(item.deleted_at, now, trans)}
      </span>
      <span className="jp-Cellkeep-Trash-size">{bytes(artifact.size)}</span>
    </>
  );
}

/** Asks for the next page when the end comes into view. */
function useEnd(props: TrashProps, last: number): void {
  const { complete, items } = props.trash;
  const latest = useLatest(props.onLoadMore);
  const isNear = !complete && last >= items.length - 20;
  React.useEffect(() => {
    if (isNear) {
      latest.current();
    }
  }, [isNear, items.length, latest]);
}

function movedTo(
  key: string,
  index: number,
  count: number
): number | undefined {
  const last = count - 1;
  switch (key) {
    case 'ArrowDown':
      return Math.min(last, index + 1);
    case 'ArrowUp':
      return Math.max(0, index - 1);
    case 'PageDown':
      return Math.min(last, index + 10);
    case 'PageUp':
      return Math.max(0, index - 10);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return undefined;
  }
}
