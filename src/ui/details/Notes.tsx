import * as React from 'react';
import type { TranslationBundle } from '@jupyterlab/translation';

import { LIMITS } from '../../protocol/limits.generated';
import type { Artifact } from '../../protocol/generated';
import { number } from '../format';
import type { Editing } from './editing';
import { Failure } from './Failure';
import { useChange } from './useChange';
import { TextButton } from '../TextButton';

interface NotesProps {
  artifact: Artifact;
  editing: Editing;
  trans: TranslationBundle;
}

/** What a person wrote about an artifact, as plain text; a button makes a field of it. */
export function Notes(props: NotesProps): JSX.Element {
  const { artifact, trans } = props;
  // What could not be stored stands there again, wherever the person was meanwhile.
  const [open, setOpen] = React.useState(props.editing.notesDraft !== null);
  const button = React.useRef<HTMLButtonElement>(null);
  const wasOpen = React.useRef(false);
  React.useEffect(() => {
    if (wasOpen.current && !open && document.activeElement === document.body) {
      button.current?.focus();
    }
    wasOpen.current = open;
  }, [open]);
  if (open) {
    return <Field {...props} onClose={() => setOpen(false)} />;
  }
  return (
    <div className="jp-Cellkeep-Notes">
      {artifact.notes && (
        <div
          className="jp-Cellkeep-Notes-text"
          dir="auto"
          onDoubleClick={() => setOpen(true)}
        >
          {artifact.notes}
        </div>
      )}
      <button
        ref={button}
        type="button"
        className="jp-Cellkeep-Link"
        aria-label={
          artifact.notes ? trans.__('Edit the notes') : trans.__('Write a note')
        }
        onClick={() => setOpen(true)}
      >
        {artifact.notes ? trans.__('Edit') : trans.__('Write a note')}
      </button>
    </div>
  );
}

function Field(props: NotesProps & { onClose: () => void }): JSX.Element {
  const { artifact, editing, onClose, trans } = props;
  const stored = artifact.notes ?? '';
  const [base] = React.useState(stored);
  const [text, setText] = React.useState(editing.notesDraft ?? stored);
  const change = useChange(editing.onUnseenFailure);
  const settled = React.useRef(false);
  const isTooLong =
    text.length > LIMITS.notes_characters &&
    [...text].length > LIMITS.notes_characters;
  const close = (): void => {
    settled.current = true;
    editing.onNotesDraft(null);
    onClose();
  };
  const save = async (): Promise<void> => {
    if (settled.current || isTooLong) {
      return;
    }
    if (text === stored || (await change.make(() => editing.onNotes(text)))) {
      close();
    }
  };
  return (
    <div
      className="jp-Cellkeep-Notes"
      onBlur={event => {
        // What was written is meant, also where someone goes on to something else.
        const next = event.relatedTarget;
        if (!(next instanceof Node && event.currentTarget.contains(next))) {
          void save();
        }
      }}
      onKeyDown={event => {
        event.stopPropagation();
        if (event.key === 'Escape') {
          close();
        } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
          event.preventDefault();
          void save();
        }
      }}
    >
      <textarea
        className="jp-mod-styled jp-Cellkeep-Edit-input"
        aria-label={trans.__('Notes')}
        aria-invalid={isTooLong}
        autoFocus
        readOnly={change.busy}
        rows={Math.min(12, Math.max(3, text.split('\n').length))}
        value={text}
        onChange={event => {
          setText(event.target.value);
          editing.onNotesDraft(event.target.value);
          change.forget();
        }}
        onFocus={({ target }) =>
          target.setSelectionRange(target.value.length, target.value.length)
        }
      />
      {isTooLong && (
        <p className="jp-Cellkeep-Edit-problem" role="alert">
          {trans.__(
            'Notes have at most %1 characters.',
            number(LIMITS.notes_characters)
          )}
        </p>
      )}
      {stored !== base && (
        <p className="jp-Cellkeep-Edit-problem" role="status">
          {trans.__(
            'Someone else changed the notes meanwhile. Saving replaces theirs.'
          )}
        </p>
      )}
      <Failure error={change.error} />
      <div className="jp-Cellkeep-Edit-buttons">
        <TextButton
          disabled={change.busy || isTooLong}
          title={trans.__('Ctrl+Enter')}
          onClick={() => void save()}
        >
          {change.busy ? trans.__('Saving…') : trans.__('Save')}
        </TextButton>
        <TextButton onClick={close}>{trans.__('Cancel')}</TextButton>
      </div>
    </div>
  );
}
