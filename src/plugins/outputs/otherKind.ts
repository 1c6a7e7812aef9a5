/**
 * A name never changes what it holds by itself: where its latest version is of another kind, or a
 * table without a column of it, a person is asked.
 */

import { Dialog, showDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';

import { type ILikeness, likenessOf, takes } from '../../codecs/likeness';
import { nameProblem } from '../../protocol/names';
import type { ApiClient } from '../../transport/http';
import { kindWord } from '../../ui/words';

/** What is about to get a version of a name. */
export interface INamed {
  readonly name: string;
  /** Asked for where the name holds something. */
  readonly like: () => ILikeness | Promise<ILikeness>;
  readonly runId: string;
}

/** How long a save waits to know what its name holds; then it is saved as it is. */
const LOOK_MS = 2000;
/** Columns that are named. */
const MOST_COLUMNS = 3;

/**
 * The name to save under; null where the person thought better of it.
 *
 * @param isAsked - Without it, what is something else gets a name of its own.
 */
export async function nameOfItsKind(
  api: Pick<ApiClient, 'artifacts'>,
  { name, like, runId }: INamed,
  trans: TranslationBundle,
  isAsked: boolean
): Promise<string | null> {
  const held = await likenessHeld(api, name, runId);
  const now = held && (await like());
  if (!held || !now || takes(held, now)) {
    return name;
  }
  const words = (one: ILikeness) => {
    const kind = kindWord(one.kind, trans).toLowerCase();
    const form = formOf(one);
    return held.kind === now.kind && form ? `${kind} (${form})` : kind;
  };
  const own = `${name} (${ownWord(held, now, trans)})`;
  if (!isAsked) {
    return own;
  }
  const { button } = await showDialog({
    title: trans.__('“%1” is the name of something else', name),
    body: trans.__(
      'Its latest version is of the kind %1, and this is of the kind %2. Loaded by its name, “%3” would be another thing than before.',
      words(held),
      words(now),
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

/** What tells two things of a kind apart: some columns, or the number of dimensions. */
function formOf({ columns, dimensions }: ILikeness): string {
  return dimensions === undefined
    ? (columns ?? []).slice(0, MOST_COLUMNS).join(', ')
    : `${dimensions}-D`;
}

/** What is put behind the name, without what no name can have. */
function ownWord(
  held: ILikeness,
  now: ILikeness,
  trans: TranslationBundle
): string {
  const form = formOf(now);
  if (held.kind !== now.kind || !form) {
    return kindWord(now.kind, trans).toLowerCase();
  }
  return nameProblem(form) === null && !form.includes('/')
    ? form
    : trans.__('other columns');
}

/** The likeness of a name's latest version; undefined where there is none, or nobody can tell. */
async function likenessHeld(
  api: Pick<ApiClient, 'artifacts'>,
  name: string,
  run: string
): Promise<ILikeness | undefined> {
  try {
    const query = { run, name, limit: 1 };
    const { items } = await api.artifacts(query, AbortSignal.timeout(LOOK_MS));
    const latest = items[0];
    return latest && likenessOf(latest.kind, latest.preview);
  } catch (error) {
    // The save itself tells where the store cannot be reached.
    console.debug('Cellkeep: could not look what a name holds.', error);
    return undefined;
  }
}
