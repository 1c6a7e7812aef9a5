import * as React from 'react';

import type { Artifact, LineageNode } from '../../protocol/generated';
import { bound } from '../../ui/bound';
import { absoluteTime, displayName } from '../../ui/format';
import { kindIcon } from '../../ui/icons';
import { LinkButton } from '../../ui/LinkButton';
import { Name } from '../../ui/Name';
import { categoryWord, kindWord, provenanceWords } from '../../ui/words';
import { useServices } from '../frame/services';
import { useCall } from '../frame/useCall';
import type { INeighbours, IStep } from './graph';
import { nodeTitle, stepWord } from './words';
import { TextButton } from '../../ui/TextButton';

/** As many neighbours as are listed. */
const MOST_LISTED = 100;
/** While one walks on, nothing is fetched. */
const SETTLE_MS = 150;

/** What can be done with an artifact of the picture. */
export interface INodeDetailsActions {
  /** Reads the whole record of an artifact. */
  fetch(id: string): Promise<Artifact>;
  /** Absent, as the next two, where the plugin that does it is disabled. */
  onOpen?: (id: string) => void;
  onShow?: (id: string) => void;
  onGoToSource?: (id: string) => void;
  onStartFrom(id: string): void;
  onExpand(id: string): void;
}

/** One artifact of the picture in words, what lies around it, and what can be done with it. */
export function NodeDetails(
  props: INodeDetailsActions & {
    node: LineageNode;
    neighbours: INeighbours | undefined;
    isRoot: boolean;
    onWalk: (id: string) => void;
  }
): JSX.Element {
  const { isRoot, neighbours, node } = props;
  const { trans } = useServices();
  const icon = kindIcon(node.kind ?? 'file');
  const actions: readonly [
    string,
    ((id: string) => void) | undefined,
    boolean
  ][] = [
    [trans.__('Open'), props.onOpen, node.here],
    [trans.__('Show in the sidebar'), props.onShow, node.here],
    [trans.__('Show its connections'), props.onExpand, node.here],
    [trans.__('Start here'), props.onStartFrom, node.here && !isRoot]
  ];
  return (
    <aside
      className="jp-Cellkeep-Document-details jp-Cellkeep-LineageDetails"
      aria-label={trans.__('Selected artifact')}
    >
      <h3>
        <icon.react tag="span" className="jp-Cellkeep-LineageNode-icon" />
        <span>
          <Name value={node.name} />{' '}
          <span className="jp-Cellkeep-LineageNode-version">
            {trans.__('v%1', node.version)}
          </span>
        </span>
      </h3>
      {!node.here && (
        <p className="jp-Cellkeep-LineageDetails-absent">
          {trans.__(
            'It is no longer here: it was deleted, or is in another store. These details were recorded when it was used.'
          )}
        </p>
      )}
      <dl className="jp-Cellkeep-Facts">
        {node.run_name !== undefined && (
          <>
            <dt>{trans.__('Run')}</dt>
            <dd>
              <Name value={node.run_name} />
            </dd>
          </>
        )}
        <dt>{trans.__('Kind')}</dt>
        <dd>
          {[
            node.category && categoryWord(node.category, trans),
            node.kind && kindWord(node.kind, trans)
          ]
            .filter(Boolean)
            .join(' · ') || trans.__('unknown')}
        </dd>
        {node.here && <Record key={node.id} {...props} />}
      </dl>
      <div className="jp-Cellkeep-Details-actions">
        {actions.map(([label, act, isEnabled]) => (
          <TextButton
            key={label}
            disabled={!isEnabled}
            onClick={bound(act, node.id)}
          >
            {label}
          </TextButton>
        ))}
      </div>
      <Steps
        {...props}
        title={trans.__('Made from')}
        none={trans.__('Nothing known.')}
        steps={neighbours?.sources ?? []}
      />
      <Steps
        {...props}
        title={trans.__('Used by')}
        none={trans.__('Nothing known.')}
        steps={neighbours?.results ?? []}
      />
    </aside>
  );
}

/** What the whole record says: where it came from, what it is and since when it is kept. */
function Record(props: {
  node: LineageNode;
  fetch: (id: string) => Promise<Artifact>;
  onGoToSource?: (id: string) => void;
}): JSX.Element {
  const { fetch, node, onGoToSource } = props;
  const { trans } = useServices();
  const [record] = useCall(
    async ({ signal }) => {
      await new Promise(resolve => setTimeout(resolve, SETTLE_MS));
      signal.throwIfAborted();
      return fetch(node.id);
    },
    [node.id]
  );
  const artifact = record.status === 'ready' ? record.value : undefined;
  const words =
    artifact && displayName(provenanceWords(artifact.provenance, trans));
  return (
    <>
      <dt>{trans.__('Origin')}</dt>
      <dd>
        {record.status === 'failed' ? (
          record.error.message
        ) : artifact?.provenance.notebook === undefined || !onGoToSource ? (
          (words ?? '…')
        ) : (
          <LinkButton
            title={displayName(artifact.provenance.notebook)}
            onClick={() => onGoToSource(node.id)}
          >
            {words}
          </LinkButton>
        )}
      </dd>
      <dt>{trans.__('Stored')}</dt>
      <dd>{artifact ? absoluteTime(artifact.stored_at) : '…'}</dd>
      {artifact?.summary && (
        <>
          <dt>{trans.__('Content')}</dt>
          <dd>{displayName(artifact.summary)}</dd>
        </>
      )}
    </>
  );
}

function Steps(props: {
  title: string;
  none: string;
  steps: readonly IStep[];
  onWalk: (id: string) => void;
}): JSX.Element {
  const { none, onWalk, steps, title } = props;
  const { trans } = useServices();
  return (
    <>
      <h4>{title}</h4>
      {steps.length === 0 && (
        <p className="jp-Cellkeep-LineageDetails-none">{none}</p>
      )}
      <ul>
        {steps.slice(0, MOST_LISTED).map(({ kind, node }) => (
          <li key={node.id}>
            <LinkButton onClick={() => onWalk(node.id)}>
              {nodeTitle(node, trans)}
            </LinkButton>{' '}
            <span>{stepWord(kind, trans)}</span>
          </li>
        ))}
      </ul>
      {steps.length > MOST_LISTED && (
        <p className="jp-Cellkeep-LineageDetails-none">
          {trans.__('and %1 more', steps.length - MOST_LISTED)}
        </p>
      )}
    </>
  );
}
