import * as React from 'react';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { TransferStatus } from '../../protocol/generated';
import { displayName } from '../format';
import { copyGoal } from '../words';

/** Ends that come within this time are one sentence. */
const BATCH_MS = 1000;

/** Tells people who do not see the list what was stored and what failed, many at once in one sentence. */
export function Announcer(props: {
  transfers: readonly TransferStatus[];
  trans: TranslationBundle;
}): JSX.Element {
  const { trans, transfers } = props;
  const [sentence, setSentence] = React.useState('');
  const states = React.useRef<Map<string, TransferStatus['state']> | null>(
    null
  );
  const ended = React.useRef<TransferStatus[]>([]);
  const timer = React.useRef<ReturnType<typeof setTimeout>>();

  React.useEffect(() => {
    const before = states.current;
    states.current = new Map(transfers.map(one => [one.id, one.state]));
    // What had ended before the panel was opened is not news.
    const news = before
      ? transfers.filter(one => isEnd(one) && before.get(one.id) !== one.state)
      : [];
    if (news.length === 0) {
      return;
    }
    ended.current.push(...news);
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      setSentence(sentenceOf(ended.current, trans));
      ended.current = [];
    }, BATCH_MS);
  }, [transfers, trans]);
  React.useEffect(() => () => clearTimeout(timer.current), []);

  return (
    <div className="jp-sr-only" role="status" aria-live="polite">
      {sentence}
    </div>
  );
}

/** What a mirror has is no news: what was saved was stored before. */
function isEnd({ mirror, state }: TransferStatus): boolean {
  return state === 'failed' || (state === 'stored' && mirror === undefined);
}

function sentenceOf(
  ended: readonly TransferStatus[],
  trans: TranslationBundle
): string {
  const stored = ended.filter(one => one.state === 'stored');
  const failed = ended.filter(one => one.state === 'failed');
  const parts: string[] = [];
  if (stored.length === 1 && stored[0]) {
    const name = displayName(stored[0].name);
    const goal = copyGoal(stored[0], trans);
    parts.push(
      goal === undefined
        ? trans.__('%1 is stored.', name)
        : trans.__('%1 is copied to %2.', name, goal)
    );
  } else if (stored.length > 1) {
    parts.push(
      trans._n(
        '%1 artifact is stored.',
        '%1 artifacts are stored.',
        stored.length
      )
    );
  }
  if (failed.length === 1 && failed[0]) {
    const { error, name } = failed[0];
    const goal = copyGoal(failed[0], trans);
    const shown = displayName(name);
    const sentence =
      goal === undefined
        ? trans.__('%1 failed. %2', shown, error?.message ?? '')
        : trans.__(
            '%1 was not copied to %2. %3',
            shown,
            goal,
            error?.message ?? ''
          );
    parts.push(sentence.trim());
  } else if (failed.length > 1) {
    parts.push(trans._n('%1 save failed.', '%1 saves failed.', failed.length));
  }
  return parts.join(' ');
}
