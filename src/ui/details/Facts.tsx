import * as React from 'react';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { Provenance } from '../../protocol/generated';
import { Name } from '../Name';

/** A word and what it is; without the latter it is not shown. */
export type Fact = readonly [word: string, text: string | undefined];

/** Rows of a list of facts. */
export function Facts(props: { facts: readonly Fact[] }): JSX.Element {
  return (
    <>
      {props.facts.map(
        ([word, text]) =>
          text && (
            <React.Fragment key={word}>
              <dt>{word}</dt>
              <dd>
                <Name value={text} />
              </dd>
            </React.Fragment>
          )
      )}
    </>
  );
}

/** How many digits of a commit a person compares. */
const COMMIT_DIGITS = 12;

/** Which script and which code made it, where, and with which libraries. */
export function factsOfProvenance(
  provenance: Provenance,
  trans: TranslationBundle
): readonly Fact[] {
  const commit = provenance.git_commit?.slice(0, COMMIT_DIGITS);
  const changed = commit && trans.__('%1, and changes since', commit);
  const libraries = Object.entries(provenance.libraries ?? {});
  return [
    [trans.__('Script'), provenance.script],
    [trans.__('Arguments'), provenance.arguments?.join(' ')],
    [trans.__('Commit'), provenance.git_dirty ? changed : commit],
    [trans.__('Machine'), provenance.host],
    [trans.__('Account'), provenance.user],
    [trans.__('Language'), provenance.language],
    [trans.__('Environment'), provenance.environment],
    [
      trans.__('Libraries'),
      libraries.map(([name, version]) => `${name} ${version}`).join(', ')
    ]
  ];
}
