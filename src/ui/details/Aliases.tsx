import * as React from 'react';
import { addIcon } from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';

import { LATEST } from '../../protocol/labels';
import type { Artifact } from '../../protocol/generated';
import { LinkButton } from '../LinkButton';
import { aliasProblemWords } from '../words';
import { Chips } from './Chips';
import type { Editing } from './editing';
import { Failure } from './Failure';
import { useChange } from './useChange';

/** The alias that is offered by itself. */
const BEST = 'best';

/** An alias that another version had until now. */
interface Moved {
  alias: string;
  from: Artifact;
}

/** The other names of this version; `latest` is that of the newest one, without being given. */
export function Aliases(props: {
  artifact: Artifact;
  editing: Editing;
  trans: TranslationBundle;
}): JSX.Element {
  const { artifact, editing, trans } = props;
  const aliases = artifact.aliases ?? [];
  const change = useChange(editing.onUnseenFailure);
  const [moved, setMoved] = React.useState<Moved | null>(null);
  const isLatest = editing.history.latest === artifact.version;
  const add = (alias: string): Promise<boolean> => {
    setMoved(null);
    return change.make(async () => {
      const outcome = await editing.onAddAlias(alias);
      if (outcome.error === null && outcome.from) {
        setMoved({ alias, from: outcome.from });
      }
      return outcome.error;
    });
  };
  return (
    <>
      <Chips
        trans={trans}
        label={trans.__('Aliases')}
        chips={[
          ...(isLatest ? [{ value: LATEST, fixed: true }] : []),
          ...aliases.map(value => ({ value }))
        ]}
        addLabel={trans.__('Add alias')}
        suggestions={[BEST].filter(one => !aliases.includes(one))}
        busy={change.busy}
        problem={text => aliasProblemWords(text, trans)}
        onAdd={add}
        onRemove={alias => {
          setMoved(null);
          void change.make(() => editing.onRemoveAlias(alias));
        }}
        removeLabel={alias => trans.__('Remove the alias %1', alias)}
      >
        {!aliases.includes(BEST) && (
          <button
            type="button"
            className="jp-Cellkeep-Chip jp-Cellkeep-mod-add"
            title={trans.__('Mark this version as best')}
            disabled={change.busy}
            onClick={() => void add(BEST)}
          >
            <addIcon.react tag="span" />
            {BEST}
          </button>
        )}
      </Chips>
      {moved && (
        <p className="jp-Cellkeep-Edit-hint" role="status">
          {trans.__('%1 was v%2 before.', moved.alias, moved.from.version)}{' '}
          <LinkButton
            onClick={() =>
              void change
                .make(() => editing.onMoveAliasBack(moved.alias, moved.from))
                .then(done => done && setMoved(null))
            }
          >
            {trans.__('Move it back')}
          </LinkButton>
        </p>
      )}
      <Failure error={change.error} />
    </>
  );
}
