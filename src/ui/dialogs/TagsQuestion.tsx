import * as React from 'react';
import type { TranslationBundle } from '@jupyterlab/translation';

import { cleanTag } from '../../protocol/labels';
import { Chips } from '../details/Chips';
import { number } from '../format';
import { tagProblemWords } from '../words';

/** Which tags several artifacts get, and which they lose. */
export interface TagsAnswer {
  add: readonly string[];
  remove: readonly string[];
}

export interface TagsQuestionProps {
  trans: TranslationBundle;
  /** How many artifacts it is about. */
  count: number;
  /** Their tags, with how many of them have each. */
  present: ReadonlyMap<string, number>;
  suggestions: readonly string[];
  onAnswer: (answer: TagsAnswer | null) => void;
}

/** The tags of several artifacts at once. */
export function TagsQuestion(props: TagsQuestionProps): JSX.Element {
  const { count, present, trans } = props;
  const [answer, setAnswer] = React.useState<TagsAnswer>({
    add: [],
    remove: []
  });
  const change = (next: TagsAnswer): void => {
    setAnswer(next);
    props.onAnswer(next.add.length + next.remove.length > 0 ? next : null);
  };
  const without = (list: readonly string[], tag: string): string[] =>
    list.filter(other => other !== tag);
  const kept = [...present].filter(([tag]) => !answer.remove.includes(tag));
  const chips = [
    ...kept.map(([value, having]) => ({
      value,
      ...(having < count && !answer.add.includes(value)
        ? { about: trans.__('%1 of %2', number(having), number(count)) }
        : {})
    })),
    ...answer.add
      .filter(value => !present.has(value))
      .map(value => ({ value, about: trans.__('new') }))
  ];
  return (
    <div className="jp-Cellkeep-Question">
      <Chips
        trans={trans}
        label={trans.__('Tags')}
        chips={chips}
        addLabel={trans.__('Add tag')}
        suggestions={[...new Set([...present.keys(), ...props.suggestions])]}
        busy={false}
        problem={text => tagProblemWords(text, chips.length, trans)}
        onAdd={text => {
          const tag = cleanTag(text);
          change({
            add: [...without(answer.add, tag), tag],
            remove: without(answer.remove, tag)
          });
          return true;
        }}
        onRemove={tag =>
          change({
            add: without(answer.add, tag),
            remove: present.has(tag)
              ? [...without(answer.remove, tag), tag]
              : answer.remove
          })
        }
        removeLabel={tag => trans.__('Remove the tag %1', tag)}
      />
      {answer.remove.length > 0 && (
        <p className="jp-Cellkeep-Edit-hint" role="status">
          {trans.__('Will be removed: %1', answer.remove.join(', '))}
        </p>
      )}
    </div>
  );
}
