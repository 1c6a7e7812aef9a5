/** The words for steps and artifacts of a lineage. */
import type { TranslationBundle } from '@jupyterlab/translation';

import type { LineageNode } from '../../protocol/generated';
import { displayName } from '../../ui/format';
import { categoryWord } from '../../ui/words';
import type { INeighbours, IStep, StepKind } from './graph';

/** As many neighbours as a screen reader is told of one artifact. */
const MOST_SAID = 5;

/** How a step is known, at a line. */
export function stepWord(kind: StepKind, trans: TranslationBundle): string {
  const words: Readonly<Record<StepKind, string>> = {
    used: trans.__('used'),
    same: trans.__('same bytes'),
    run: trans.__('same run')
  };
  return words[kind];
}

/** The same, for the legend. */
export function stepExplanation(
  kind: StepKind,
  trans: TranslationBundle
): string {
  const words: Readonly<Record<StepKind, string>> = {
    used: trans.__('used: loaded, or named as an input'),
    same: trans.__('same bytes: an output that is an input elsewhere'),
    run: trans.__('same run: its code and inputs at that time')
  };
  return words[kind];
}

/** "results v3". */
export function nodeTitle(
  { name, version }: Pick<LineageNode, 'name' | 'version'>,
  trans: TranslationBundle
): string {
  return trans.__('%1 v%2', displayName(name), version);
}

/** What stands small in an artifact's box: "input · train.ipynb". */
export function nodePlace(node: LineageNode, trans: TranslationBundle): string {
  if (!node.here) {
    return trans.__('no longer here');
  }
  return [
    node.category && categoryWord(node.category, trans),
    node.notebook && displayName(node.notebook.split('/').at(-1) ?? '')
  ]
    .filter(Boolean)
    .join(' · ');
}

/** All of an artifact in words, for those who hear the picture. */
export function nodeSpoken(
  node: LineageNode,
  neighbours: INeighbours | undefined,
  isRoot: boolean,
  trans: TranslationBundle
): string {
  const sources = neighbours?.sources ?? [];
  const results = neighbours?.results ?? [];
  return [
    nodeTitle(node, trans),
    nodePlace(node, trans),
    node.run_name && trans.__('run %1', displayName(node.run_name)),
    isRoot && trans.__('the graph starts here'),
    sources.length > 0 && trans.__('made from %1', stepsSpoken(sources, trans)),
    results.length > 0 && trans.__('used by %1', stepsSpoken(results, trans)),
    node.more && trans.__('it has more connections')
  ]
    .filter(Boolean)
    .join(', ');
}

function stepsSpoken(
  steps: readonly IStep[],
  trans: TranslationBundle
): string {
  const said = steps
    .slice(0, MOST_SAID)
    .map(({ kind, node }) =>
      trans.__('%1 (%2)', nodeTitle(node, trans), stepWord(kind, trans))
    );
  if (steps.length > MOST_SAID) {
    said.push(trans.__('and %1 more', steps.length - MOST_SAID));
  }
  return said.join(', ');
}
