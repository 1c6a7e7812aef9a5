/**
 * The words for what the protocol names, each a whole literal that translators find and that is
 * looked up when it is shown: rows are drawn often.
 */
import type { TranslationBundle } from '@jupyterlab/translation';
import type {
  Category,
  ErrorCode,
  Provenance,
  Route,
  ShareLevel,
  StorePlace,
  TransferState,
  TransferStatus
} from '../protocol/generated';
import { aliasProblem, tagProblem } from '../protocol/labels';
import { LIMITS } from '../protocol/limits.generated';
import type { HelperState } from './props';

/** The name of a kind; a kind that third parties added is its own name. */
export function kindWord(kind: string, trans: TranslationBundle): string {
  return KINDS.get(kind)?.(trans) ?? kind;
}

const KINDS = new Map<string, (trans: TranslationBundle) => string>([
  ['array', trans => trans.__('Array')],
  ['table', trans => trans.__('Table')],
  ['tensors', trans => trans.__('Tensors')],
  ['model', trans => trans.__('Model')],
  ['figure', trans => trans.__('Figure')],
  ['plotly', trans => trans.__('Plotly figure')],
  ['chart', trans => trans.__('Chart')],
  ['image', trans => trans.__('Image')],
  ['output', trans => trans.__('Output')],
  ['html', trans => trans.__('HTML')],
  ['json', trans => trans.__('JSON')],
  ['text', trans => trans.__('Text')],
  ['code', trans => trans.__('Code')],
  ['notebook', trans => trans.__('Notebook')],
  ['pdf', trans => trans.__('PDF')],
  ['audio', trans => trans.__('Audio')],
  ['video', trans => trans.__('Video')],
  ['archive', trans => trans.__('Archive')],
  ['pickle', trans => trans.__('Pickle')],
  ['file', trans => trans.__('File')]
]);

/** What people call one of two stores. */
export function placeWord(place: StorePlace, trans: TranslationBundle): string {
  return place === 'here' ? trans.__('Mine here') : trans.__('Team');
}

/** Where a copy goes: a tracker, or the other store; undefined for saves. */
export function copyGoal(
  { mirror, to }: Pick<TransferStatus, 'mirror' | 'to'>,
  trans: TranslationBundle
): string | undefined {
  return mirror ?? (to && placeWord(to, trans));
}

/** Why a save failed, short enough for a row; undefined where only the message says it. */
export function reasonWord(
  code: ErrorCode,
  trans: TranslationBundle
): string | undefined {
  const words: Readonly<Partial<Record<ErrorCode, () => string>>> = {
    STORE_FULL: () => trans.__('store full'),
    QUOTA_REACHED: () => trans.__('quota reached'),
    STORE_UNREACHABLE: () => trans.__('server unreachable'),
    MIRROR_UNREACHABLE: () => trans.__('mirror unreachable'),
    TIMEOUT: () => trans.__('timed out'),
    CATALOG_BUSY: () => trans.__('store busy'),
    FILE_CHANGED: () => trans.__('file changed'),
    FILE_NOT_FOUND: () => trans.__('not found'),
    TOO_LARGE: () => trans.__('too large'),
    FORBIDDEN: () => trans.__('not allowed'),
    DIGEST_MISMATCH: () => trans.__('damaged'),
    SIZE_MISMATCH: () => trans.__('damaged'),
    CHECKSUM_MISMATCH: () => trans.__('damaged'),
    INTERNAL: () => trans.__('server error')
  };
  return words[code]?.();
}

/** The name of a category. */
export function categoryWord(
  category: Category,
  trans: TranslationBundle
): string {
  const words: Readonly<Record<Category, () => string>> = {
    code: () => trans.__('code'),
    input: () => trans.__('input'),
    output: () => trans.__('output')
  };
  return words[category]();
}

/** The state of a save, in one word. */
export function stateWord(
  state: TransferState,
  trans: TranslationBundle
): string {
  const words: Readonly<Record<TransferState, () => string>> = {
    queued: () => trans.__('queued'),
    hashing: () => trans.__('hashing'),
    uploading: () => trans.__('uploading'),
    verifying: () => trans.__('verifying'),
    stored: () => trans.__('stored'),
    paused: () => trans.__('paused'),
    cancelled: () => trans.__('cancelled'),
    failed: () => trans.__('failed')
  };
  return words[state]();
}

/** Where an artifact came from: "from cell [7] of analysis.ipynb". */
export function provenanceWords(
  provenance: Provenance,
  trans: TranslationBundle
): string {
  const { execution_count: count, notebook, original_path: path } = provenance;
  const file = notebook?.split('/').pop();
  if (file !== undefined && count !== undefined) {
    return trans.__('from cell [%1] of %2', count, file);
  }
  if (file !== undefined) {
    return trans.__('from %1', file);
  }
  if (path !== undefined) {
    return trans.__('from %1', path);
  }
  if (count !== undefined) {
    return trans.__('from cell [%1]', count);
  }
  return howSaved(provenance.via, trans);
}

function howSaved(via: Provenance['via'], trans: TranslationBundle): string {
  const words: Readonly<Record<Provenance['via'], () => string>> = {
    save: () => trans.__('saved by code'),
    magic: () => trans.__('saved by a magic command'),
    output: () => trans.__('saved from an output'),
    auto: () => trans.__('saved automatically'),
    cell: () => trans.__('saved from a cell'),
    drop: () => trans.__('dropped on the sidebar'),
    upload: () => trans.__('uploaded'),
    cli: () => trans.__('saved from the command line'),
    contents: () => trans.__('saved from the file browser')
  };
  return words[via]();
}

/** How bytes travel, or came: "over HTTP". */
export function routeWords(route: Route, trans: TranslationBundle): string {
  const words: Readonly<Record<Route, () => string>> = {
    have: () => trans.__('already in the store'),
    comm: () => trans.__('through the browser'),
    store: () => trans.__('written to disk'),
    http: () => trans.__('over HTTP'),
    spool: () => trans.__('waiting in the spool')
  };
  return words[route]();
}

/** What keeps a text from being an alias; null for a good one. */
export function aliasProblemWords(
  alias: string,
  trans: TranslationBundle
): string | null {
  switch (aliasProblem(alias)) {
    case 'reserved':
      return trans.__('The newest version always has this alias.');
    case 'version':
      return trans.__('This is how versions are named.');
    case 'form':
      return trans.__(
        "Use up to 64 of a-z, 0-9, '.', '_' and '-', a letter first."
      );
    case null:
      return null;
  }
}

/** What keeps a text from being one more tag; null for a good one. */
export function tagProblemWords(
  tag: string,
  present: number,
  trans: TranslationBundle
): string | null {
  if (present >= LIMITS.tags) {
    return trans.__('There can be at most %1 tags.', LIMITS.tags);
  }
  switch (tagProblem(tag)) {
    case 'empty':
      return trans.__('A tag needs at least one character.');
    case 'long':
      return trans.__(
        'A tag has at most %1 characters.',
        LIMITS.tag_characters
      );
    case 'unprintable':
      return trans.__('It contains a character that cannot be displayed.');
    case null:
      return null;
  }
}

/** What is less without the helper, and what to run in a cell; undefined where nothing is to be done. */
export function helperWords(
  state: HelperState | undefined,
  trans: TranslationBundle
): { message: string; code: string } | undefined {
  switch (state) {
    case 'missing':
      return {
        message: trans.__(
          'The kernel does not have Cellkeep: outputs are saved as displayed. To save whole objects, run this in a cell, and then the cell of the output again:'
        ),
        code: '%pip install cellkeep'
      };
    case 'failed':
      return {
        message: trans.__(
          'Cellkeep does not work in the kernel: outputs are saved as displayed. To see why, run this in a cell:'
        ),
        code: 'import cellkeep'
      };
    case 'off':
      return {
        message: trans.__(
          'Cellkeep is not loaded in the kernel: outputs are saved as displayed. To save whole objects, run this in a cell, and then the cell of the output again:'
        ),
        code: '%load_ext cellkeep'
      };
    default:
      return undefined;
  }
}

/** What somebody may do with a run. */
export function levelWord(level: ShareLevel, trans: TranslationBundle): string {
  const words: Readonly<Record<ShareLevel, () => string>> = {
    view: () => trans.__('may view'),
    add: () => trans.__('may add'),
    manage: () => trans.__('may manage'),
    own: () => trans.__('owner')
  };
  return words[level]();
}

/** The same as a sentence. */
export function levelHint(level: ShareLevel, trans: TranslationBundle): string {
  const words: Readonly<Record<ShareLevel, () => string>> = {
    view: () => trans.__('Who may view can list, open and load.'),
    add: () => trans.__('Who may add can also save into the run.'),
    manage: () => trans.__('Who may manage can also rename, delete and share.'),
    own: () => trans.__('The owner can also give it away.')
  };
  return words[level]();
}
