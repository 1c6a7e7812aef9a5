import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { viewOfPreview } from '../../codecs/manifest';
import { kindOf } from '../../protocol/registry';
import type {
  Artifact,
  Receipt,
  TransferStatus
} from '../../protocol/generated';
import type { ICellkeep } from '../../tokens';
import { Card } from '../../ui';
import { useSnapshot } from '../application/useSnapshot';

/** Where a card looks its save up. */
export type CardSource = Pick<
  ICellkeep,
  'api' | 'catalog' | 'thumbnailUrl' | 'transfers'
>;

/** One save, as this page or the store knows it now. */
export function SaveCard(props: {
  /** What the notebook says of it. */
  told: TransferStatus;
  cellkeep: CardSource;
  /** Absent where no plugin opens artifacts. */
  open: ((artifactId: string) => void) | undefined;
  trans: TranslationBundle;
  /** Whether somebody knows of it. */
  onKnown: (id: string, isKnown: boolean) => void;
}): JSX.Element {
  const { cellkeep, onKnown, open, told, trans } = props;
  useSnapshot(cellkeep.transfers);
  const live = cellkeep.transfers.get(told.id);
  const status = newer(told, live);
  const { id, state } = status;
  const isLost = !live && !['stored', 'failed', 'cancelled'].includes(state);

  const [receipt, setReceipt] = React.useState<Receipt>();
  const [artifact, setArtifact] = React.useState<Artifact>();
  const found = status.receipt ?? receipt;
  const artifactId = found?.artifact_id;
  React.useEffect(() => {
    let isGone = false;
    const look = async () => {
      if (artifactId === undefined && isLost) {
        // Its kernel has gone, or has not been heard yet.
        const now = await cellkeep.api.receipt(id);
        if (!isGone) {
          setReceipt(now);
          onKnown(id, now !== undefined);
        }
        return;
      }
      const now = artifactId && (await cellkeep.catalog.fetch(artifactId));
      if (!isGone) {
        setArtifact(now || undefined);
        onKnown(id, true);
      }
    };
    look().catch((error: unknown) => {
      console.debug('Cellkeep: a card could not be looked up.', error);
      if (!isGone) {
        onKnown(id, false);
      }
    });
    return () => {
      isGone = true;
    };
  }, [artifactId, cellkeep, id, isLost, onKnown]);

  return (
    <Card
      trans={trans}
      name={status.name}
      category={status.category}
      kind={kindOf(status.codec, status.media_type)}
      summary={status.summary}
      size={status.size}
      state={found ? 'stored' : state}
      sent={status.sent}
      version={found?.version}
      error={status.error}
      thumbnailUrl={
        artifact?.thumbnail ? cellkeep.thumbnailUrl(artifact) : undefined
      }
      preview={viewOfPreview(artifact?.preview)}
      onOpen={artifact && open ? () => open(artifact.id) : undefined}
      onRetry={live && (() => cellkeep.transfers.act(id, 'retry'))}
    />
  );
}

/** Of what the notebook and what this page say, the later. */
function newer(
  told: TransferStatus,
  known: TransferStatus | undefined
): TransferStatus {
  return known && known.updated_at >= told.updated_at ? known : told;
}
