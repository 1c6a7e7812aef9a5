import { lockIcon } from '@jupyterlab/ui-components';
import * as React from 'react';

import type { IViewerProps } from '../../tokens';
import { bytes, displayName, number } from '../../ui/format';
import { Grid, type IGridColumn } from '../frame/Grid';
import { Opened } from '../frame/Opened';
import { useServices } from '../frame/services';
import type { IPickleFacts } from './pickle';

/** What a pickle would do, without doing it. */
export function PickleViewer(props: IViewerProps): JSX.Element {
  const { artifact, compact, content } = props;
  const { trans } = useServices();
  if (compact) {
    return (
      <div className="jp-Cellkeep-Preview-message">
        <p>
          <lockIcon.react tag="span" className="jp-Cellkeep-Preview-icon" />
          {trans.__(
            'A pickle of %1. It is never loaded here.',
            bytes(artifact.size)
          )}
        </p>
        <p>
          {trans.__(
            'Loading a pickle runs code that is in it. Load it only if you trust who made it, with allow_pickle=True.'
          )}
        </p>
      </div>
    );
  }
  return (
    <Opened
      engine="binary"
      content={content}
      options={{}}
      ask={(binary, call) => binary.pickle(call)}
      label={trans.__('Reading the opcodes:')}
    >
      {(_, facts) => <Facts facts={facts} />}
    </Opened>
  );
}

function Facts(props: { facts: IPickleFacts }): JSX.Element {
  const { calls, dataBytes, globals, isComplete, opcodes, protocol, steps } =
    props.facts;
  const { trans } = useServices();
  const isRisky = globals.some(({ isRisky: risky }) => risky);
  const columns = React.useMemo<IGridColumn[]>(
    () => [
      { name: trans.__('Opcode'), width: 170 },
      { name: trans.__('Argument'), width: 520 }
    ],
    [trans]
  );
  return (
    <div className="jp-Cellkeep-Viewer-main">
      <p
        className={`jp-Cellkeep-Viewer-note ${isRisky ? 'jp-Cellkeep-mod-warning' : ''}`}
        role={isRisky ? 'alert' : undefined}
      >
        <lockIcon.react tag="span" className="jp-Cellkeep-Preview-icon" />
        {isRisky
          ? trans.__(
              'This pickle imports things that can run commands or read files. Do not load it unless you know exactly who made it.'
            )
          : trans.__(
              'It is not loaded here. Loading a pickle runs code that is in it: load it only if you trust who made it.'
            )}
      </p>
      <p className="jp-Cellkeep-Viewer-foot">
        <span>{trans.__('protocol %1', protocol)}</span>
        <span>
          {trans._n('%2 opcode', '%2 opcodes', opcodes, number(opcodes))}
        </span>
        <span>{trans._n('%2 call', '%2 calls', calls, number(calls))}</span>
        <span>{trans.__('%1 of data', bytes(dataBytes))}</span>
        {!isComplete && (
          <span>
            {trans.__('It is incomplete, or has too many opcodes to list.')}
          </span>
        )}
      </p>
      <h3 className="jp-Cellkeep-Viewer-heading">
        {trans.__('What it imports')}
      </h3>
      <ul className="jp-Cellkeep-PickleGlobals">
        {globals.map(({ name, count, isRisky: risky }) => (
          <li key={name} className={risky ? 'jp-Cellkeep-mod-warning' : ''}>
            <code>
              <bdi>{displayName(name)}</bdi>
            </code>{' '}
            {risky && <strong>{trans.__('can run anything')}</strong>}{' '}
            {count > 1 && trans.__('%1 times', number(count))}
          </li>
        ))}
        {globals.length === 0 && (
          <li>{trans.__('Nothing: it contains plain values only.')}</li>
        )}
      </ul>
      <Grid
        label={trans.__('Opcodes')}
        rows={steps.length}
        columns={columns}
        cell={(row, column) =>
          (column === 0 ? steps[row]?.opcode : steps[row]?.argument) ?? ''
        }
        rowLabel={row => number(steps[row]?.position ?? 0)}
      />
    </div>
  );
}
