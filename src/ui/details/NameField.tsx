import * as React from 'react';
import { editIcon } from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { Artifact } from '../../protocol/generated';
import { nameProblem } from '../../protocol/names';
import { IconButton } from '../IconButton';
import { Name } from '../Name';
import type { Editing } from './editing';
import { Failure } from './Failure';
import { useChange } from './useChange';

interface NameFieldProps {
  artifact: Artifact;
  editing: Editing;
  trans: TranslationBundle;
  /** Whether the name is being changed; its owner opens it with F2 too. */
  open: boolean;
  onOpen: (open: boolean) => void;
}

/** The name and version; the name becomes a field by double click or the pencil. */
export function NameField(props: NameFieldProps): JSX.Element {
  const { artifact, onOpen, open, trans } = props;
  const pencil = React.useRef<HTMLSpanElement>(null);
  const wasOpen = React.useRef(open);
  React.useEffect(() => {
    if (wasOpen.current && !open && document.activeElement === document.body) {
      pencil.current?.querySelector('button')?.focus();
    }
    wasOpen.current = open;
  }, [open]);
  if (open) {
    return <Field {...props} />;
  }
  return (
    <h3 className="jp-Cellkeep-Details-name" onDoubleClick={() => onOpen(true)}>
      <Name value={artifact.name} />{' '}
      <span className="jp-Cellkeep-Details-version">
        {trans.__('v%1', artifact.version)}
      </span>
      <span ref={pencil} className="jp-Cellkeep-Details-pencil">
        <IconButton
          icon={editIcon}
          label={trans.__('Rename')}
          onClick={() => onOpen(true)}
        />
      </span>
    </h3>
  );
}

function Field(props: NameFieldProps): JSX.Element {
  const { artifact, editing, onOpen, trans } = props;
  const [name, setName] = React.useState(artifact.name);
  const change = useChange(editing.onUnseenFailure);
  const id = React.useId();
  const problem = nameProblem(name);
  const settled = React.useRef(false);
  const close = (): void => {
    settled.current = true;
    onOpen(false);
  };
  const commit = async (): Promise<void> => {
    if (settled.current || problem !== null) {
      return;
    }
    if (name === artifact.name) {
      close();
    } else if (await change.make(() => editing.onRename(name))) {
      close();
    }
  };
  return (
    <div className="jp-Cellkeep-Details-rename">
      <h3>
        <input
          className="jp-mod-styled jp-Cellkeep-Edit-input"
          aria-label={trans.__('Name')}
          aria-invalid={problem !== null}
          aria-describedby={`${id}-says`}
          autoComplete="off"
          spellCheck={false}
          autoFocus
          readOnly={change.busy}
          value={name}
          onFocus={event => event.target.select()}
          onChange={event => {
            setName(event.target.value);
            change.forget();
          }}
          onBlur={() => void commit()}
          onKeyDown={event => {
            event.stopPropagation();
            if (event.key === 'Enter') {
              void commit();
            } else if (event.key === 'Escape') {
              close();
            }
          }}
        />
      </h3>
      <p
        id={`${id}-says`}
        className={
          problem === null
            ? 'jp-Cellkeep-Edit-hint'
            : 'jp-Cellkeep-Edit-problem'
        }
        aria-live="polite"
      >
        {problem ??
          trans.__(
            'All versions in this run are renamed. Links to the old name keep working.'
          )}
      </p>
      <Failure error={change.error} />
    </div>
  );
}
