import * as React from 'react';

/** A framed button with words in it. */
export function TextButton(
  props: Omit<
    React.ButtonHTMLAttributes<HTMLButtonElement>,
    'type' | 'className'
  >
): JSX.Element {
  return (
    <button type="button" className="ck-TextButton ck-mod-framed" {...props} />
  );
}
