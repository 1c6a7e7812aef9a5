import * as React from 'react';
import { errorIcon, type LabIcon } from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';

import { displayName, percent } from './format';
import { keepIcon, keptIcon } from './icons';
import type { KeepButtonProps, KeepState } from './props';
import { helperWords } from './words';

/** The small button in the corner of an output: keep it; after that, open what was kept. */
export function KeepButton(props: KeepButtonProps): JSX.Element {
  const { onKeep, onLeave, onOpen, state, trans } = props;
  const { icon, label, text } = faceOf(state, onOpen !== undefined, trans);
  return (
    <button
      type="button"
      className={`jp-Cellkeep-KeepButton jp-Cellkeep-mod-${state.status}`}
      aria-label={label}
      title={label}
      // `disabled` would take the keyboard's place away while it saves.
      aria-disabled={
        state.status === 'busy' || (state.status === 'kept' && !onOpen)
      }
      // Enter and Space press it, and are not the notebook's.
      data-lm-suppress-shortcuts="true"
      onKeyDown={event => {
        if (event.key === 'Escape') {
          event.stopPropagation();
          onLeave?.();
        }
      }}
      onClick={event => {
        // A click on it is not a click on the cell.
        event.stopPropagation();
        // Whoever pressed it by keyboard goes on from here.
        if (event.detail > 0) {
          onLeave?.();
        }
        if (state.status === 'kept') {
          onOpen?.();
        } else if (state.status !== 'busy') {
          onKeep();
        }
      }}
    >
      {icon && <icon.react tag={null} />}
      {text}
    </button>
  );
}

function keptLabel(
  state: KeepState & { status: 'kept' },
  opens: boolean,
  trans: TranslationBundle
): string {
  const name = displayName(state.name);
  const { version, what } = state;
  if (!opens) {
    return what
      ? trans.__('Saved as %1 v%2: %3', name, version, what)
      : trans.__('Saved as %1 v%2', name, version);
  }
  return what
    ? trans.__('Saved as %1 v%2: %3. Open it', name, version, what)
    : trans.__('Saved as %1 v%2. Open it', name, version);
}

function idleLabel(
  { what, display, helper }: KeepState & { status: 'idle' },
  trans: TranslationBundle
): string {
  if (what) {
    return trans.__('Save this output: %1', what);
  }
  const label = display
    ? trans.__('Save this output as displayed: %1', display)
    : trans.__('Save this output as displayed');
  const more = helperWords(helper, trans);
  return more ? `${label}. ${more.message} ${more.code}` : label;
}

function faceOf(
  state: KeepState,
  opens: boolean,
  trans: TranslationBundle
): { icon?: LabIcon; label: string; text?: string } {
  switch (state.status) {
    case 'idle':
      return { icon: keepIcon, label: idleLabel(state, trans) };
    case 'busy': {
      const done = state.fraction === null ? '…' : percent(state.fraction);
      return { label: trans.__('Saving this output, %1', done), text: done };
    }
    case 'kept':
      return {
        icon: keptIcon,
        label: keptLabel(state, opens, trans)
      };
    case 'failed':
      return {
        icon: errorIcon,
        label: trans.__('Not saved: %1 Try again', state.error.message)
      };
  }
}

/** By which an output is dragged. The menu does the same for those who use no mouse. */
export function DragHandle(props: { trans: TranslationBundle }): JSX.Element {
  return (
    <span
      className="jp-Cellkeep-DragHandle"
      aria-hidden="true"
      title={props.trans.__('Drag this output to the Artifacts sidebar')}
    >
      <svg viewBox="0 0 10 16" width="10" height="16">
        <path d="M2 2h2v2H2zm4 0h2v2H6zM2 7h2v2H2zm4 0h2v2H6zM2 12h2v2H2zm4 0h2v2H6z" />
      </svg>
    </span>
  );
}
