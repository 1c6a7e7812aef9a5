import * as React from 'react';
import {
  checkIcon,
  closeIcon,
  errorIcon,
  pauseIcon,
  refreshIcon,
  type LabIcon
} from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { ErrorInfo, TransferStatus } from '../../protocol/generated';
import { displayName, fractionOf, percent, rate } from '../format';
import { IconButton } from '../IconButton';
import { playIcon } from '../icons';
import { Name } from '../Name';
import { ProgressLine } from '../ProgressLine';
import type { TransferVerb } from '../props';
import { copyGoal, reasonWord, routeWords, stateWord } from '../words';

export interface TransferRowProps {
  /** 0 in the active row, so that Tab goes from the row to its buttons. */
  tabIndex: 0 | -1;
  transfer: TransferStatus;
  /** Bytes each second; 0 where none move. */
  bytesPerSecond: number;
  verbs: readonly TransferVerb[];
  trans: TranslationBundle;
  onVerb: (transfer: TransferStatus, verb: TransferVerb) => void;
}

/** The content of a row in flight: how far it is, or why it is not. */
export const TransferRow = React.memo(function TransferRow(
  props: TransferRowProps
): JSX.Element {
  const { transfer, trans, verbs } = props;
  return (
    <>
      <StateIcon state={transfer.state} />
      <span className="jp-Cellkeep-Row-name">
        <Name value={transfer.name} />
      </span>
      <Progress
        transfer={transfer}
        bytesPerSecond={props.bytesPerSecond}
        trans={trans}
      />
      <span className="jp-Cellkeep-Row-actions">
        {verbs.map(verb => (
          <IconButton
            tabIndex={props.tabIndex}
            key={verb}
            icon={VERB_ICONS[verb]}
            label={verbWords(verb, transfer.name, trans)}
            onClick={() => props.onVerb(transfer, verb)}
          />
        ))}
      </span>
    </>
  );
});

function Progress(props: {
  transfer: TransferStatus;
  bytesPerSecond: number;
  trans: TranslationBundle;
}): JSX.Element {
  const { transfer, trans } = props;
  const { error, state } = transfer;
  const word = progressWord(transfer, trans);
  if (state === 'failed') {
    return (
      <span className="jp-Cellkeep-Row-about jp-Cellkeep-Row-reason">
        {error ? failureWords(error, trans) : word}
      </span>
    );
  }
  if (state !== 'uploading' && state !== 'hashing' && state !== 'paused') {
    return (
      <span className="jp-Cellkeep-Row-about jp-Cellkeep-mod-state">
        {word}
      </span>
    );
  }
  const fraction = fractionOf(transfer.sent, transfer.size);
  return (
    <span className="jp-Cellkeep-Row-progress">
      {state === 'uploading' && (
        <span className="jp-Cellkeep-Row-route">
          {(transfer.route ?? copyGoal(transfer, trans)) && (
            <span className="jp-Cellkeep-Row-by">
              {wayWords(transfer, 0, trans)}
            </span>
          )}
          {props.bytesPerSecond > 0 && (
            <span>{rate(props.bytesPerSecond, trans)}</span>
          )}
        </span>
      )}
      {state !== 'uploading' && (
        <span className="jp-Cellkeep-Row-state">{word}</span>
      )}
      <ProgressLine
        label={trans.__('%1, %2', displayName(transfer.name), word)}
        fraction={fraction}
        className={state === 'paused' ? 'jp-Cellkeep-mod-paused' : undefined}
      />
      <span className="jp-Cellkeep-Row-percent">{percent(fraction)}</span>
    </span>
  );
}

/** Its state, and what it waits for. */
export function progressWord(
  { mirror, route, state }: TransferStatus,
  trans: TranslationBundle
): string {
  if (state !== 'queued' || route !== 'spool') {
    return stateWord(state, trans);
  }
  return mirror === undefined
    ? trans.__('waiting')
    : trans.__('%1: waiting', mirror);
}

/** "by http · 212 MB/s", "to MLflow". */
export function wayWords(
  transfer: TransferStatus,
  bytesPerSecond: number,
  trans: TranslationBundle
): string {
  const { route } = transfer;
  const goal = copyGoal(transfer, trans);
  return [
    goal !== undefined
      ? trans.__('to %1', goal)
      : route && routeWords(route, trans),
    bytesPerSecond > 0 && rate(bytesPerSecond, trans)
  ]
    .filter(Boolean)
    .join(' · ');
}

/** The reason in a word first: the sentence is cut where the panel is narrow. */
function failureWords(
  { code, message }: ErrorInfo,
  trans: TranslationBundle
): string {
  const reason = reasonWord(code, trans) ?? trans.__('failed');
  return trans.__('%1: %2', reason, displayName(message));
}

const VERB_ICONS: Readonly<Record<TransferVerb, LabIcon>> = {
  pause: pauseIcon,
  resume: playIcon,
  cancel: closeIcon,
  retry: refreshIcon,
  dismiss: closeIcon
};

function verbWords(
  verb: TransferVerb,
  name: string,
  trans: TranslationBundle
): string {
  const shown = displayName(name);
  const words: Readonly<Record<TransferVerb, () => string>> = {
    pause: () => trans.__('Pause %1', shown),
    resume: () => trans.__('Resume %1', shown),
    cancel: () => trans.__('Cancel %1', shown),
    retry: () => trans.__('Retry %1', shown),
    dismiss: () => trans.__('Dismiss %1', shown)
  };
  return words[verb]();
}

/** A shape as well as a colour for how it ended; empty while it goes on. */
function StateIcon(props: { state: TransferStatus['state'] }): JSX.Element {
  if (props.state === 'failed') {
    return (
      <errorIcon.react
        tag="span"
        className="jp-Cellkeep-Row-icon jp-Cellkeep-mod-failed"
      />
    );
  }
  if (props.state === 'stored') {
    return (
      <checkIcon.react
        tag="span"
        className="jp-Cellkeep-Row-icon jp-Cellkeep-mod-stored"
      />
    );
  }
  return <span className="jp-Cellkeep-Row-icon" />;
}

/** Everything about a save that its row has no room for. */
export function transferTitle(
  transfer: TransferStatus,
  bytesPerSecond: number,
  trans: TranslationBundle
): string {
  const goal = copyGoal(transfer, trans);
  const lines = [
    displayName(transfer.name),
    goal === undefined
      ? trans.__('into %1', displayName(transfer.run_name))
      : trans.__('stored; a copy goes to %1', goal),
    wayWords(transfer, bytesPerSecond, trans)
  ];
  if (transfer.error) {
    lines.push(transfer.error.message, transfer.error.hint ?? '');
  }
  return lines.filter(Boolean).join('\n');
}
