import * as React from 'react';

import { TextButton } from './TextButton';

/** Buttons of which the chosen one is pressed. */
export function Choices<T>(props: {
  choices: readonly (readonly [value: T, label: string])[];
  value: T;
  onChoose: (value: T) => void;
}): JSX.Element {
  const { choices, onChoose, value } = props;
  return (
    <>
      {choices.map(([choice, label]) => (
        <TextButton
          key={label}
          aria-pressed={choice === value}
          onClick={() => onChoose(choice)}
        >
          {label}
        </TextButton>
      ))}
    </>
  );
}
