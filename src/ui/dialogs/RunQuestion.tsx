import * as React from 'react';
import type { TranslationBundle } from '@jupyterlab/translation';

import { cleanTag } from '../../protocol/labels';
import type { RunSettings } from '../../protocol/generated';
import { Chips } from '../details/Chips';
import { tagProblemWords } from '../words';
import { limitIn, limitTexts, RunLimits } from './RunLimits';
import { TextLine } from './TextLine';

/** What a person decides about a run. */
export interface RunAnswer {
  name: string;
  folder: string;
  tags: readonly string[];
  settings: RunSettings;
}

export interface RunQuestionProps {
  trans: TranslationBundle;
  run: RunAnswer;
  knownTags: readonly string[];
  nameProblem: (name: string) => string | null;
  folderProblem: (folder: string) => string | null;
  /** How many of the run's artifacts are older than so many days; null where nobody can tell. */
  countOlder: (days: number) => Promise<number | null>;
  /** Called with every change; null while it is not complete. */
  onAnswer: (answer: RunAnswer | null) => void;
}

/** A run's name and place, what a name saved again becomes, and how long things are kept. */
export function RunQuestion(props: RunQuestionProps): JSX.Element {
  const { run, trans } = props;
  const [name, setName] = React.useState(run.name);
  const [folder, setFolder] = React.useState(run.folder);
  const [tags, setTags] = React.useState(run.tags);
  const [versions, setVersions] = React.useState(run.settings.versions);
  const [limits, setLimits] = React.useState(() => limitTexts(run.settings));
  const id = React.useId();
  const nameProblem = props.nameProblem(name);
  const folderProblem = props.folderProblem(folder);
  const keepDays = limitIn(limits, 'keep_days');
  const keepLast = limitIn(limits, 'keep_last');

  const { onAnswer } = props;
  const isGood =
    nameProblem === null &&
    folderProblem === null &&
    !Number.isNaN(keepDays) &&
    !Number.isNaN(keepLast);
  React.useEffect(() => {
    onAnswer(
      isGood
        ? {
            name,
            folder,
            tags,
            settings: {
              versions,
              ...(keepDays === undefined ? {} : { keep_days: keepDays }),
              ...(keepLast === undefined ? {} : { keep_last: keepLast })
            }
          }
        : null
    );
  }, [onAnswer, isGood, name, folder, tags, versions, keepDays, keepLast]);

  return (
    <div className="jp-Cellkeep-Question jp-Cellkeep-mod-wide">
      <TextLine
        label={trans.__('Name')}
        value={name}
        problem={nameProblem}
        onChange={setName}
      />
      <TextLine
        label={trans.__('Folder')}
        value={folder}
        problem={folderProblem}
        onChange={setFolder}
      />
      <span>{trans.__('Tags')}</span>
      <Chips
        trans={trans}
        label={trans.__('Tags')}
        chips={tags.map(value => ({ value }))}
        addLabel={trans.__('Add tag')}
        suggestions={props.knownTags.filter(tag => !tags.includes(tag))}
        busy={false}
        problem={text => tagProblemWords(text, tags.length, trans)}
        onAdd={text => {
          setTags([...new Set([...tags, cleanTag(text)])]);
          return true;
        }}
        onRemove={tag => setTags(tags.filter(other => other !== tag))}
        removeLabel={tag => trans.__('Remove the tag %1', tag)}
      />
      <fieldset>
        <legend>{trans.__('Saving under the same name makes')}</legend>
        {choices(trans).map(([value, label, says]) => (
          <label key={value} title={says}>
            <input
              type="radio"
              name={`${id}-versions`}
              checked={versions === value}
              onChange={() => setVersions(value)}
            />
            {label}
          </label>
        ))}
        <p className="jp-Cellkeep-Edit-hint" role="status">
          {choices(trans).find(([value]) => value === versions)?.[2]}
        </p>
      </fieldset>
      <RunLimits
        trans={trans}
        limits={limits}
        onChange={setLimits}
        countOlder={props.countOlder}
      />
    </div>
  );
}

function choices(
  trans: TranslationBundle
): readonly [RunSettings['versions'], string, string][] {
  return [
    [
      'skip-if-same',
      trans.__('a new version, unless nothing changed'),
      trans.__('Saving unchanged content returns the existing version.')
    ],
    [
      'version',
      trans.__('always a new version'),
      trans.__(
        'Unchanged content gets a new version number too; its bytes are stored once.'
      )
    ],
    [
      'overwrite',
      trans.__('the only version (overwrite)'),
      trans.__(
        'When a name is saved again, its earlier versions go to the trash. Until then nothing changes.'
      )
    ]
  ];
}
