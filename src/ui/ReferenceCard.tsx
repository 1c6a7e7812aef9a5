import * as React from 'react';
import type { TranslationBundle } from '@jupyterlab/translation';

import { bytes, displayName } from './format';
import { kindIcon } from './icons';
import { Name } from './Name';
import { TextButton } from './TextButton';

/** What the card of an off-loaded output says and does. */
export interface ReferenceCardProps {
  readonly trans: TranslationBundle;
  readonly name: string;
  readonly version: number;
  readonly kind: string;
  readonly size: number;
  readonly summary: string;
  /** The still picture that lies in the notebook, as an address. */
  readonly pictureUrl: string | null;
  /** Why the artifact cannot be shown, such as that this store does not have it. */
  readonly problem: string | null;
  /** The artifact itself, while it is shown. */
  readonly full: React.ReactNode;
  readonly onToggleFull: () => void;
  /** Absent where the notebook cannot be changed. */
  readonly onBringBack?: () => void;
  readonly onOpen?: () => void;
}

/** What stands in the notebook for an output that lies in the store. */
export function ReferenceCard(props: ReferenceCardProps): JSX.Element {
  const { full, name, problem, trans } = props;
  const icon = kindIcon(props.kind);
  const shown = full !== null;
  const about = [props.summary, bytes(props.size)].filter(Boolean).join(' · ');
  return (
    <section
      className="jp-Cellkeep-Reference"
      aria-label={trans.__('Saved output %1', displayName(name))}
      data-lm-suppress-shortcuts="true"
    >
      <div className="jp-Cellkeep-Reference-line">
        <icon.react tag="span" className="jp-Cellkeep-Card-icon" />
        <span className="jp-Cellkeep-Reference-name">
          <Name value={name} /> {trans.__('v%1', props.version)}
        </span>
        <span className="jp-Cellkeep-Reference-about">{about}</span>
        {problem === null && (
          <span className="jp-Cellkeep-Reference-actions">
            <TextButton onClick={props.onToggleFull} aria-pressed={shown}>
              {shown ? trans.__('Show the picture') : trans.__('Show in full')}
            </TextButton>
            <TextButton onClick={props.onBringBack}>
              {trans.__('Restore output')}
            </TextButton>
            <TextButton onClick={props.onOpen}>{trans.__('Open')}</TextButton>
          </span>
        )}
      </div>
      {problem !== null && (
        <p className="jp-Cellkeep-Reference-problem" role="alert">
          {problem}
        </p>
      )}
      {shown ? (
        <div className="jp-Cellkeep-Reference-full">{full}</div>
      ) : (
        props.pictureUrl && (
          <img
            className="jp-Cellkeep-Reference-picture"
            src={props.pictureUrl}
            alt={trans.__('Picture of %1', displayName(name))}
          />
        )
      )}
    </section>
  );
}
