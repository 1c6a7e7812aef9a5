import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { kindOf } from '../../protocol/registry';
import { Card, contentOfManifest } from '../../ui';
import type { ICardFacts } from '../../widget/card';

/** The card of a save, as the interface draws it. */
export function drawCard(
  facts: ICardFacts,
  trans: TranslationBundle
): React.ReactElement {
  const { status, preview, thumbnailUrl, onOpen, onRetry } = facts;
  return (
    <Card
      trans={trans}
      name={status.name}
      category={status.category}
      kind={kindOf(status.codec, status.media_type)}
      summary={status.summary}
      size={status.size}
      state={status.state}
      sent={status.sent}
      version={status.receipt?.version}
      error={status.error}
      thumbnailUrl={thumbnailUrl}
      preview={(preview && contentOfManifest(preview)) ?? undefined}
      onOpen={onOpen}
      onRetry={onRetry}
    />
  );
}
