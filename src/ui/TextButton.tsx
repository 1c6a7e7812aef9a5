import * as React from 'react';

/** What a button of words is given: all but its look. */
export type WordsProps = Omit<
  React.ButtonHTMLAttributes<HTMLButtonElement>,
  'type' | 'className'
>;

/** A framed button with words in it; nothing where there is nothing that it does. */
export function TextButton(props: WordsProps): JSX.Element | null {
  return props.onClick ? (
    <button
      type="button"
      className="jp-Cellkeep-TextButton jp-Cellkeep-mod-framed"
      {...props}
    />
  ) : null;
}
