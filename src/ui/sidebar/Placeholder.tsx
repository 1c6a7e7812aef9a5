import * as React from 'react';
import type { TranslationBundle } from '@jupyterlab/translation';

import { readings } from '../../protocol/addresses';
import { displayName } from '../format';
import type { BrokenConnection, HelperState, Translated } from '../props';
import { TextButton } from '../TextButton';

/** Nothing is stored yet: what to do about it, in a sentence and a picture. */
export function EmptyState(props: {
  /** Whether the kernel a person works with knows the command; undefined: there is none. */
  helper: HelperState | undefined;
  trans: TranslationBundle;
}): JSX.Element {
  const { helper, trans } = props;
  const hasCommand = helper === undefined || helper in WITH_COMMAND;
  const [before, after] = (
    hasCommand
      ? trans.__(
          'Drop outputs, cells or files here, or run %1 to keep what the last cell gave',
          COMMAND_MARK
        )
      : trans.__('Drop outputs, cells or files here')
  ).split(COMMAND_MARK);
  return (
    <div className="jp-Cellkeep-Placeholder">
      <TrayPicture />
      <p>
        {before}
        {hasCommand && <code>{KEEP_COMMAND}</code>}
        {after}
      </p>
    </div>
  );
}

const WITH_COMMAND: Partial<Record<HelperState, true>> = {
  loading: true,
  loaded: true
};
/** What people type, and may copy as it is. It is the same in every language. */
const KEEP_COMMAND = '%keep _';
const INSTALL_COMMAND = 'pip install cellkeep';

/** Stands where the command goes, so that translators can put it anywhere. */
const COMMAND_MARK = '\u0000';

/** Nothing is found, and how to see everything again. */
export function NothingFound(props: {
  /** The words searched for; empty where only filters are set. */
  query: string;
  trans: TranslationBundle;
  onClear: () => void;
  /** Search for something else. */
  onSearch: (query: string) => void;
}): JSX.Element {
  const { onSearch, query, trans } = props;
  // Of a version or a run that is not there: what there is of its name.
  const name = readings(query).at(-1)?.name;
  return (
    <div className="jp-Cellkeep-Placeholder">
      <p>
        {query
          ? trans.__('Nothing found for “%1”.', query)
          : trans.__('No artifacts match these filters.')}
      </p>
      {name !== undefined && name !== query && (
        <TextButton onClick={() => onSearch(name)}>
          {trans.__('Search for “%1”', displayName(name))}
        </TextButton>
      )}
      <TextButton onClick={props.onClear}>{trans.__('Show all')}</TextButton>
    </div>
  );
}

/** It takes so long only where something is wrong. */
const LATE_MS = 10_000;

/** The store has not been heard of: what is waited for, and after a while that it does not answer. */
export function Connecting({ trans }: Translated): JSX.Element {
  const [isLate, setLate] = React.useState(false);
  React.useEffect(() => {
    const timer = setTimeout(() => setLate(true), LATE_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className="jp-Cellkeep-Placeholder" role="status">
      <p>
        {isLate
          ? trans.__('The store has not answered yet.')
          : trans.__('Connecting to the store…')}
      </p>
      {isLate && (
        <p>
          {trans.__(
            'What kernels save waits on their machine, and goes when it does.'
          )}
        </p>
      )}
    </div>
  );
}

/** What is shown was there before; the answer to what was asked for since has not come. */
export function Unanswered({ trans }: Translated): JSX.Element {
  return (
    <div className="jp-Cellkeep-Placeholder">
      <p>{trans.__('There is no answer to this yet.')}</p>
    </div>
  );
}

/** There is no store to show, or nothing new of it: why, and what to do. */
export function ConnectionProblem(props: {
  problem: BrokenConnection;
  /** Whether what was loaded before is shown as well. */
  isBesideList?: boolean;
  trans: TranslationBundle;
  onRetry: (() => void) | undefined;
}): JSX.Element {
  const { isBesideList, problem, trans } = props;
  const { heading, message, hint } = problemWords(problem, trans);
  return (
    <div
      className={
        isBesideList ? 'jp-Cellkeep-Banner' : 'jp-Cellkeep-Placeholder'
      }
      role="alert"
    >
      <h3>
        {isBesideList ? trans.__('The list could not be refreshed') : heading}
      </h3>
      <p>{message}</p>
      {hint && <p>{hint}</p>}
      {problem.status === 'missing' && (
        <pre className="jp-Cellkeep-Placeholder-command">{INSTALL_COMMAND}</pre>
      )}
      {problem.status === 'signed-out' && (
        <a
          className="jp-Cellkeep-Banner-link"
          href={problem.signInUrl}
          target="_blank"
          rel="noopener noreferrer"
        >
          {trans.__('Sign in to Jupyter')}
        </a>
      )}
      <TextButton onClick={props.onRetry}>{trans.__('Try again')}</TextButton>
    </div>
  );
}

function problemWords(
  connection: BrokenConnection,
  trans: TranslationBundle
): { heading: string; message: string; hint?: string } {
  if (connection.status === 'missing') {
    return {
      heading: trans.__('The server does not have Cellkeep'),
      message: trans.__(
        'Install it where Jupyter Server runs, then restart the server.'
      )
    };
  }
  const { error, status } = connection;
  const headings = {
    incompatible: () => trans.__('The versions do not fit'),
    'signed-out': () => trans.__('You are signed out'),
    unreachable: () => trans.__('The store cannot be reached')
  };
  const { hint, message } = error;
  return { heading: headings[status](), message, hint };
}

/** A cell, an output and a file on their way into the tray. */
function TrayPicture(): JSX.Element {
  return (
    <svg
      className="jp-Cellkeep-TrayPicture"
      viewBox="0 0 160 110"
      width="160"
      height="110"
      aria-hidden="true"
    >
      <g className="jp-Cellkeep-TrayPicture-things">
        <g transform="rotate(-7 40 34)">
          <rect x="14" y="14" width="46" height="36" rx="3" />
          <path d="M21 42l8-10 7 5 9-15 8 9" />
        </g>
        <g>
          <rect x="62" y="6" width="38" height="32" rx="3" />
          <path d="M68 14h10M68 21h26M68 28h18" />
        </g>
        <g transform="rotate(8 122 34)">
          <path d="M106 14h20l10 10v28h-30z" />
          <path d="M126 14v10h10" />
        </g>
      </g>
      <path
        className="jp-Cellkeep-TrayPicture-arrow"
        d="M80 46v18M72 57l8 9 8-9"
      />
      <path
        className="jp-Cellkeep-TrayPicture-tray"
        d="M16 70h32c3 10 16 18 32 18s29-8 32-18h32v24a8 8 0 0 1-8 8H24a8 8 0 0 1-8-8z"
      />
    </svg>
  );
}
