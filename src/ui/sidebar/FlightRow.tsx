import * as React from 'react';
import { closeIcon, pauseIcon } from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';

import { hasEnded } from '../../model/merge';
import type { TransferStatus } from '../../protocol/generated';
import { duration, number, rate } from '../format';
import { IconButton } from '../IconButton';
import { playIcon } from '../icons';
import type { TransferPace, TransferVerb } from '../props';

export interface FlightRowProps {
  /** 0 in the active row, so that Tab goes from the row to its buttons. */
  tabIndex: 0 | -1;
  transfers: readonly TransferStatus[];
  pace: TransferPace;
  verbsOf: (transfer: TransferStatus) => readonly TransferVerb[];
  trans: TranslationBundle;
  onAll: (verb: TransferVerb) => void;
}

/** The header of what is in flight: how many, how fast, how long still. */
export function FlightRow(props: FlightRowProps): JSX.Element {
  const { onAll, trans, transfers } = props;
  // Of thousands, those in the same state have the same verbs.
  const states = new Map(transfers.map(one => [one.state, one]));
  const verbs = new Set([...states.values()].flatMap(props.verbsOf));
  return (
    <>
      <span className="jp-Cellkeep-Row-title">{trans.__('In flight')}</span>
      <span className="jp-Cellkeep-Row-about">{flightWords(props)}</span>
      <span className="jp-Cellkeep-Row-actions">
        {verbs.has('pause') ? (
          <IconButton
            tabIndex={props.tabIndex}
            icon={pauseIcon}
            label={trans.__('Pause all')}
            onClick={() => onAll('pause')}
          />
        ) : (
          verbs.has('resume') && (
            <IconButton
              tabIndex={props.tabIndex}
              icon={playIcon}
              label={trans.__('Resume all')}
              onClick={() => onAll('resume')}
            />
          )
        )}
        {verbs.has('cancel') && (
          <IconButton
            tabIndex={props.tabIndex}
            icon={closeIcon}
            label={trans.__('Cancel all')}
            onClick={() => onAll('cancel')}
          />
        )}
      </span>
    </>
  );
}

/** "3 · 24 MB/s · 12 s · 1 failed". */
export function flightWords(
  props: Pick<FlightRowProps, 'pace' | 'trans' | 'transfers'>
): string {
  const { pace, trans, transfers } = props;
  const active = transfers.filter(one => !hasEnded(one.state)).length;
  const failed = transfers.filter(one => one.state === 'failed').length;
  const words: string[] = [];
  const paused = transfers.filter(one => one.state === 'paused').length;
  if (active > 0 && paused === active) {
    words.push(trans._n('%1 paused', '%1 paused', paused));
  } else if (active > 0) {
    words.push(number(active));
    if (pace.bytesPerSecond > 0) {
      words.push(rate(pace.bytesPerSecond, trans));
    }
    if (pace.secondsLeft !== null) {
      words.push(duration(pace.secondsLeft, trans));
    }
  }
  if (failed > 0) {
    words.push(trans._n('%1 failed', '%1 failed', failed));
  }
  return words.join(' · ');
}
