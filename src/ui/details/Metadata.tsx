import * as React from 'react';
import type { TranslationBundle } from '@jupyterlab/translation';

import { LinkButton } from '../LinkButton';
import { Name } from '../Name';
import { ValueTree } from '../json/TreeView';

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
      <h4 className="jp-Cellkeep-Details-heading">
        {trans.__('Metadata')}{' '}
        {onEdit && (
          <LinkButton
            aria-label={trans.__('Edit the metadata')}
            onClick={onEdit}
          >
            {entries.length === 0 ? trans.__('Add') : trans.__('Edit')}
          </LinkButton>
        )}
      </h4>
      {entries.length > 0 && (
        <dl className="jp-Cellkeep-Facts">
          {entries.map(([key, value]) => (
            <React.Fragment key={key}>
              <dt>
                <Name value={key} />
              </dt>
              <dd>
                {typeof value === 'string' ? (
                  <Name value={value} />
                ) : (
                  <ValueTree value={value} isClosed trans={trans} />
                )}
              </dd>
            </React.Fragment>
          ))}
        </dl>
      )}
    </>
  );
}
