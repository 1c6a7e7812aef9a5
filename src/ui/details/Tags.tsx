import * as React from 'react';
import type { TranslationBundle } from '@jupyterlab/translation';

import { cleanTag } from '../../protocol/labels';
import type { Artifact } from '../../protocol/generated';
import { tagProblemWords } from '../words';
import { Chips } from './Chips';
import type { Editing } from './editing';
import { Failure } from './Failure';
import { useChange } from './useChange';

/** The words that a person gave an artifact to find it by. */
export function Tags(props: {
  artifact: Artifact;
  editing: Editing;
  trans: TranslationBundle;
}): JSX.Element {
  const { artifact, editing, trans } = props;
  const tags = artifact.tags ?? [];
  const change = useChange(editing.onUnseenFailure);
  return (
    <>
      <Chips
        trans={trans}
        label={trans.__('Tags')}
        chips={tags.map(value => ({ value }))}
        addLabel={trans.__('Add tag')}
        suggestions={editing.knownTags.filter(tag => !tags.includes(tag))}
        busy={change.busy}
        problem={text => tagProblemWords(text, tags.length, trans)}
        onSuggest={editing.onSuggestTags}
        onAdd={text => {
          const tag = cleanTag(text);
          return tags.includes(tag)
            ? Promise.resolve(true)
            : change.make(() => editing.onAddTag(tag));
        }}
        onRemove={tag => void change.make(() => editing.onRemoveTag(tag))}
        removeLabel={tag => trans.__('Remove the tag %1', tag)}
      />
      <Failure error={change.error} />
    </>
  );
}
