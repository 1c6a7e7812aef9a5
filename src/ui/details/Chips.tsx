import * as React from 'react';
import { addIcon, closeIcon } from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';

import { displayName } from '../format';

/** One word in a frame. */
export interface Chip {
  value: string;
  /** What stands behind it, smaller. */
  about?: string;
  /** Whether it cannot be taken away. */
  fixed?: boolean;
}

export interface ChipsProps {
  trans: TranslationBundle;
  /** What they are, for the list's accessible name. */
  label: string;
  chips: readonly Chip[];
  /** The button and the field for one more. */
  addLabel: string;
  /** What to choose from while typing. */
  suggestions: readonly string[];
  busy: boolean;
  /** Says which rule a text breaks; null for a good one. */
  problem: (text: string) => string | null;
  /** Returns whether it was added; else what was typed stays. */
  onAdd: (text: string) => boolean | Promise<boolean>;
  onRemove: (value: string) => void;
  onSuggest?: () => void;
  removeLabel: (value: string) => string;
  /** More buttons behind the chips. */
  children?: React.ReactNode;
}

/** Words in a row, each of which can be taken away, and a button that becomes a field for one more. */
export function Chips(props: ChipsProps): JSX.Element {
  const { chips } = props;
  const [adding, setAdding] = React.useState(false);
  const box = React.useRef<HTMLDivElement>(null);
  const focusAt = React.useRef<number | 'add' | null>(null);
  React.useEffect(() => {
    const at = focusAt.current;
    if (at === null || !box.current) {
      return;
    }
    focusAt.current = null;
    const buttons = box.current.querySelectorAll<HTMLElement>(
      '.jp-Cellkeep-Chip-remove'
    );
    const add = box.current.querySelector<HTMLElement>(
      '.jp-Cellkeep-Chip.jp-Cellkeep-mod-add'
    );
    const wanted =
      at === 'add' ? add : (buttons[Math.min(at, buttons.length - 1)] ?? add);
    wanted?.focus();
  });
  return (
    <div className="jp-Cellkeep-Chips" ref={box}>
      {chips.length > 0 && (
        <ul aria-label={props.label}>
          {chips.map((chip, index) => (
            <li key={chip.value} className="jp-Cellkeep-Chip">
              <bdi title={displayName(chip.value)}>
                {displayName(chip.value)}
              </bdi>
              {chip.about && <small>{chip.about}</small>}
              {!chip.fixed && (
                <button
                  type="button"
                  className="jp-Cellkeep-Chip-remove"
                  aria-label={props.removeLabel(displayName(chip.value))}
                  title={props.removeLabel(displayName(chip.value))}
                  disabled={props.busy}
                  onClick={() => {
                    focusAt.current = chips
                      .slice(0, index)
                      .filter(({ fixed }) => !fixed).length;
                    props.onRemove(chip.value);
                  }}
                >
                  <closeIcon.react tag={null} />
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
      {props.children}
      {adding ? (
        <Adder
          {...props}
          onClose={byKeyboard => {
            setAdding(false);
            focusAt.current = byKeyboard ? 'add' : null;
          }}
        />
      ) : (
        <button
          type="button"
          className="jp-Cellkeep-Chip jp-Cellkeep-mod-add"
          onClick={() => {
            props.onSuggest?.();
            setAdding(true);
          }}
        >
          <addIcon.react tag="span" />
          {props.addLabel}
        </button>
      )}
    </div>
  );
}

function Adder(
  props: ChipsProps & { onClose: (byKeyboard: boolean) => void }
): JSX.Element {
  const [text, setText] = React.useState('');
  const id = React.useId();
  const problem = text.trim() === '' ? null : props.problem(text.trim());
  const add = async (): Promise<boolean> => {
    const wanted = text.trim();
    if (problem !== null) {
      return false;
    }
    // At once, so that what is typed meanwhile is the next one.
    setText('');
    const added = await props.onAdd(wanted);
    if (!added) {
      setText(typed => typed || wanted);
    }
    return added;
  };
  return (
    <span className="jp-Cellkeep-Chips-adder">
      <input
        className="jp-mod-styled jp-Cellkeep-Edit-input"
        aria-label={props.addLabel}
        aria-invalid={problem !== null}
        aria-describedby={`${id}-says`}
        list={`${id}-list`}
        autoComplete="off"
        spellCheck={false}
        autoFocus
        value={text}
        onChange={event => setText(event.target.value)}
        onBlur={() => {
          // What was typed is meant; what cannot be is left for the person to see.
          if (text.trim() === '') {
            props.onClose(false);
          } else if (problem === null) {
            void add().then(added => added && props.onClose(false));
          }
        }}
        onKeyDown={event => {
          event.stopPropagation();
          if (event.key === 'Enter') {
            // The field stays for the next one.
            event.preventDefault();
            if (text.trim() === '') {
              props.onClose(true);
            } else {
              void add();
            }
          } else if (event.key === 'Escape') {
            setText('');
            props.onClose(true);
          }
        }}
      />
      <datalist id={`${id}-list`}>
        {props.suggestions.map(one => (
          <option key={one} value={one} />
        ))}
      </datalist>
      <span
        id={`${id}-says`}
        className="jp-Cellkeep-Edit-problem"
        aria-live="polite"
      >
        {problem}
      </span>
    </span>
  );
}
