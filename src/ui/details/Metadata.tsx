import * as React from 'react';
import type { TranslationBundle } from '@jupyterlab/translation';

import { Name } from '../Name';
import { JsonView } from '../preview/JsonView';

/** What the person wrote about the artifact; nothing where they wrote nothing. */
export function Metadata(props: {
  metadata: Readonly<Record<string, unknown>>;
  trans: TranslationBundle;
}): JSX.Element | null {
  const entries = Object.entries(props.metadata);
  if (entries.length === 0) {
    return null;
  }
  return (
    <>
      <h4 className="ck-Details-heading">{props.trans.__('Metadata')}</h4>
      <dl className="ck-Facts">
        {entries.map(([key, value]) => (
          <React.Fragment key={key}>
            <dt>
              <Name value={key} />
            </dt>
            <dd>
              {typeof value === 'string' ? (
                <Name value={value} />
              ) : (
                <JsonView value={value} trans={props.trans} startOpen={false} />
              )}
            </dd>
          </React.Fragment>
        ))}
      </dl>
    </>
  );
}
