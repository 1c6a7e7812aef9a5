import * as React from 'react';

export interface TextQuestionProps {
  label: string;
  text: string;
  /** What is good to know before answering. */
  note?: string;
  suggestions?: readonly string[];
  /** Says which rule a text breaks; null for a good one. */
  problem: (text: string) => string | null;
  /** Called with every change; null while the text is not good. */
  onAnswer: (text: string | null) => void;
}

/** One line to be typed, with what is wrong with it while it is typed. */
export function TextQuestion(props: TextQuestionProps): JSX.Element {
  const [text, setText] = React.useState(props.text);
  const [touched, setTouched] = React.useState(false);
  const id = React.useId();
  // An empty field is no mistake before someone has typed.
  const problem = touched ? props.problem(text) : null;
  return (
    <div className="jp-Cellkeep-Question">
      <label htmlFor={`${id}-text`}>{props.label}</label>
      <input
        id={`${id}-text`}
        className="jp-mod-styled"
        list={props.suggestions ? `${id}-list` : undefined}
        autoComplete="off"
        spellCheck={false}
        value={text}
        aria-invalid={problem !== null}
        aria-describedby={`${id}-problem ${id}-note`}
        onFocus={event => event.target.select()}
        onChange={({ target: { value } }) => {
          setTouched(true);
          setText(value);
          props.onAnswer(props.problem(value) === null ? value : null);
        }}
      />
      {props.suggestions && (
        <datalist id={`${id}-list`}>
          {props.suggestions.map(one => (
            <option key={one} value={one} />
          ))}
        </datalist>
      )}
      <p
        id={`${id}-problem`}
        className="jp-Cellkeep-Edit-problem"
        aria-live="polite"
      >
        {problem}
      </p>
      {props.note && (
        <p id={`${id}-note`} className="jp-Cellkeep-Edit-hint">
          {props.note}
        </p>
      )}
    </div>
  );
}
