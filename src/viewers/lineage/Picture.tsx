import * as React from 'react';

import type { LineageNode } from '../../protocol/generated';
import { displayName } from '../../ui/format';
import { kindIcon } from '../../ui/icons';
import { Name } from '../../ui/Name';
import { useServices } from '../frame/services';
import { nodeDomId, type IGraph, type INeighbours } from './graph';
import { NODE_HEIGHT, NODE_WIDTH, type ILayout, type ILine } from './layout';
import { nodePlace, nodeSpoken, nodeTitle, stepWord } from './words';

/** What a person does to an artifact of the picture. */
export interface INodeActions {
  onCurrent(id: string): void;
  onChoose(id: string): void;
  onOpen(id: string): void;
  onExpand(id: string): void;
}

/** Artifacts as boxes, steps as lines. */
export const Picture = React.memo(function Picture(
  props: INodeActions & {
    id: string;
    graph: IGraph;
    neighbours: ReadonlyMap<string, INeighbours>;
    layout: ILayout;
    current: string;
    label: string;
    onKeyDown: (event: React.KeyboardEvent) => void;
  }
): JSX.Element {
  const { current, graph, layout, neighbours } = props;
  const { trans } = useServices();
  return (
    <>
      <Lines {...props} />
      <div role="listbox" aria-label={props.label} onKeyDown={props.onKeyDown}>
        {layout.nodes.map(({ id, x, y }) => {
          const node = graph.nodes.get(id);
          return (
            node && (
              <Node
                key={id}
                {...props}
                node={node}
                x={x}
                y={y}
                spoken={nodeSpoken(
                  node,
                  neighbours.get(id),
                  id === graph.root,
                  trans
                )}
                isCurrent={id === current}
                isRoot={id === graph.root}
              />
            )
          );
        })}
      </div>
      {layout.nodes.map(({ id, x, y }) => {
        const node = graph.nodes.get(id);
        // Beside its artifact and not in it: an option holds no button.
        return (
          node?.more && (
            <button
              key={id}
              type="button"
              tabIndex={-1}
              className="jp-Cellkeep-LineageMore"
              style={{ left: x + NODE_WIDTH - 9, top: y + NODE_HEIGHT - 9 }}
              title={trans.__('Show its connections')}
              aria-label={trans.__(
                'Show the connections of %1',
                nodeTitle(node, trans)
              )}
              onClick={() => props.onExpand(id)}
            >
              +
            </button>
          )
        );
      })}
    </>
  );
});

const Node = React.memo(function Node(
  props: INodeActions & {
    id: string;
    node: LineageNode;
    x: number;
    y: number;
    spoken: string;
    isCurrent: boolean;
    isRoot: boolean;
  }
): JSX.Element {
  const { isCurrent, isRoot, node, spoken, x, y } = props;
  const { trans } = useServices();
  const icon = kindIcon(node.kind ?? 'file');
  const classes = [
    'jp-Cellkeep-LineageNode',
    isRoot ? 'jp-Cellkeep-mod-root' : '',
    isCurrent ? 'jp-Cellkeep-mod-current' : '',
    node.here ? '' : 'jp-Cellkeep-mod-absent'
  ];
  const title = [
    nodeTitle(node, trans),
    node.run_name && trans.__('run %1', displayName(node.run_name)),
    node.notebook && trans.__('from %1', displayName(node.notebook)),
    !node.here && trans.__('no longer here')
  ];
  return (
    <div
      id={nodeDomId(props.id, node.id)}
      className={classes.join(' ')}
      role="option"
      aria-selected={isCurrent}
      aria-label={spoken}
      tabIndex={isCurrent ? 0 : -1}
      title={title.filter(Boolean).join('\n')}
      style={{
        left: x,
        top: y,
        width: NODE_WIDTH,
        height: NODE_HEIGHT
      }}
      onFocus={() => props.onCurrent(node.id)}
      onClick={() => props.onChoose(node.id)}
      onDoubleClick={() => props.onOpen(node.id)}
      onContextMenu={() => props.onChoose(node.id)}
    >
      {isRoot && (
        <span className="jp-Cellkeep-LineageNode-mark">
          {trans.__('starts here')}
        </span>
      )}
      <span className="jp-Cellkeep-LineageNode-title">
        <icon.react tag="span" className="jp-Cellkeep-LineageNode-icon" />
        <span className="jp-Cellkeep-LineageNode-name">
          <Name value={node.name} />
        </span>
        <span className="jp-Cellkeep-LineageNode-version">
          {trans.__('v%1', node.version)}
        </span>
      </span>
      <span className="jp-Cellkeep-LineageNode-run">
        {node.run_name === undefined ? (
          trans.__('unknown run')
        ) : (
          <Name value={node.run_name} />
        )}
      </span>
      <span className="jp-Cellkeep-LineageNode-place">
        {nodePlace(node, trans)}
      </span>
    </div>
  );
});

const Lines = React.memo(function Lines(props: {
  id: string;
  layout: ILayout;
  current: string;
}): JSX.Element {
  const { current, id, layout } = props;
  const { trans } = useServices();
  const { height, knots, labelled, lines, width } = layout;
  // Of a knot the half that is about the artifact: what it was made from, or what it led to.
  const isLit = ({ sources, targets }: Pick<ILine, 'sources' | 'targets'>) =>
    sources.includes(current) || targets.includes(current);
  // What is lit lies above the rest.
  const ordered = [...lines].sort(
    (one, other) => Number(isLit(one)) - Number(isLit(other))
  );
  const words = [
    ...ordered.flatMap((line, index) =>
      line.word && (labelled || isLit(line))
        ? [{ ...line, key: `line ${index}`, lit: isLit(line), y: line.y + 4 }]
        : []
    ),
    ...knots.map(({ id: key, x, y }) => {
      return { key, kind: 'run' as const, lit: false, x, y: y + 16 };
    })
  ];
  return (
    <svg
      className="jp-Cellkeep-Lineage-lines"
      width={width}
      height={height}
      aria-hidden="true"
    >
      <defs>
        {['plain', 'lit'].map(which => (
          <marker
            key={which}
            id={`${id}-${which}`}
            className={`jp-Cellkeep-LineageArrow jp-Cellkeep-mod-${which}`}
            viewBox="0 0 8 8"
            refX="7"
            refY="4"
            markerWidth="8"
            markerHeight="8"
            markerUnits="userSpaceOnUse"
            orient="auto"
          >
            <path d="M0 0L8 4L0 8z" />
          </marker>
        ))}
      </defs>
      {ordered.map((line, index) => {
        const lit = isLit(line);
        return (
          <path
            key={index}
            className={`jp-Cellkeep-LineageLine jp-Cellkeep-mod-${line.kind} ${lit ? 'jp-Cellkeep-mod-lit' : ''}`}
            d={line.path}
            markerEnd={
              line.arrives ? `url(#${id}-${lit ? 'lit' : 'plain'})` : undefined
            }
          />
        );
      })}
      {knots.map(({ id: knot, x, y }) => (
        <circle
          key={knot}
          className="jp-Cellkeep-LineageKnot"
          cx={x}
          cy={y}
          r={4}
        />
      ))}
      {words.map(({ key, kind, lit, x, y }) => (
        <text
          key={key}
          className={`jp-Cellkeep-LineageWord ${lit ? 'jp-Cellkeep-mod-lit' : ''}`}
          x={x}
          y={y}
          textAnchor="middle"
        >
          {stepWord(kind, trans)}
        </text>
      ))}
    </svg>
  );
});
