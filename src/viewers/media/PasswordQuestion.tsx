import * as React from 'react';

import { TextButton } from '../../ui/TextButton';
import { useServices } from '../frame/services';

/** Asks for the password of a document, which stays in its frame and is not kept. */
export function PasswordQuestion(props: {
  /** Whether one was given that does not open it. */
  isWrong: boolean;
  open: (password: string) => void;
}): JSX.Element {
  const { trans } = useServices();
  const [password, setPassword] = React.useState('');
  const id = React.useId();
  return (
    <form
      className="jp-Cellkeep-PasswordQuestion"
      onSubmit={event => {
        event.preventDefault();
        props.open(password);
      }}
    >
      <label htmlFor={id}>
        {trans.__('This document is locked. Its password:')}
      </label>
      <input
        id={id}
        type="password"
        className="jp-mod-styled"
        autoComplete="off"
        autoFocus
        value={password}
        aria-invalid={props.isWrong}
        aria-describedby={`${id}-problem`}
        onChange={event => setPassword(event.target.value)}
      />
      <TextButton onClick={() => props.open(password)}>
        {trans.__('Unlock')}
      </TextButton>
      <p id={`${id}-problem`} role="status">
        {props.isWrong && trans.__('That password does not open it.')}
      </p>
    </form>
  );
}
