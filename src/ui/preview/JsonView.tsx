import * as React from 'react';
import { caretDownIcon, caretRightIcon } from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';

import { displayName, number } from '../format';

/** Entries of one object or list that are drawn before a person asks for more. */
const PAGE = 100;
const STRING_CHARACTERS = 500;

interface JsonViewProps {
  value: unknown;
  /** What stands before the outermost value. */
  label?: string;
  trans: TranslationBundle;
  /** Whether the outermost object or list is open at first. */
  startOpen?: boolean;
}

/** A JSON value as a tree that opens. What is closed, or beyond a page, is not drawn. */
export function JsonView(props: JsonViewProps): JSX.Element {
  return (
    <div className="ck-JsonView">
      <Node {...props} />
    </div>
  );
}

function Node(props: JsonViewProps): JSX.Element {
  const { label, trans, value } = props;
  const [open, setOpen] = React.useState(props.startOpen ?? true);
  const [shown, setShown] = React.useState(PAGE);
  const entries = entriesOf(value);
  const key = label !== undefined && (
    <span className="ck-JsonView-key">{displayName(label)}: </span>
  );
  if (!entries) {
    return (
      <div className="ck-JsonView-leaf">
        {key}
        <Leaf value={value} />
      </div>
    );
  }
  const icon = open ? caretDownIcon : caretRightIcon;
  return (
    <div>
      <button
        type="button"
        className="ck-JsonView-toggle"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <icon.react tag="span" className="ck-JsonView-caret" />
        {key}
        <span className="ck-JsonView-count">
          {countWords(value, entries.length, trans)}
        </span>
      </button>
      {open && (
        <div className="ck-JsonView-children">
          {entries.slice(0, shown).map(([name, child]) => (
            <Node
              key={name}
              label={name}
              value={child}
              trans={trans}
              startOpen={false}
            />
          ))}
          {entries.length > shown && (
            <button
              type="button"
              className="ck-Link"
              onClick={() => setShown(shown + PAGE)}
            >
              {trans.__(
                'show %1 more of %2',
                number(Math.min(PAGE, entries.length - shown)),
                number(entries.length)
              )}
            </button>
          )}
        </div>
      )}
    </div>
  );
}

/** Names and values of an object or list; null for anything else. */
function entriesOf(value: unknown): [string, unknown][] | null {
  return typeof value === 'object' && value !== null
    ? Object.entries(value)
    : null;
}

function countWords(
  value: unknown,
  count: number,
  trans: TranslationBundle
): string {
  return Array.isArray(value)
    ? trans._n('[%2 item]', '[%2 items]', count, number(count))
    : trans._n('{%2 key}', '{%2 keys}', count, number(count));
}

function Leaf(props: { value: unknown }): JSX.Element {
  const { value } = props;
  if (typeof value !== 'string') {
    return (
      <span className={`ck-JsonView-${typeof value}`}>{String(value)}</span>
    );
  }
  const long = value.length > STRING_CHARACTERS;
  const text = long ? `${value.slice(0, STRING_CHARACTERS)}…` : value;
  return (
    <span className="ck-JsonView-string">
      <bdi>{JSON.stringify(displayName(text))}</bdi>
    </span>
  );
}
