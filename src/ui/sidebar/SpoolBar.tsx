import * as React from 'react';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { StoreStatus } from '../../protocol/generated';
import { bytes, relativeTime } from '../format';

/** The command that sends them; no word to translate. */
const PUSH = 'cellkeep push';

/** What waits for less is on its way, and no news. */
const CALM_MS = 30_000;

/** Says that saves wait outside of the store, since when, and what to do. */
export function SpoolBar(props: {
  status: StoreStatus;
  trans: TranslationBundle;
  now?: Date;
}): JSX.Element | null {
  const { status, trans, now = new Date() } = props;
  if (!isWorthSaying(status, now)) {
    return null;
  }
  return (
    <div
      className="jp-Cellkeep-SpoolBar"
      role="status"
      title={trans.__(
        'They are safe on this machine and go to the store automatically when it can take them. To send them now, run `cellkeep push` in a terminal.'
      )}
    >
      <span className="jp-Cellkeep-SpoolBar-message">
        {spoolWords(status, now, trans)}
      </span>
      <code>{PUSH}</code>
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
