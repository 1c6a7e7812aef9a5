import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { kindWord } from '../words';
import type { NameHeld } from './nameHeld';
import type { SaveDialogProps } from './props';

/** Somebody who types is not asked for every letter. */
const PAUSE_MS = 150;

/** Says what a name stands for already, and so what saving under it makes of it. */
export function NameStands(props: {
  trans: TranslationBundle;
  name: string;
  runName: string;
  look: NonNullable<SaveDialogProps['look']>;
}): JSX.Element {
  const { look, name, runName, trans } = props;
  const [found, setFound] = React.useState<{
    name: string;
    held: NameHeld | 'unknown';
  }>();
  React.useEffect(() => {
    const abort = new AbortController();
    const tell = (held: NameHeld | 'unknown'): void => {
      if (!abort.signal.aborted) {
        setFound({ name, held });
      }
    };
    const timer = setTimeout(() => {
      look(name, abort.signal).then(tell, () => tell('unknown'));
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [look, name]);
  return (
    <p className="jp-Cellkeep-SaveDialog-stands" role="status">
      {found?.name === name && wordsOf(found.held, name, runName, trans)}
    </p>
  );
}

function wordsOf(
  held: NameHeld | 'unknown',
  name: string,
  runName: string,
  trans: TranslationBundle
): string {
  if (held === 'unknown') {
    return trans.__('The store does not answer whether it has this name yet.');
  }
  const { latest, rule } = held;
  if (!latest) {
    return trans.__('A new name in %1.', runName);
  }
  const kind = kindWord(latest.kind, trans).toLowerCase();
  const what = latest.summary ? `${kind}, ${latest.summary}` : kind;
  const version = trans.__('v%1', latest.version);
  switch (rule) {
    case 'version':
      return trans.__(
        'Becomes the next version of %1, after %2 (%3).',
        name,
        version,
        what
      );
    case 'overwrite':
      return trans.__(
        'Takes the place of %2 of %1 (%3): this run keeps one version of a name.',
        name,
        version,
        what
      );
    case 'skip-if-same':
      return trans.__(
        'Becomes the next version of %1, after %2 (%3), unless it is the same.',
        name,
        version,
        what
      );
  }
}
