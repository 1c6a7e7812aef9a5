import * as React from 'react';

import { useServices } from '../frame/services';

/**
 * Each run against the base, one under the other; what is opened is compared then. Differences are
 * groups and no landmarks: several of one name may stand here.
 */
export function AgainstBase(props: {
  titles: readonly string[];
  base: number;
  /** Why there is nothing to compare in a run; undefined where there is. */
  wordsOf: (index: number) => string | undefined;
  children: (index: number) => React.ReactNode;
}): JSX.Element {
  const { base, titles, wordsOf } = props;
  const others = titles.map((_, index) => index).filter(one => one !== base);
  const first = others.find(index => wordsOf(index) === undefined);
  return (
    <>
      {others.map(index => (
        <One
          key={`${base} ${index}`}
          title={titles[index] ?? ''}
          base={titles[base] ?? ''}
          words={wordsOf(index)}
          isOpen={index === first}
        >
          {() => props.children(index)}
        </One>
      ))}
    </>
  );
}

function One(props: {
  title: string;
  base: string;
  words: string | undefined;
  isOpen: boolean;
  children: () => React.ReactNode;
}): JSX.Element {
  const { base, title, words } = props;
  const { trans } = useServices();
  const [isOpen, setOpen] = React.useState(props.isOpen);
  const label = trans.__('%1 against %2', title, base);
  if (words !== undefined) {
    return (
      <p className="jp-Cellkeep-Viewer-note">
        {trans.__('%1: %2', title, words)}
      </p>
    );
  }
  return (
    <details
      className="jp-Cellkeep-AgainstBase"
      open={isOpen}
      onToggle={event => setOpen(event.currentTarget.open)}
    >
      <summary>{label}</summary>
      {isOpen && props.children()}
    </details>
  );
}
