import { refreshIcon } from '@jupyterlab/ui-components';
import * as React from 'react';

import type { ErrorInfo, LineageEdge } from '../../protocol/generated';
import { number } from '../../ui/format';
import { IconButton } from '../../ui/IconButton';
import { Name } from '../../ui/Name';
import { useServices } from '../frame/services';
import { Busy, Problem } from '../frame/States';
import { useCall } from '../frame/useCall';
import { neighboursOf, nodeDomId, type IGraph, type StepKind } from './graph';
import type { ILayout } from './layout';
import { NodeDetails, type INodeDetailsActions } from './NodeDetails';
import { Picture } from './Picture';
import { usePanZoom } from './usePanZoom';
import { Walk, type Direction } from './walk';
import { nodeTitle, stepExplanation, stepWord } from './words';
import { TextButton } from '../../ui/TextButton';

const KINDS: readonly StepKind[] = ['used', 'same', 'run'];
const ARROWS: Readonly<Record<string, Direction>> = {
  ArrowLeft: 'source',
  ArrowRight: 'result',
  ArrowUp: 'above',
  ArrowDown: 'below'
};

/** What the picture is given, and what it asks for. */
export interface ILineageViewProps extends INodeDetailsActions {
  /** Unique on the page. */
  readonly id: string;
  readonly graph: IGraph | undefined;
  readonly error: ErrorInfo | undefined;
  /** Whether there is a picture to go back to. */
  readonly hasFormer: boolean;
  /** What was last asked for in vain, to be said. */
  readonly notice: string;
  onChoose(id: string): void;
  onBack(): void;
  onRefresh(): void;
}

/** What was made from what, as a picture that one walks. */
export function LineageView(props: ILineageViewProps): JSX.Element {
  const { error, graph, onRefresh } = props;
  const { trans, work } = useServices();
  const [placed, retry] = useCall(
    graph &&
      (async call => {
        const engine = await work.open('lineage', [], {}, call);
        const ids = [...graph.nodes.keys()];
        const layout = await engine.place(call, { ids, edges: graph.edges });
        return { graph, layout };
      }),
    [graph, work]
  );
  // The picture stays while a newer one is placed.
  const last = React.useRef<{ graph: IGraph; layout: ILayout }>();
  if (placed.status === 'ready') {
    last.current = placed.value;
  }
  if (error && !graph) {
    return <Problem error={error} onRetry={onRefresh} />;
  }
  if (placed.status === 'failed') {
    return <Problem error={placed.error} onRetry={retry} />;
  }
  if (!last.current) {
    return (
      <Busy
        state={{ done: 0, total: 0 }}
        label={
          graph
            ? trans.__('Laying out %1 artifacts…', number(graph.nodes.size))
            : trans.__('Loading the lineage…')
        }
      />
    );
  }
  return <Placed {...props} {...last.current} />;
}

function Placed(
  props: ILineageViewProps & { graph: IGraph; layout: ILayout }
): JSX.Element {
  const { error, graph, id, layout } = props;
  const { trans } = useServices();
  const [chosen, setChosen] = React.useState(graph.root);
  const current = graph.nodes.has(chosen) ? chosen : graph.root;
  const neighbours = React.useMemo(() => neighboursOf(graph), [graph]);
  const walk = React.useMemo(
    () => new Walk(layout, neighbours),
    [layout, neighbours]
  );
  const panZoom = usePanZoom(layout, graph.root, current);
  const node = graph.nodes.get(current);

  // Another start is chosen as well.
  const [root, setRoot] = React.useState(graph.root);
  if (root !== graph.root) {
    setRoot(graph.root);
    setChosen(graph.root);
  }

  React.useEffect(() => {
    // Whoever opened the tab, or walked on what is gone now, goes on from here.
    if (document.activeElement?.contains(panZoom.frame.current)) {
      const focus = { preventScroll: true };
      document.getElementById(nodeDomId(id, current))?.focus(focus);
    }
    // Not whenever another one is chosen.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [layout]);

  const goTo = (to: string | undefined): void => {
    if (to !== undefined) {
      setChosen(to);
      // Moving it into the window is the picture's own work.
      const focus = { preventScroll: true };
      document.getElementById(nodeDomId(id, to))?.focus(focus);
      panZoom.reveal(to);
    }
  };
  const onKeyDown = (event: React.KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const arrow = ARROWS[event.key];
    const act = arrow
      ? () => goTo(walk.from(current, arrow))
      : {
          Home: () => goTo(graph.root),
          Enter: () => props.onOpen?.(current),
          ' ': () => props.onShow?.(current),
          '*': () => props.onExpand(current),
          '+': panZoom.larger,
          '=': panZoom.larger,
          '-': panZoom.smaller,
          '0': panZoom.fit
        }[event.key];
    if (act) {
      event.preventDefault();
      event.stopPropagation();
      act();
    }
  };

  // Kept the same, so that nothing is drawn again while the picture moves.
  const latest = React.useRef({ ...props, onKeyDown });
  latest.current = { ...props, onKeyDown };
  const steady = React.useMemo(
    () => ({
      onCurrent: setChosen,
      onChoose: (id: string) => latest.current.onChoose(id),
      onOpen: (id: string) => latest.current.onOpen?.(id),
      onExpand: (id: string) => latest.current.onExpand(id),
      onKeyDown: (event: React.KeyboardEvent) => latest.current.onKeyDown(event)
    }),
    []
  );
  const start = graph.nodes.get(graph.root);
  const label = trans.__(
    'Lineage of %1: sources left, results right',
    start ? nodeTitle(start, trans) : ''
  );
  return (
    <>
      <div
        className="jp-Cellkeep-Document-tools"
        role="toolbar"
        aria-label={trans.__('Lineage')}
      >
        <h2>
          {start && <Name value={start.name} />}{' '}
          <span>{start && trans.__('v%1', start.version)}</span>
        </h2>
        <span className="jp-Cellkeep-Viewer-fact">
          {trans._n('%1 artifact', '%1 artifacts', graph.nodes.size)}
        </span>
        {props.hasFormer && (
          <TextButton onClick={props.onBack}>{trans.__('Back')}</TextButton>
        )}
        <TextButton onClick={panZoom.fit}>{trans.__('Fit')}</TextButton>
        <TextButton aria-label={trans.__('Zoom out')} onClick={panZoom.smaller}>
          −
        </TextButton>
        <span className="jp-Cellkeep-Viewer-fact jp-Cellkeep-Lineage-zoom">
          {`${number(panZoom.zoom * 100)}%`}
        </span>
        <TextButton aria-label={trans.__('Zoom in')} onClick={panZoom.larger}>
          +
        </TextButton>
        <IconButton
          icon={refreshIcon}
          label={trans.__('Refresh')}
          onClick={props.onRefresh}
        />
      </div>
      {error && (
        <p className="jp-Cellkeep-Viewer-note" role="status">
          {trans.__('The graph may be out of date: %1', error.message)}
        </p>
      )}
      <div className="jp-Cellkeep-Document-body">
        <div className="jp-Cellkeep-Lineage">
          <div
            ref={panZoom.frame}
            className="jp-Cellkeep-Lineage-frame"
            onPointerDown={event => {
              const isOnNode =
                event.target instanceof Element &&
                event.target.closest('[role=option], button');
              if (!isOnNode || event.button === 1) {
                panZoom.onPointerDown(event);
              }
            }}
          >
            <div ref={panZoom.stage} className="jp-Cellkeep-Lineage-stage">
              <Picture
                {...steady}
                id={id}
                graph={graph}
                neighbours={neighbours}
                layout={layout}
                current={current}
                label={label}
              />
            </div>
            <p className="jp-Cellkeep-Lineage-said" role="status">
              {props.notice}
            </p>
          </div>
          <Legend edges={graph.edges} />
        </div>
        {node && (
          <NodeDetails
            {...props}
            node={node}
            neighbours={neighbours.get(current)}
            isRoot={current === graph.root}
            onWalk={goTo}
          />
        )}
      </div>
    </>
  );
}

/** What the lines mean, and the keys. */
function Legend(props: { edges: readonly LineageEdge[] }): JSX.Element {
  const { trans } = useServices();
  const there = new Set(props.edges.map(({ kind }) => kind));
  return (
    <div className="jp-Cellkeep-Lineage-legend">
      {KINDS.filter(kind => there.has(kind)).map(kind => (
        <span key={kind} title={stepExplanation(kind, trans)}>
          <svg width="28" height="8" aria-hidden="true">
            <path
              className={`jp-Cellkeep-LineageLine jp-Cellkeep-mod-${kind}`}
              d="M0 4H28"
            />
          </svg>
          {stepWord(kind, trans)}
        </span>
      ))}
      <span className="jp-Cellkeep-Lineage-keys">
        {trans.__(
          'Arrows walk · Enter opens · Space shows in the sidebar · * shows more · + − 0 zoom · Ctrl+wheel zooms'
        )}
      </span>
    </div>
  );
}
