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
  readonly onOpen: () => void;
}

/** What stands in the notebook for an output that lies in the store. */
export function ReferenceCard(props: ReferenceCardProps): JSX.Element {
  const { full, name, problem, trans } = props;
  const icon = kindIcon(props.kind);
  const shown = full !== null;
  const about = [props.summary, bytes(props.size)].filter(Boolean).join(' · ');
  return (
    <section
      className="ck-Reference"
      aria-label={trans.__('Kept output %1', displayName(name))}
      data-lm-suppress-shortcuts="true"
    >
      <div className="ck-Reference-line">
        <icon.react tag="span" className="ck-Card-icon" />
        <span className="ck-Reference-name">
          <Name value={name} /> {trans.__('v%1', props.version)}
        </span>
        <span className="ck-Reference-about">{about}</span>
        {problem === null && (
          <span className="ck-Reference-actions">
            <Button onClick={props.onToggleFull} pressed={shown}>
              {shown ? trans.__('Show the picture') : trans.__('Show full')}
            </Button>
            {props.onBringBack && (
              <Button onClick={props.onBringBack}>
                {trans.__('Bring back the output')}
              </Button>
            )}
            <Button onClick={props.onOpen}>{trans.__('Open')}</Button>
          </span>
        )}
      </div>
      {problem !== null && (
        <p className="ck-Reference-problem" role="alert">
          {problem}
        </p>
      )}
      {shown ? (
        <div className="ck-Reference-full">{full}</div>
      ) : (
        props.pictureUrl && (
          <img
            className="ck-Reference-picture"
            src={props.pictureUrl}
            alt={trans.__('Picture of %1', displayName(name))}
          />
        )
      )}
    </section>
  );
}

function Button(props: {
  onClick: () => void;
  pressed?: boolean;
  children: string;
}): JSX.Element {
  return (
    <TextButton aria-pressed={props.pressed} onClick={props.onClick}>
      {props.children}
    </TextButton>
  );
}
