import * as React from 'react';

import type { Category } from '../../protocol/generated';
import { displayName } from '../format';
import { kindIcon } from '../icons';
import { Name } from '../Name';
import type { KeepWhat, SaveDialogProps, SaveRequest } from '../props';
import { categoryWord, kindWord } from '../words';

const CATEGORIES: readonly Category[] = ['code', 'input', 'output'];

/** The body of the dialog of the commands "Save…": all that a drop says with the place where it lands. */
export function SaveDialog(props: SaveDialogProps): JSX.Element {
  const { trans } = props;
  const [name, setName] = React.useState(props.name);
  const [category, setCategory] = React.useState(props.category);
  const [what, setWhat] = React.useState<KeepWhat | undefined>(
    props.more ? 'object' : undefined
  );
  const id = React.useId();
  const problem = props.nameFixed ? null : props.nameProblem(name);
  const icon = kindIcon(props.kind);

  const change = (request: SaveRequest): void => {
    setName(request.name);
    setCategory(request.category);
    setWhat(request.what);
    const good = props.nameFixed || props.nameProblem(request.name) === null;
    props.onChange(good ? request : null);
  };
  return (
    <div className="jp-Cellkeep-SaveDialog">
      <p className="jp-Cellkeep-SaveDialog-subject">
        <icon.react tag="span" className="jp-Cellkeep-SaveDialog-icon" />
        {displayName(props.subject)}
      </p>
      {!props.nameFixed && (
        <>
          <label htmlFor={`${id}-name`}>{trans.__('Name')}</label>
          <input
            id={`${id}-name`}
            className="jp-mod-styled"
            value={name}
            autoComplete="off"
            spellCheck={false}
            aria-invalid={problem !== null}
            aria-describedby={`${id}-problem`}
            onChange={event =>
              change({ name: event.target.value, category, what })
            }
          />
          <p
            id={`${id}-problem`}
            className="jp-Cellkeep-SaveDialog-problem"
            aria-live="polite"
          >
            {problem}
          </p>
        </>
      )}
      {props.more && (
        <fieldset className="jp-Cellkeep-SaveDialog-categories jp-Cellkeep-mod-what">
          <legend>{trans.__('What is saved')}</legend>
          {(['object', 'display'] as const).map(one => (
            <label key={one}>
              <input
                type="radio"
                name={`${id}-what`}
                checked={one === what}
                onChange={() => change({ name, category, what: one })}
              />
              {one === 'object' ? props.more : trans.__('as displayed')}
            </label>
          ))}
        </fieldset>
      )}
      <fieldset className="jp-Cellkeep-SaveDialog-categories">
        <legend>{trans.__('Category')}</legend>
        {CATEGORIES.map(one => (
          <label key={one}>
            <input
              type="radio"
              name={`${id}-category`}
              checked={one === category}
              onChange={() => change({ name, category: one, what })}
            />
            {categoryWord(one, trans)}
          </label>
        ))}
      </fieldset>
      <dl className="jp-Cellkeep-Facts">
        {/* The object has its own type, which its words say already. */}
        {what !== 'object' && (
          <>
            <dt>{trans.__('Type')}</dt>
            <dd title={props.mediaType}>
              {kindWord(props.kind, trans)} · {props.mediaType}
            </dd>
          </>
        )}
        <dt>{trans.__('Run')}</dt>
        <dd>
          <Name value={props.runName} />
        </dd>
      </dl>
    </div>
  );
}
