import * as React from 'react';

import { useServices } from '../frame/services';
import { AgainstBase } from './AgainstBase';
import { contentOf } from '../frame/textContent';
import { codeOf } from './code';
import { ComparedContents } from './Compared';
import type { IRunContent } from './runs';
import { LinesThatDiffer } from './TextDifference';

/** The cells that runs were saved from, as lines that differ from those of the base. */
export function CodeDifference(props: {
  runs: readonly IRunContent[];
  titles: readonly string[];
  base: number;
}): JSX.Element {
  const { base, runs, titles } = props;
  const { trans } = useServices();
  const codes = React.useMemo(
    () => runs.map(({ artifacts }) => codeOf(artifacts)),
    [runs]
  );
  const before = codes[base] ?? '';
  return (
    <section aria-label={trans.__('Code of the cells')}>
      <h3 className="jp-Cellkeep-Viewer-heading">
        {trans.__('Code of the cells')}
      </h3>
      {codes.every(code => code === '') ? (
        <p className="jp-Cellkeep-Viewer-note">
          {trans.__(
            'No source is known of these runs: it is kept of what cells save.'
          )}
        </p>
      ) : (
        <AgainstBase
          titles={titles}
          base={base}
          wordsOf={index =>
            codes[index] === before
              ? trans.__('the same code')
              : codes[index] === ''
                ? trans.__('no source is known')
                : undefined
          }
        >
          {index => (
            <ComparedContents
              key={`${base} ${index}`}
              open={() => [contentOf(before), contentOf(codes[index] ?? '')]}
              compare={(engine, call) => engine.texts(call, false)}
              label={trans.__('Comparing lines:')}
            >
              {difference => <LinesThatDiffer difference={difference} />}
            </ComparedContents>
          )}
        </AgainstBase>
      )}
    </section>
  );
}
