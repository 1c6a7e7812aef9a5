import * as React from 'react';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { MirrorPlace } from '../../protocol/generated';
import { Name } from '../Name';

/** Under which name an artifact's metadata have the places. */
const KEY = 'mirrors';

type Metadata = Readonly<Record<string, unknown>>;
type Place = Pick<MirrorPlace, 'called' | 'place' | 'url'>;

/** Where an artifact is, too: in other trackers that get what is saved. */
export function Mirrors(props: {
  places: readonly Place[];
  trans: TranslationBundle;
}): JSX.Element | null {
  const { places, trans } = props;
  if (places.length === 0) {
    return null;
  }
  return (
    <>
      <dt>{trans.__('Also in')}</dt>
      <dd>
        {places.map(({ called, place, url }) => (
          <div key={`${called} ${place}`}>
            {url === undefined ? (
              <Name value={called} />
            ) : (
              <a
                className="jp-Cellkeep-Link"
                href={url}
                title={url}
                target="_blank"
                rel="noopener noreferrer"
              >
                <Name value={called} />
              </a>
            )}
            {': '}
            <Name value={place} />
          </div>
        ))}
      </dd>
    </>
  );
}

/** Returns the places by themselves, and the rest of the metadata; all of it where there are none. */
export function apart(metadata: Metadata): {
  described: Metadata;
  mirrors: readonly Place[];
} {
  const { [KEY]: value, ...described } = metadata;
  return Array.isArray(value) && value.length > 0 && value.every(isPlace)
    ? { described, mirrors: value }
    : { described: metadata, mirrors: [] };
}

/** Metadata may be anything, and a link in it go anywhere: only to a page, and it says to which. */
function isPlace(value: unknown): value is Place {
  if (typeof value !== 'object' || value === null) {
    return false;
  }
  const { called, place, url } = value as Record<string, unknown>;
  return (
    typeof called === 'string' &&
    typeof place === 'string' &&
    (url === undefined || (typeof url === 'string' && /^https?:/.test(url)))
  );
}
