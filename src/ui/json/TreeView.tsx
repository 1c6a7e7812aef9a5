import { useVirtualizer } from '@tanstack/react-virtual';
import { caretDownIcon, caretRightIcon } from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { Failure } from '../details/Failure';
import { displayName, number } from '../format';
import { type Children, type IJsonNode, JsonNodes } from './jsonNodes';
import { type IJsonRow, JsonTree } from './jsonTree';

const ROW_HEIGHT = 20;
/** What a node that cannot open has no mark in. */
const CARET_WIDTH = 14;
/** Deeper nodes are not moved further to the right: the level is said instead. */
const MOST_INDENT = 24;
/** Open rows that are kept. */
const MOST_KEPT = 200;

/** Nodes of JSON as a tree; those on the screen are drawn. */
export function TreeView(props: {
  root: IJsonNode;
  childrenOf: Children;
  isClosed?: boolean;
  /** The rows that were open before; null for those that fit. */
  opened?: readonly (readonly string[])[] | null;
  onOpened?: (opened: string[][]) => void;
  trans: TranslationBundle;
}): JSX.Element {
  const { childrenOf, isClosed = false, onOpened, root, trans } = props;
  const id = React.useId();
  const [tree] = React.useState(() => new JsonTree(root, childrenOf));
  const [rows, setRows] = React.useState<readonly IJsonRow[]>(tree.rows);
  const [active, setActive] = React.useState(0);
  const scroller = React.useRef<HTMLDivElement>(null);
  const opened = React.useRef(props.opened);
  React.useEffect(() => {
    tree.onChange = () => setRows([...tree.rows]);
    if (opened.current) {
      void tree.reopen(opened.current);
    } else if (!isClosed) {
      void tree.openAtFirst();
    }
    return () => {
      tree.onChange = undefined;
    };
  }, [isClosed, tree]);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: rowHeight,
    overscan: 10
  });
  const go = (index: number): void => {
    const next = Math.min(Math.max(0, index), rows.length - 1);
    setActive(next);
    virtualizer.scrollToIndex(next);
  };
  const toggle = async (index: number): Promise<void> => {
    await tree.toggle(index);
    onOpened?.(tree.open.slice(0, MOST_KEPT));
  };
  const onKeyDown = (event: React.KeyboardEvent): void => {
    const row = rows[active];
    switch (event.key) {
      case 'ArrowDown':
        go(active + 1);
        break;
      case 'ArrowUp':
        go(active - 1);
        break;
      case 'PageDown':
        go(active + 20);
        break;
      case 'PageUp':
        go(active - 20);
        break;
      case 'Home':
        go(0);
        break;
      case 'End':
        go(rows.length - 1);
        break;
      case 'ArrowRight':
        if (row && !row.isOpen) {
          void toggle(active);
        }
        break;
      case 'ArrowLeft':
        if (row?.isOpen) {
          void toggle(active);
        } else {
          go(tree.parentOf(active));
        }
        break;
      case 'Enter':
      case ' ':
        void toggle(active);
        break;
      default:
        return;
    }
    event.preventDefault();
  };
  return (
    <>
      <Failure error={tree.error ?? null} />
      <div
        ref={scroller}
        className="jp-Cellkeep-JsonTree jp-Cellkeep-JsonView"
        role="tree"
        tabIndex={0}
        aria-label={trans.__('JSON')}
        aria-activedescendant={`${id}-${active}`}
        onKeyDown={onKeyDown}
      >
        <div
          className="jp-Cellkeep-Grid-sheet"
          style={{ height: virtualizer.getTotalSize() }}
        >
          {virtualizer.getVirtualItems().map(({ index, start }) => {
            const row = rows[index];
            return (
              row && (
                <Row
                  key={index}
                  row={row}
                  trans={trans}
                  id={`${id}-${index}`}
                  top={start}
                  isActive={index === active}
                  onPress={() => {
                    setActive(index);
                    void toggle(index);
                  }}
                />
              )
            );
          })}
        </div>
      </div>
    </>
  );
}

function Row(props: {
  id: string;
  row: IJsonRow;
  trans: TranslationBundle;
  top: number;
  isActive: boolean;
  onPress: () => void;
}): JSX.Element {
  const { id, row, isActive, onPress, top, trans } = props;
  const { depth, isOpen, node } = row;
  const isBranch = node ? node.id >= 0 : false;
  const icon = isOpen ? caretDownIcon : caretRightIcon;
  return (
    <div
      id={id}
      className={`jp-Cellkeep-JsonTree-row ${isActive ? 'jp-Cellkeep-mod-selected' : ''}`}
      role="treeitem"
      aria-level={depth + 1}
      aria-selected={isActive}
      aria-expanded={isBranch ? isOpen : undefined}
      style={{
        top,
        paddingInlineStart:
          4 + Math.min(depth, MOST_INDENT) * 14 + (isBranch ? 0 : CARET_WIDTH)
      }}
      onClick={onPress}
    >
      {isBranch && (
        <icon.react tag="span" className="jp-Cellkeep-JsonView-caret" />
      )}
      {depth > MOST_INDENT && (
        <span className="jp-Cellkeep-JsonView-count">
          {trans.__('level %1', number(depth))}{' '}
        </span>
      )}
      {node ? (
        <>
          <NodeText node={node} trans={trans} />
          {isBranch && !isOpen && (
            <bdi className="jp-Cellkeep-JsonView-count">
              {' '}
              {displayName(node.text)}
            </bdi>
          )}
        </>
      ) : (
        <span className="jp-Cellkeep-Link">
          {trans.__('Show more of %1', number(row.of))}
        </span>
      )}
    </div>
  );
}

/** What a node is called, and what it is. */
function NodeText(props: {
  node: IJsonNode;
  trans: TranslationBundle;
}): JSX.Element {
  const { trans } = props;
  const { key, kind, size, text } = props.node;
  return (
    <>
      {key !== '' && (
        <bdi className="jp-Cellkeep-JsonView-key">{displayName(key)}: </bdi>
      )}
      {kind === 'array' && (
        <span className="jp-Cellkeep-JsonView-count">
          {trans._n('[%2 item]', '[%2 items]', size, number(size))}
        </span>
      )}
      {kind === 'object' && (
        <span className="jp-Cellkeep-JsonView-count">
          {trans._n('{%2 key}', '{%2 keys}', size, number(size))}
        </span>
      )}
      {kind !== 'array' && kind !== 'object' && (
        <bdi
          className={`jp-Cellkeep-JsonView-${kind}`}
          title={displayName(text)}
        >
          {kind === 'string' ? JSON.stringify(displayName(text)) : text}
        </bdi>
      )}
    </>
  );
}

/** A value that is in the page already: a tree that opens, or a word where there is nothing to open. */
export function ValueTree(props: {
  value: unknown;
  label?: string;
  isClosed?: boolean;
  trans: TranslationBundle;
}): JSX.Element {
  const { isClosed, label, trans, value } = props;
  const nodes = React.useMemo(
    () => new JsonNodes(value, label),
    [label, value]
  );
  return nodes.top.size > 0 ? (
    <TreeView
      root={nodes.top}
      childrenOf={(id, start, end) => nodes.children(id, start, end)}
      isClosed={isClosed}
      trans={trans}
    />
  ) : (
    <span className="jp-Cellkeep-JsonView">
      <NodeText node={nodes.top} trans={trans} />
    </span>
  );
}

function rowHeight(): number {
  return ROW_HEIGHT;
}
