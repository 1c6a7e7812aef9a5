/**
 * A name never changes what it holds by itself: where its latest version is of another kind, a
 * person is asked.
 */

import { Dialog, showDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { ApiClient } from '../../transport/http';
import { kindWord } from '../../ui/words';

/** What is about to get a version of a name. */
export interface INamed {
  readonly name: string;
  /** A kind of `schema/types.json`. */
  readonly kind: string;
  readonly runId: string;
}

/** How long a save waits to know what its name holds; then it is saved as it is. */
const LOOK_MS = 2000;

/**
 * The name to save under; null where the person thought better of it.
 *
 * @param isAsked - Without it, what is of another kind gets a name of its own.
 */
export async function nameOfItsKind(
  api: Pick<ApiClient, 'artifacts'>,
  { name, kind, runId }: INamed,
  trans: TranslationBundle,
  isAsked: boolean
): Promise<string | null> {
  const held = await kindHeld(api, name, runId);
  if (held === undefined || held === kind) {
    return name;
  }
  const words = (one: string) => kindWord(one, trans).toLowerCase();
  const own = `${name} (${words(kind)})`;
  if (!isAsked) {
    return own;
  }
  const { button } = await showDialog({
    title: trans.__('“%1” is the name of something else', name),
    body: trans.__(
      'Its latest version is of the kind %1, and this is of the kind %2. Loaded by its name, “%3” would be another thing than before.',
      words(held),
      words(kind),
      name
    ),
    buttons: [
      Dialog.cancelButton({ label: trans.__('Cancel') }),
      Dialog.warnButton({
        label: trans.__('Add as Version'),
        actions: [ADD]
      }),
      Dialog.okButton({ label: trans.__('Save as “%1”', own) })
    ]
  });
  if (!button.accept) {
    return null;
  }
  return button.actions.includes(ADD) ? name : own;
}

const ADD = 'add';

/** The kind of a name's latest version; undefined where there is none, or nobody can tell. */
async function kindHeld(
  api: Pick<ApiClient, 'artifacts'>,
  name: string,
  run: string
): Promise<string | undefined> {
  try {
    const query = { run, name, limit: 1 };
    const { items } = await api.artifacts(query, AbortSignal.timeout(LOOK_MS));
    return items[0]?.kind;
  } catch (error) {
    // The save itself tells where the store cannot be reached.
    console.debug('Cellkeep: could not look what a name holds.', error);
    return undefined;
  }
}
