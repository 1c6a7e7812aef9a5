import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { viewOfPreview } from '../../codecs/manifest';
import { hasEnded } from '../../model/merge';
import { kindOf } from '../../protocol/registry';
import type { Artifact, CardSave, Receipt } from '../../protocol/generated';
import type { ICellkeep } from '../../tokens';
import { Card } from '../../ui/Card';
import { useSnapshot } from '../application/useSnapshot';

/** Where a card looks its save up. */
export type CardSource = Pick<
  ICellkeep,
  'api' | 'catalog' | 'thumbnailUrl' | 'transfers'
>;

/** Artifacts of the same bytes among which that of the card is looked for. */
const MOST_ALIKE = 50;

/** One save, as this page or the store knows it now. */
export function SaveCard(props: {
  /** What the notebook says of it. */
  told: CardSave;
  /** Path of the notebook that the card stands in, where it stands in one. */
  notebook: () => string | undefined;
  cellkeep: CardSource;
  /** Absent where no plugin opens artifacts. */
  open: ((artifactId: string) => void) | undefined;
  trans: TranslationBundle;
  /** Whether somebody knows of it. */
  onKnown: (isKnown: boolean) => void;
}): JSX.Element {
  const { cellkeep, notebook, onKnown, open, told, trans } = props;
  useSnapshot(cellkeep.transfers);
  const { id } = told;
  const live = id === undefined ? undefined : cellkeep.transfers.get(id);
  const state = live?.state ?? told.state;
  const isLost = !live && !hasEnded(state);

  const [receipt, setReceipt] = React.useState<Receipt>();
  const [artifact, setArtifact] = React.useState<Artifact>();
  const artifactId = (live?.receipt ?? receipt)?.artifact_id;
  const { cell_id: cellId, name, sha256 } = told;
  React.useEffect(() => {
    let isGone = false;
    const look = async () => {
      if (artifactId === undefined && isLost && id !== undefined) {
        // Its kernel has gone, or has not been heard yet.
        const now = await cellkeep.api.receipt(id);
        if (!isGone) {
          setReceipt(now);
          onKnown(now !== undefined);
        }
        return;
      }
      const isStored = artifactId !== undefined || sha256 !== undefined;
      const now =
        artifactId !== undefined
          ? await cellkeep.catalog.fetch(artifactId)
          : sha256 !== undefined
            ? likeliest(
                (await cellkeep.api.artifacts({ sha256, limit: MOST_ALIKE }))
                  .items,
                { name, cellId, notebook: notebook() }
              )
            : undefined;
      if (!isGone) {
        setArtifact(now);
        onKnown(!isStored || now !== undefined);
      }
    };
    look().catch((error: unknown) => {
      console.debug('Cellkeep: a card could not be looked up.', error);
      if (!isGone) {
        onKnown(false);
      }
    });
    return () => {
      isGone = true;
    };
  }, [
    artifactId,
    cellId,
    cellkeep,
    id,
    isLost,
    name,
    notebook,
    onKnown,
    sha256
  ]);

  return (
    <Card
      trans={trans}
      name={told.name}
      category={told.category}
      kind={kindOf(told.codec, told.media_type)}
      summary={told.summary}
      size={told.size}
      state={artifactId ? 'stored' : state}
      sent={live?.sent ?? 0}
      version={(live?.receipt ?? receipt ?? artifact)?.version}
      error={live ? live.error : told.error}
      thumbnailUrl={
        artifact?.thumbnail ? cellkeep.thumbnailUrl(artifact) : undefined
      }
      preview={viewOfPreview(artifact?.preview)}
      onOpen={artifact && open ? () => open(artifact.id) : undefined}
      onRetry={
        live && id !== undefined
          ? () => cellkeep.transfers.act(id, 'retry')
          : undefined
      }
    />
  );
}

/**
 * Which of the artifacts that have the bytes of a card is the card's: two equal runs write the same
 * card, so it says nothing that only one of them has. The newest, where several are as likely.
 */
function likeliest(
  alike: ReadonlyArray<Artifact>,
  of: { name: string; cellId?: string; notebook?: string }
): Artifact | undefined {
  const score = ({ name, provenance }: Artifact): number =>
    (provenance.notebook !== undefined && provenance.notebook === of.notebook
      ? 4
      : 0) +
    (provenance.cell_id !== undefined && provenance.cell_id === of.cellId
      ? 2
      : 0) +
    (name === of.name ? 1 : 0);
  let best: Artifact | undefined;
  for (const one of alike) {
    if (!best || score(one) > score(best)) {
      best = one;
    }
  }
  return best;
}
