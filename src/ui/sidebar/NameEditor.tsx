import * as React from 'react';

import { LIMITS } from '../../protocol/limits.generated';

/** A field in the place of a row's name. Enter and leaving it settle, Escape thinks better of it. */
export function NameEditor(props: {
  label: string;
  name: string;
  /** The new name; null where there is none. */
  onRenamed: (name: string | null) => void;
}): JSX.Element {
  const { onRenamed } = props;
  const [name, setName] = React.useState(props.name);
  const settled = React.useRef(false);
  const settle = (value: string | null): void => {
    // Taking the field away blurs it, which would settle a second time.
    if (!settled.current) {
      settled.current = true;
      const changed =
        value !== null && value.trim() !== '' && value !== props.name;
      onRenamed(changed ? value : null);
    }
  };
  return (
    <input
      className="jp-Cellkeep-Row-editor"
      aria-label={props.label}
      value={name}
      maxLength={LIMITS.name_characters}
      autoFocus
      onFocus={event => event.target.select()}
      onChange={event => setName(event.target.value)}
      onBlur={() => settle(name)}
      onClick={event => event.stopPropagation()}
      onDoubleClick={event => event.stopPropagation()}
      onPointerDown={event => event.stopPropagation()}
      onKeyDown={event => {
        event.stopPropagation();
        if (event.key === 'Enter') {
          settle(name);
        } else if (event.key === 'Escape') {
          settle(null);
        }
      }}
    />
  );
}
