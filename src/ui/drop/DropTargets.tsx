import * as React from 'react';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { Category } from '../../protocol/generated';
import { CATEGORIES } from '../../protocol/labels';
import { displayName } from '../format';
import { besideRun, namesakes, runWords } from '../runWords';
import { categoryWord } from '../words';
import type { DraggedThings, DropTargetsProps } from './props';

/**
 * Three large targets over the panel while something is dragged over it, and below them other runs.
 *
 * Each target carries `data-category`, and those of other runs `data-run`, by which the owner of the
 * drag finds the one under the pointer.
 */
export function DropTargets(props: DropTargetsProps): JSX.Element {
  const { active, dragged, otherRuns, runName, trans } = props;
  const twins = namesakes(otherRuns);
  const now = new Date();
  const usual: Category = dragged.noun === 'files' ? 'input' : 'output';
  const other = otherRuns.find(({ id }) => id === active?.runId);
  const what = draggedWords(dragged, trans);
  const where = other ? runWords(other) : displayName(runName);
  return (
    <div className="jp-Cellkeep-DropTargets">
      {CATEGORIES.map(category => (
        <div
          key={category}
          className={`jp-Cellkeep-DropTarget ${active && !active.runId && category === active.category ? 'jp-Cellkeep-mod-active' : ''}`}
          data-category={category}
        >
          <CategoryPicture category={category} />
          <span className="jp-Cellkeep-DropTarget-category">
            {categoryWord(category, trans)}
          </span>
          <span className="jp-Cellkeep-DropTarget-about">
            {aboutCategory(category, trans)}
          </span>
        </div>
      ))}
      {otherRuns.length > 0 && (
        <div className="jp-Cellkeep-DropTargets-runs">
          <span className="jp-Cellkeep-DropTarget-about">
            {trans.__('or into another run, as %1', categoryWord(usual, trans))}
          </span>
          {otherRuns.map(run => (
            <div
              key={run.id}
              className={`jp-Cellkeep-DropTarget jp-Cellkeep-mod-run ${run.id === active?.runId ? 'jp-Cellkeep-mod-active' : ''}`}
              data-category={usual}
              data-run={run.id}
            >
              <span className="jp-Cellkeep-DropTarget-run">
                {displayName(run.name)}
              </span>
              <span className="jp-Cellkeep-DropTarget-about">
                {besideRun(run, twins.get(run.name) ?? [], now, trans)}
              </span>
            </div>
          ))}
        </div>
      )}
      <p className="jp-Cellkeep-DropTargets-says" role="status">
        {active
          ? trans.__(
              '%1 → %2 of %3',
              what,
              categoryWord(active.category, trans),
              where
            )
          : trans.__('%1 → %2', what, where)}
      </p>
    </div>
  );
}

/** "3 files", "1 output"; "what you drop" while nobody knows. */
function draggedWords(
  dragged: DraggedThings,
  trans: TranslationBundle
): string {
  const { count, noun } = dragged;
  if (count === null) {
    return noun === 'files' ? trans.__('files') : trans.__('what you drop');
  }
  switch (noun) {
    case 'files':
      return trans._n('%1 file', '%1 files', count);
    case 'outputs':
      return trans._n('%1 output', '%1 outputs', count);
    case 'cells':
      return trans._n('%1 cell', '%1 cells', count);
    case 'things':
      return trans._n('%1 thing', '%1 things', count);
  }
}

function aboutCategory(category: Category, trans: TranslationBundle): string {
  const words: Readonly<Record<Category, string>> = {
    code: trans.__('what made the results'),
    input: trans.__('what went in'),
    output: trans.__('what came out')
  };
  return words[category];
}

function CategoryPicture(props: { category: Category }): JSX.Element {
  return (
    <svg
      className="jp-Cellkeep-DropTarget-picture"
      viewBox="0 0 24 24"
      width="28"
      height="28"
      aria-hidden="true"
    >
      <path d={PICTURES[props.category]} />
    </svg>
  );
}

const PICTURES: Readonly<Record<Category, string>> = {
  code: 'M8.5 7 3.5 12l5 5M15.5 7l5 5-5 5',
  input: 'M4 4v16M8 12h12M14 6l6 6-6 6',
  output: 'M20 4v16M16 12H4M10 6l-6 6 6 6'
};
