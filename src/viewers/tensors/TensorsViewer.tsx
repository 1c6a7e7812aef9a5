import { useVirtualizer } from '@tanstack/react-virtual';
import { caretDownIcon, caretRightIcon } from '@jupyterlab/ui-components';
import * as React from 'react';

import type { ITensor, ITensorsView } from '../../codecs/view';
import type { IViewerProps } from '../../tokens';
import { bytes, displayName, number, shape, shortFloat } from '../../ui/format';
import { LinkButton } from '../../ui/LinkButton';
import { ArrayViewer } from '../array/ArrayViewer';
import { Opened } from '../frame/Opened';
import { useServices } from '../frame/services';
import { Awaited } from '../frame/States';
import { StatisticsView } from '../frame/StatisticsView';
import { useCall } from '../frame/useCall';
import { KeptView, useKeptState } from '../frame/keptState';
import type { Remote } from '../work/client';
import type { EngineOf } from '../work/engines';
import { treeRows, type ITreeRow } from './tree';

const ROW_HEIGHT = 24;
/** More names than these take the page a while. */
const MOST_TENSORS = 5000;
/** As many times as many are listed next. */
const MORE = 4;
/** As wide as the mark that a row which opens has. */
const LEAF_INDENT = 28; // the mark and the gap after it
type Tensors = Remote<EngineOf<'tensors'>>;

/** The tensors of a file as a tree of their names; a chosen one with its values. */
export function TensorsViewer(props: IViewerProps): JSX.Element {
  const { trans } = useServices();
  return (
    <Opened
      engine="tensors"
      content={props.content}
      options={{}}
      ask={(tensors, call) => tensors.list(call, MOST_TENSORS)}
      label={trans.__('Reading the names…')}
    >
      {(tensors, view) => <Listed {...props} tensors={tensors} first={view} />}
    </Opened>
  );
}

/** The first tensors, and all of them where a person asks. */
function Listed(
  props: IViewerProps & { tensors: Tensors; first: ITensorsView }
): JSX.Element {
  const { first, tensors } = props;
  const [view, setView] = React.useState(first);
  return (
    <TensorTree
      {...props}
      view={view}
      onMore={() =>
        void tensors
          .list({}, view.tensors.length * MORE)
          .then(setView, (reason: unknown) =>
            console.debug('Cellkeep: could not list more tensors.', reason)
          )
      }
    />
  );
}

/** Tensors as a tree of their names; where there is room, the chosen one with its values. */
export function TensorTree(
  props: Omit<IViewerProps, 'view'> & {
    /** Absent where only their names are known. */
    tensors?: Tensors;
    view: ITensorsView;
    /** Lists more of them. */
    onMore?: () => void;
  }
): JSX.Element {
  const { compact, onMore, tensors, view } = props;
  const { trans } = useServices();
  const { get, set } = useKeptState();
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
  const tensor =
    tensors && !compact
      ? view.tensors.find(({ name }) => name === chosen)
      : undefined;
  const count = view.count ?? view.tensors.length;
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
    <div className="jp-Cellkeep-Viewer-columns">
      <div className="jp-Cellkeep-Viewer-main">
        <p className="jp-Cellkeep-Viewer-foot">
          <span>
            {trans._n('%2 tensor', '%2 tensors', count, number(count))}
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
          className="jp-Cellkeep-TensorTree"
          role="tree"
          tabIndex={0}
          aria-label={trans.__('Tensors')}
          aria-activedescendant={
            rows[index] ? `jp-Cellkeep-tensor-${index}` : undefined
          }
          onKeyDown={onKeyDown}
        >
          <div
            style={{ height: virtualizer.getTotalSize() }}
            className="jp-Cellkeep-Grid-sheet"
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
        {view.tensors.length < count && (
          <p className="jp-Cellkeep-Viewer-foot">
            {trans.__(
              'first %1 of %2 tensors',
              number(view.tensors.length),
              number(count)
            )}{' '}
            <LinkButton onClick={onMore}>{trans.__('Show more')}</LinkButton>
          </p>
        )}
        {tensor && (
          <div className="jp-Cellkeep-TensorValues">
            <KeptView key={tensor.name}>
              <ArrayViewer
                {...props}
                view={undefined}
                options={{ format: 'safetensors', tensor: tensor.name }}
              />
            </KeptView>
          </div>
        )}
      </div>
      {tensors && tensor && (
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
      id={`jp-Cellkeep-tensor-${index}`}
      className={`jp-Cellkeep-TensorTree-row ${isChosen ? 'jp-Cellkeep-mod-selected' : ''}`}
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
      {!tensor && (
        <icon.react tag="span" className="jp-Cellkeep-JsonView-caret" />
      )}
      <bdi className="jp-Cellkeep-TensorTree-name">
        {displayName(row.label)}
      </bdi>
      {tensor ? (
        <>
          <span>{shape(tensor.shape, trans)}</span>
          <code>{tensor.dtype}</code>
          <span className="jp-Cellkeep-TensorTree-size">
            {tensor.bytes > 0 && bytes(tensor.bytes)}
          </span>
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
    <section
      className="jp-Cellkeep-ColumnPanel"
      aria-label={trans.__('Tensor')}
    >
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
            <p className="jp-Cellkeep-Viewer-note">
              {trans.__('Norm %1', shortFloat(statistics.norm))}
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
