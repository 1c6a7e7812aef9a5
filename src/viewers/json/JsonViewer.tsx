import { useVirtualizer } from '@tanstack/react-virtual';
import { caretDownIcon, caretRightIcon } from '@jupyterlab/ui-components';
import * as React from 'react';

import type { IViewerProps } from '../../tokens';
import { displayName, number } from '../../ui/format';
import { useServices } from '../frame/services';
import { Awaited, Problem } from '../frame/States';
import { useCall, useEngine } from '../frame/useCall';
import type { Remote } from '../work/client';
import type { EngineOf } from '../work/engines';
import type { IJsonNode } from './engine';
import { type IJsonRow, JsonTree } from './jsonTree';

const ROW_HEIGHT = 20;
/** What a node that cannot open has no mark in. */
const CARET_WIDTH = 14;
/** Deeper nodes are not moved further to the right: the level is said instead. */
const MOST_INDENT = 24;

/** A JSON document as a tree of which only what is open is in the page. */
export function JsonViewer(props: IViewerProps): JSX.Element {
  const { trans } = useServices();
  const [engine, retry] = useEngine('json', [props.content], {});
  return (
    <Awaited state={engine} label={trans.__('Reading:')} onRetry={retry}>
      {json => <Opened json={json} />}
    </Awaited>
  );
}

function Opened(props: { json: Remote<EngineOf<'json'>> }): JSX.Element {
  const { trans } = useServices();
  const [root, retry] = useCall(call => props.json.root(call), [props.json]);
  return (
    <Awaited state={root} label={trans.__('Reading:')} onRetry={retry}>
      {node => <Tree {...props} root={node} />}
    </Awaited>
  );
}

function Tree(props: {
  json: Remote<EngineOf<'json'>>;
  root: IJsonNode;
}): JSX.Element {
  const { json, root } = props;
  const { trans } = useServices();
  const [tree] = React.useState(
    () =>
      new JsonTree(root, (id, start, end) => json.children({}, id, start, end))
  );
  const [rows, setRows] = React.useState<readonly IJsonRow[]>(tree.rows);
  const [active, setActive] = React.useState(0);
  const scroller = React.useRef<HTMLDivElement>(null);
  React.useEffect(() => {
    tree.onChange = () => setRows([...tree.rows]);
    void tree.toggle(0);
    return () => {
      tree.onChange = undefined;
    };
  }, [tree]);
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
          void tree.toggle(active);
        }
        break;
      case 'ArrowLeft':
        if (row?.isOpen) {
          void tree.toggle(active);
        } else {
          go(tree.parentOf(active));
        }
        break;
      case 'Enter':
      case ' ':
        void tree.toggle(active);
        break;
      default:
        return;
    }
    event.preventDefault();
  };
  return (
    <>
      {tree.error && <Problem error={tree.error} />}
      <div
        ref={scroller}
        className="ck-JsonTree ck-JsonView"
        role="tree"
        tabIndex={0}
        aria-label={trans.__('JSON')}
        aria-activedescendant={`ck-json-${active}`}
        onKeyDown={onKeyDown}
      >
        <div
          className="ck-Grid-sheet"
          style={{ height: virtualizer.getTotalSize() }}
        >
          {virtualizer.getVirtualItems().map(({ index, start }) => {
            const row = rows[index];
            return (
              row && (
                <Row
                  key={index}
                  row={row}
                  index={index}
                  top={start}
                  isActive={index === active}
                  onPress={() => {
                    setActive(index);
                    void tree.toggle(index);
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
  row: IJsonRow;
  index: number;
  top: number;
  isActive: boolean;
  onPress: () => void;
}): JSX.Element {
  const { row, index, isActive, onPress, top } = props;
  const { trans } = useServices();
  const { depth, isOpen, node } = row;
  const isBranch = node ? node.id >= 0 : false;
  const icon = isOpen ? caretDownIcon : caretRightIcon;
  return (
    <div
      id={`ck-json-${index}`}
      className={`ck-JsonTree-row ${isActive ? 'ck-mod-selected' : ''}`}
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
      {isBranch && <icon.react tag="span" className="ck-JsonView-caret" />}
      {depth > MOST_INDENT && (
        <span className="ck-JsonView-count">
          {trans.__('level %1', number(depth))}{' '}
        </span>
      )}
      {node ? (
        <>
          {depth > 0 && (
            <bdi className="ck-JsonView-key">{displayName(node.key)}: </bdi>
          )}
          {node.kind === 'array' && (
            <span className="ck-JsonView-count">
              {trans._n(
                '[%2 item]',
                '[%2 items]',
                node.size,
                number(node.size)
              )}
            </span>
          )}
          {node.kind === 'object' && (
            <span className="ck-JsonView-count">
              {trans._n('{%2 key}', '{%2 keys}', node.size, number(node.size))}
            </span>
          )}
          {!isBranch && (
            <bdi
              className={`ck-JsonView-${node.kind}`}
              title={displayName(node.text)}
            >
              {node.kind === 'string'
                ? JSON.stringify(displayName(node.text))
                : node.text}
            </bdi>
          )}
        </>
      ) : (
        <span className="ck-Link">
          {trans.__('Show more of %1', number(row.of))}
        </span>
      )}
    </div>
  );
}

function rowHeight(): number {
  return ROW_HEIGHT;
}
