import { errorIcon } from '@jupyterlab/ui-components';
import * as React from 'react';

import type { ErrorInfo } from '../../protocol/generated';
import { fractionOf, number, percent } from '../../ui/format';
import { LinkButton } from '../../ui/LinkButton';
import { ProgressLine } from '../../ui/ProgressLine';
import { useServices } from './services';
import type { Progress } from './useCall';
import { TextButton } from '../../ui/TextButton';

/** How far work is, in numbers, and a way to stop it. */
export function Busy(props: {
  state: { done: number; total: number };
  label: string;
  onStop?: () => void;
}): JSX.Element {
  const { state, label, onStop } = props;
  const { trans } = useServices();
  const isKnown = state.total > 0;
  const fraction = isKnown ? fractionOf(state.done, state.total) : null;
  return (
    <div className="jp-Cellkeep-Viewer-busy" role="status">
      <span>
        {label}{' '}
        {fraction !== null &&
          trans.__(
            '%1 (%2 of %3)',
            percent(fraction),
            number(state.done),
            number(state.total)
          )}
      </span>
      {fraction !== null && <ProgressLine label={label} fraction={fraction} />}
      <LinkButton onClick={onStop}>{trans.__('Stop')}</LinkButton>
    </div>
  );
}

/** Why something is not shown, and the ways on from there. */
export function Problem(props: {
  error: ErrorInfo;
  onRetry?: () => void;
  /** Offers the bytes themselves, which are always there to see. */
  offersBytes?: boolean;
}): JSX.Element {
  const { error, onRetry, offersBytes } = props;
  const { showWith, trans } = useServices();
  return (
    <Failed error={error}>
      {onRetry && (
        <TextButton onClick={onRetry}>{trans.__('Try again')}</TextButton>
      )}
      {offersBytes && showWith && (
        <TextButton onClick={() => showWith('cellkeep:hex')}>
          {trans.__('Look at its bytes')}
        </TextButton>
      )}
    </Failed>
  );
}

/** What went wrong, and the buttons that lead on. */
export function Failed(
  props: React.PropsWithChildren<{ error: ErrorInfo }>
): JSX.Element {
  const { children, error } = props;
  return (
    <div className="jp-Cellkeep-Viewer-problem" role="alert">
      <p>
        <errorIcon.react
          tag="span"
          className="jp-Cellkeep-Preview-icon jp-Cellkeep-mod-failed"
        />
        {error.message}
      </p>
      {error.hint && <p>{error.hint}</p>}
      <p className="jp-Cellkeep-Viewer-ways">{children}</p>
    </div>
  );
}

/**
 * What is known of an artifact before anything of it is read. A small preview starts with it; a
 * viewer draws it too until it has read more.
 */
export const Known = React.createContext<React.ReactNode>(null);

/** What is shown of work: how far it is, why it failed, or what it made. */
export function Awaited<T>(props: {
  state: Progress<T>;
  label: string;
  onRetry: () => void;
  children: (value: T) => React.ReactNode;
}): JSX.Element {
  const { state, label, onRetry, children } = props;
  const known = React.useContext(Known);
  switch (state.status) {
    case 'busy':
      return known ? <>{known}</> : <Busy state={state} label={label} />;
    case 'failed':
      return <Problem error={state.error} onRetry={onRetry} offersBytes />;
    case 'ready':
      return <>{children(state.value)}</>;
  }
}
