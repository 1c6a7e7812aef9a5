import * as React from 'react';

/** A line of text with its label, and under it what is wrong with the text. */
export function TextLine(props: {
  label: string;
  value: string;
  problem: string | null;
  onChange: (value: string) => void;
  onFocus?: React.FocusEventHandler<HTMLInputElement>;
}): JSX.Element {
  const { label, onChange, onFocus, problem, value } = props;
  const id = React.useId();
  return (
    <>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className="jp-mod-styled"
        autoComplete="off"
        spellCheck={false}
        value={value}
        aria-invalid={problem !== null}
        aria-describedby={`${id}-problem`}
        onChange={event => onChange(event.target.value)}
        onFocus={onFocus}
      />
      <p
        id={`${id}-problem`}
        className="jp-Cellkeep-Edit-problem"
        aria-live="polite"
      >
        {problem}
      </p>
    </>
  );
}
