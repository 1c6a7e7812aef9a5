import * as React from 'react';

import { number } from '../../ui/format';
import { useServices } from '../frame/services';
import { boundedText } from './bounded';

/** More than this makes the page slow, and nobody reads it in a small place. */
const MOST_CHARACTERS = 200_000;
/** The browser lays out a line whole before it wraps it. */
const LINE_CHARACTERS = 5000;
/** Lines are laid out one by one, those that nobody sees too. */
const MOST_LINES = 5000;

/** Text as it is, in a small place. */
export function TextView(props: {
  text: string;
  /** Whether there is more than `text`. */
  isCut: boolean;
}): JSX.Element {
  const { trans } = useServices();
  const { count, text } = React.useMemo(
    () => shownOf(props.text),
    [props.text]
  );
  const isCut = props.isCut || count < props.text.length;
  if (text === '') {
    return (
      <p className="jp-Cellkeep-Preview-message">{trans.__('It is empty.')}</p>
    );
  }
  return (
    <>
      <pre
        className="jp-Cellkeep-TextView"
        tabIndex={0}
        role="region"
        aria-label={trans.__('Text')}
      >
        {text}
      </pre>
      {isCut && (
        <p className="jp-Cellkeep-Preview-caption">
          <span>{trans.__('first %1 characters', number(count))}</span>
        </p>
      )}
    </>
  );
}

/** What is shown of a text, and how many of its characters these are. */
function shownOf(whole: string): { text: string; count: number } {
  const start = whole.slice(0, MOST_CHARACTERS);
  const lines = boundedText(start, LINE_CHARACTERS).split('\n');
  const text = lines.slice(0, MOST_LINES).join('\n');
  return {
    text,
    count: lines.length > MOST_LINES ? text.length : start.length
  };
}
