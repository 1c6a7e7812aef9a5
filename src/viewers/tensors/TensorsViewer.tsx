import { useVirtualizer } from '@tanstack/react-virtual';
import { caretDownIcon, caretRightIcon } from '@jupyterlab/ui-components';
import * as React from 'react';

import type { ITensor, ITensorsView } from '../../codecs/view';
import type { IViewerProps } from '../../tokens';
import { bytes, displayName, number, shape } from '../../ui/format';
import { ArrayViewer } from '../array/ArrayViewer';
import { useServices } from '../frame/services';
import { Awaited } from '../frame/States';
import { short, StatisticsView } from '../frame/StatisticsView';
import { useCall, useEngine } from '../frame/useCall';
import { useViewerState } from '../frame/useViewerState';
import type { Remote } from '../work/client';
import type { EngineOf } from '../work/engines';
import { treeRows, type ITreeRow } from './tree';

const ROW_HEIGHT = 24;
/** As wide as the mark that a row which opens has. */
const LEAF_INDENT = 28; // the mark and the gap after it
type Tensors = Remote<EngineOf<'tensors'>>;

/** The tensors of a file as a tree of their names; a chosen one with its values. */
export function TensorsViewer(props: IViewerProps): JSX.Element {
  const { trans } = useServices();
  const [engine, retry] = useEngine('tensors', [props.content], {});
  return (
    <Awaited
      state={engine}
      label={trans.__('Reading the names…')}
      onRetry={retry}
    >
      {tensors => <Opened {...props} tensors={tensors} />}
    </Awaited>
  );
}

function Opened(props: IViewerProps & { tensors: Tensors }): JSX.Element {
  const { trans } = useServices();
  const [list, retry] = useCall(
    call => props.tensors.list(call),
    [props.tensors]
  );
  return (
    <Awaited
      state={list}
      label={trans.__('Reading the names…')}
      onRetry={retry}
    >
      {view => <Tree {...props} view={view} />}
    </Awaited>
  );
}

function Tree(
  props: IViewerProps & { tensors: Tensors; view: ITensorsView }
): JSX.Element {
  const { tensors, view } = props;
  const { trans } = useServices();
  const { get, set } = useViewerState(props);
  const closed = get<string[]>('closed', []);
  const chosen = get('tensor', '');
  const rows = React.useMemo(
    () => treeRows(view.tensors, new Set(closed)),
    [view.tensors, closed]
  );
  const scroller = React.useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: rowHeight,
    overscan: 8
  });
  const tensor = view.tensors.find(({ name }) => name === chosen);
  const index = Math.max(
    0,
    rows.findIndex(row => row.path === chosen)
  );
  const toggle = (path: string): void =>
    set(
      'closed',
      closed.includes(path)
        ? closed.filter(other => other !== path)
        : [...closed, path]
    );
  const onKeyDown = (event: React.KeyboardEvent): void => {
    const step = {
      ArrowDown: 1,
      ArrowUp: -1,
      Home: -rows.length,
      End: rows.length
    }[event.key];
    const row = rows[index];
    if (step !== undefined) {
      const next = Math.min(Math.max(0, index + step), rows.length - 1);
      set('tensor', rows[next]?.path ?? '');
      virtualizer.scrollToIndex(next);
    } else if (
      row &&
      !row.tensor &&
      ['ArrowRight', 'ArrowLeft', 'Enter', ' '].includes(event.key)
    ) {
      const wantsOpen = event.key !== 'ArrowLeft';
      if (
        row.isOpen !== wantsOpen ||
        event.key === 'Enter' ||
        event.key === ' '
      ) {
        toggle(row.path);
      }
    } else {
      return;
    }
    event.preventDefault();
  };
  return (
    <div className="ck-Viewer-columns">
      <div className="ck-Viewer-main">
        <p className="ck-Viewer-foot">
          <span>
            {trans._n(
              '%2 tensor',
              '%2 tensors',
              view.tensors.length,
              number(view.tensors.length)
            )}
          </span>
          <span>
            {trans._n(
              '%2 parameter',
              '%2 parameters',
              view.parameters,
              number(view.parameters)
            )}
          </span>
          {Object.entries(view.metadata)
            .filter(([, value]) => value.length < 80)
            .map(([key, value]) => (
              <span key={key}>
                <bdi>{displayName(`${key}: ${value}`)}</bdi>
              </span>
            ))}
        </p>
        <div
          ref={scroller}
          className="ck-TensorTree"
          role="tree"
          tabIndex={0}
          aria-label={trans.__('Tensors')}
          aria-activedescendant={rows[index] ? `ck-tensor-${index}` : undefined}
          onKeyDown={onKeyDown}
        >
          <div
            style={{ height: virtualizer.getTotalSize() }}
            className="ck-Grid-sheet"
          >
            {virtualizer.getVirtualItems().map(item => {
              const row = rows[item.index];
              return (
                row && (
                  <TreeRow
                    key={row.path}
                    row={row}
                    index={item.index}
                    top={item.start}
                    isChosen={row.path === chosen}
                    onChoose={() => {
                      set('tensor', row.path);
                      if (!row.tensor) {
                        toggle(row.path);
                      }
                    }}
                  />
                )
              );
            })}
          </div>
        </div>
        {tensor && (
          <div className="ck-TensorValues">
            <ArrayViewer
              key={tensor.name}
              {...props}
              state={undefined}
              onState={undefined}
              options={{ format: 'safetensors', tensor: tensor.name }}
            />
          </div>
        )}
      </div>
      {tensor && (
        <TensorPanel key={tensor.name} tensors={tensors} tensor={tensor} />
      )}
    </div>
  );
}

function TreeRow(props: {
  row: ITreeRow;
  index: number;
  top: number;
  isChosen: boolean;
  onChoose: () => void;
}): JSX.Element {
  const { row, index, top, isChosen, onChoose } = props;
  const { trans } = useServices();
  const { tensor } = row;
  const icon = row.isOpen ? caretDownIcon : caretRightIcon;
  return (
    <div
      id={`ck-tensor-${index}`}
      className={`ck-TensorTree-row ${isChosen ? 'ck-mod-selected' : ''}`}
      role="treeitem"
      aria-level={row.depth + 1}
      aria-selected={isChosen}
      aria-expanded={tensor ? undefined : row.isOpen}
      style={{
        top,
        paddingInlineStart:
          8 + Math.min(row.depth, 12) * 14 + (tensor ? LEAF_INDENT : 0)
      }}
      onClick={onChoose}
    >
      {!tensor && <icon.react tag="span" className="ck-JsonView-caret" />}
      <bdi className="ck-TensorTree-name">{displayName(row.label)}</bdi>
      {tensor ? (
        <>
          <span>{shape(tensor.shape, trans)}</span>
          <code>{tensor.dtype}</code>
          <span className="ck-TensorTree-size">{bytes(tensor.bytes)}</span>
        </>
      ) : (
        <span>
          {trans._n('%2 tensor', '%2 tensors', row.count, number(row.count))}
        </span>
      )}
    </div>
  );
}

function TensorPanel(props: {
  tensors: Tensors;
  tensor: ITensor;
}): JSX.Element {
  const { tensors, tensor } = props;
  const { trans } = useServices();
  const [state, retry] = useCall(
    call => tensors.statistics(call, tensor.name),
    [tensors, tensor.name]
  );
  return (
    <section className="ck-ColumnPanel" aria-label={trans.__('Tensor')}>
      <h3>
        <bdi>{displayName(tensor.name)}</bdi>
      </h3>
      <Awaited
        state={state}
        label={trans.__('Reading values:')}
        onRetry={retry}
      >
        {statistics => (
          <>
            <StatisticsView statistics={statistics} />
            <p className="ck-Viewer-note">
              {trans.__('Norm %1', short(statistics.norm))}
            </p>
          </>
        )}
      </Awaited>
    </section>
  );
}

function rowHeight(): number {
  return ROW_HEIGHT;
}
