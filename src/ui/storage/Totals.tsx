import * as React from 'react';

import type { StoreStatus } from '../../protocol/generated';
import { binaryBytes, bytes, fractionOf, percent } from '../format';
import { LinkButton } from '../LinkButton';
import type { Translated } from '../props';
import { artifactsWord } from './words';

/** How full the store is, of its limit where it has one, else of its disk. */
export function Totals(
  props: Translated & { status: StoreStatus; onLimit?: () => void }
): JSX.Element {
  const { status, trans, onLimit } = props;
  const limit = status.limit_bytes;
  const room = limit ?? status.bytes + status.free_bytes;
  const used = fractionOf(status.bytes, room);
  const inTrash = fractionOf(
    Math.min(status.trash_bytes ?? 0, status.bytes),
    room
  );
  const words =
    limit === undefined
      ? trans.__('%1 stored', bytes(status.bytes))
      : trans.__(
          '%1 of %2 stored',
          binaryBytes(status.bytes),
          binaryBytes(limit)
        );
  return (
    <section className="jp-Cellkeep-Totals" aria-label={trans.__('The store')}>
      <p className="jp-Cellkeep-Totals-main">
        <strong>{words}</strong>
        {limit !== undefined && <span> ({percent(used)})</span>}
        {onLimit && !status.limit_fixed && (
          <LinkButton onClick={onLimit}>
            {limit === undefined
              ? trans.__('Set a limit…')
              : trans.__('Change the limit…')}
          </LinkButton>
        )}
      </p>
      <div
        className="jp-Cellkeep-Totals-bar"
        role="img"
        aria-label={trans.__('%1 of the limit is used', percent(used))}
      >
        <span
          className="jp-Cellkeep-Totals-used"
          style={{ width: `${(used - inTrash) * 100}%` }}
        />
        <span
          className="jp-Cellkeep-Totals-trash"
          style={{ width: `${inTrash * 100}%` }}
        />
      </div>
      <p className="jp-Cellkeep-Totals-about">
        {[
          trans._n('%1 run', '%1 runs', status.runs),
          artifactsWord(status.artifacts, trans),
          trans.__('%1 in the trash', bytes(status.trash_bytes ?? 0)),
          trans.__('%1 free on the disk', bytes(status.free_bytes))
        ].join(' · ')}
        <br />
        <span className="jp-Cellkeep-Totals-place">{status.location}</span>
      </p>
    </section>
  );
}
