import * as React from 'react';
import { errorIcon, type LabIcon } from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';

import { displayName, percent } from './format';
import { keepIcon, keptIcon } from './icons';
import type { KeepButtonProps, KeepState } from './props';

/** The small button in the corner of an output: keep it; after that, open what was kept. */
export function KeepButton(props: KeepButtonProps): JSX.Element {
  const { onKeep, onOpen, state, trans } = props;
  const { icon, label, text } = faceOf(state, trans);
  return (
    <button
      type="button"
      className={`ck-KeepButton ck-mod-${state.status}`}
      aria-label={label}
      title={label}
      // `disabled` would take the keyboard's place away while it saves.
      aria-disabled={state.status === 'busy'}
      data-lm-suppress-shortcuts="true"
      onClick={event => {
        // A click on it is not a click on the cell.
        event.stopPropagation();
        if (state.status === 'kept') {
          onOpen();
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
  trans: TranslationBundle
): string {
  const name = displayName(state.name);
  return state.what
    ? trans.__('Kept as %1 v%2: %3. Open it', name, state.version, state.what)
    : trans.__('Kept as %1 v%2. Open it', name, state.version);
}

function faceOf(
  state: KeepState,
  trans: TranslationBundle
): { icon?: LabIcon; label: string; text?: string } {
  switch (state.status) {
    case 'idle':
      return {
        icon: keepIcon,
        label: state.what
          ? trans.__('Keep this output: %1', state.what)
          : trans.__('Keep this output as displayed')
      };
    case 'busy': {
      const done = state.fraction === null ? '…' : percent(state.fraction);
      return { label: trans.__('Keeping this output, %1', done), text: done };
    }
    case 'kept':
      return {
        icon: keptIcon,
        label: keptLabel(state, trans)
      };
    case 'failed':
      return {
        icon: errorIcon,
        label: trans.__('Not kept: %1 Try again', state.error.message)
      };
  }
}

/** By which an output is dragged. The menu does the same for those who use no mouse. */
export function DragHandle(props: { trans: TranslationBundle }): JSX.Element {
  return (
    <span
      className="ck-DragHandle"
      aria-hidden="true"
      title={props.trans.__('Drag this output to the artifacts')}
    >
      <svg viewBox="0 0 10 16" width="10" height="16">
        <path d="M2 2h2v2H2zm4 0h2v2H6zM2 7h2v2H2zm4 0h2v2H6zM2 12h2v2H2zm4 0h2v2H6z" />
      </svg>
    </span>
  );
}
