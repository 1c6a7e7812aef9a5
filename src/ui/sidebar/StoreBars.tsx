import * as React from 'react';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { StoreStatus } from '../../protocol/generated';
import { bytes, relativeTime } from '../format';
import type { Translated } from '../props';
import { quotaNotice } from '../team/words';

/** The command that sends what waits; no word to translate. */
const PUSH = 'cellkeep push';

/** What waits for less is on its way, and no news. */
const CALM_MS = 30_000;

/** What a person has to know of the store, and what to do about it, each in a line of its own. */
export function StoreBars(
  props: Translated & { status: StoreStatus }
): JSX.Element {
  const { status, trans } = props;
  const now = new Date();
  const quota = quotaNotice(status, trans);
  return (
    <>
      {status.read_only && (
        <Bar
          message={trans.__('Read-only store')}
          title={trans.__(
            'This server may not write to %1. What kernels save waits on this machine.',
            status.location
          )}
        />
      )}
      {quota !== undefined && (
        <Bar
          message={quota}
          title={trans.__(
            'What brings more bytes than your quota has room for is refused and waits. Delete what you no longer need and empty the trash, or ask who looks after the service for more.'
          )}
        />
      )}
      {isWorthSaying(status, now) && (
        <Bar
          message={spoolWords(status, now, trans)}
          title={trans.__(
            'They are safe on this machine and go to the store automatically when it can take them. To send them now, run `cellkeep push` in a terminal.'
          )}
        >
          <code>{PUSH}</code>
        </Bar>
      )}
    </>
  );
}

function Bar(
  props: React.PropsWithChildren<{ message: string; title: string }>
): JSX.Element {
  return (
    <div className="jp-Cellkeep-SpoolBar" role="status" title={props.title}>
      <span className="jp-Cellkeep-SpoolBar-message">{props.message}</span>
      {props.children}
    </div>
  );
}

/** "3 saves wait · 12 MB of 10 GB · 5 minutes ago". */
export function spoolWords(
  status: StoreStatus,
  now: Date,
  trans: TranslationBundle
): string {
  const { spooled, spooled_bytes, spool_limit_bytes, spool_oldest_at } = status;
  const size = bytes(spooled_bytes);
  return [
    trans._n('%1 save waiting', '%1 saves waiting', spooled),
    spool_limit_bytes === undefined
      ? size
      : trans.__('%1 of %2', size, bytes(spool_limit_bytes)),
    spool_oldest_at !== undefined && relativeTime(spool_oldest_at, now, trans)
  ]
    .filter(Boolean)
    .join(' · ');
}

function isWorthSaying(
  { spooled, spool_oldest_at }: StoreStatus,
  now: Date
): boolean {
  const age =
    spool_oldest_at === undefined
      ? Infinity
      : now.getTime() - Date.parse(spool_oldest_at);
  return spooled > 0 && age >= CALM_MS;
}
