import * as React from 'react';

import { LIMITS } from '../../protocol/limits.generated';
import { CATEGORIES, cleanTag } from '../../protocol/labels';
import { Chips } from '../details/Chips';
import { TextLine } from '../dialogs/TextLine';
import { displayName } from '../format';
import { kindIcon } from '../icons';
import { Name } from '../Name';
import { categoryWord, kindWord, tagProblemWords } from '../words';
import { NameStands } from './NameStands';
import type { SaveDialogProps, SaveRequest } from './props';

/** The body of the dialog of the commands "Save…": all that a drop says with the place where it lands. */
export function SaveDialog(props: SaveDialogProps): JSX.Element {
  const { trans } = props;
  const [request, setRequest] = React.useState<SaveRequest>({
    name: props.name,
    category: props.category,
    ...(props.more && { what: 'object' })
  });
  const { category, name, notes = '', tags = [], what } = request;
  const id = React.useId();
  const wasFocused = React.useRef(false);
  const problem = props.nameProblem(name);
  const icon = kindIcon(props.kind);
  const asDisplayed = props.display
    ? trans.__('as displayed: %1', props.display)
    : trans.__('as displayed');

  const change = (part: Partial<SaveRequest>): void => {
    const next = { ...request, ...part };
    setRequest(next);
    props.onChange(props.nameProblem(next.name) === null ? next : null);
  };
  return (
    <div className="jp-Cellkeep-SaveDialog">
      <p className="jp-Cellkeep-SaveDialog-subject">
        <icon.react tag="span" className="jp-Cellkeep-SaveDialog-icon" />
        {displayName(props.subject)}
      </p>
      <TextLine
        label={trans.__('Name')}
        value={name}
        problem={problem}
        onChange={value => change({ name: value })}
        onFocus={event => {
          // At first: what is typed takes the place of what is proposed.
          if (!wasFocused.current) {
            wasFocused.current = true;
            event.target.select();
          }
        }}
      />
      {problem === null && props.look && (
        <NameStands
          trans={trans}
          name={name}
          runName={props.runName}
          look={props.look}
        />
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
                onChange={() => change({ what: one })}
              />
              {one === 'object' ? props.more : asDisplayed}
            </label>
          ))}
        </fieldset>
      )}
      {!props.more && props.display && (
        <p className="jp-Cellkeep-SaveDialog-stands">
          {trans.__('Saved %1.', asDisplayed)}
        </p>
      )}
      <fieldset className="jp-Cellkeep-SaveDialog-categories">
        <legend>{trans.__('Category')}</legend>
        {CATEGORIES.map(one => (
          <label key={one}>
            <input
              type="radio"
              name={`${id}-category`}
              checked={one === category}
              onChange={() => change({ category: one })}
            />
            {categoryWord(one, trans)}
          </label>
        ))}
      </fieldset>
      {props.look && (
        <>
          <span>{trans.__('Tags')}</span>
          <Chips
            trans={trans}
            label={trans.__('Tags')}
            chips={tags.map(value => ({ value }))}
            addLabel={trans.__('Add tag')}
            suggestions={[]}
            busy={false}
            problem={text => tagProblemWords(text, tags.length, trans)}
            onAdd={text => {
              change({ tags: [...new Set([...tags, cleanTag(text)])] });
              return true;
            }}
            onRemove={tag =>
              change({ tags: tags.filter(other => other !== tag) })
            }
            removeLabel={tag => trans.__('Remove the tag %1', tag)}
          />
          <label htmlFor={`${id}-notes`}>{trans.__('Notes')}</label>
          <textarea
            id={`${id}-notes`}
            className="jp-Cellkeep-Edit-input jp-mod-styled"
            rows={2}
            maxLength={LIMITS.notes_characters}
            value={notes}
            onChange={event => change({ notes: event.target.value })}
          />
        </>
      )}
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
