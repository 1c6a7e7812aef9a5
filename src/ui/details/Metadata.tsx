import * as React from 'react';
import type { TranslationBundle } from '@jupyterlab/translation';

import { Name } from '../Name';
import { JsonView } from '../preview/JsonView';

/** What the person wrote about the artifact; nothing where they wrote nothing and cannot begin. */
export function Metadata(props: {
  metadata: Readonly<Record<string, unknown>>;
  trans: TranslationBundle;
  onEdit?: () => void;
}): JSX.Element | null {
  const { onEdit, trans } = props;
  const entries = Object.entries(props.metadata);
  if (entries.length === 0 && !onEdit) {
    return null;
  }
  return (
    <>
      <h4 className="ck-Details-heading">
        {trans.__('Metadata')}{' '}
        {onEdit && (
          <button
            type="button"
            className="ck-Link"
            aria-label={trans.__('Edit the metadata')}
            onClick={onEdit}
          >
            {entries.length === 0 ? trans.__('Add') : trans.__('Edit')}
          </button>
        )}
      </h4>
      {entries.length > 0 && (
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
                  <JsonView value={value} trans={trans} startOpen={false} />
                )}
              </dd>
            </React.Fragment>
          ))}
        </dl>
      )}
    </>
  );
}
