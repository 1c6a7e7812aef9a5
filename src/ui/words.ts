/**
 * The words for what the protocol names: one switch each, so that translators find whole literals.
 */
import type { TranslationBundle } from '@jupyterlab/translation';
import type {
  Category,
  ErrorCode,
  Provenance,
  Route,
  TransferState
} from '../protocol/generated';
import {
  aliasProblem,
  MAX_TAG_CHARACTERS,
  MAX_TAGS,
  tagProblem
} from '../protocol/labels';

/** The name of a kind; a kind that third parties added is its own name. */
export function kindWord(kind: string, trans: TranslationBundle): string {
  switch (kind) {
    case 'array':
      return trans.__('Array');
    case 'table':
      return trans.__('Table');
    case 'tensors':
      return trans.__('Tensors');
    case 'figure':
      return trans.__('Figure');
    case 'plotly':
      return trans.__('Plotly figure');
    case 'image':
      return trans.__('Image');
    case 'output':
      return trans.__('Output');
    case 'html':
      return trans.__('HTML');
    case 'json':
      return trans.__('JSON');
    case 'text':
      return trans.__('Text');
    case 'code':
      return trans.__('Code');
    case 'notebook':
      return trans.__('Notebook');
    case 'pdf':
      return trans.__('PDF');
    case 'audio':
      return trans.__('Audio');
    case 'video':
      return trans.__('Video');
    case 'archive':
      return trans.__('Archive');
    case 'pickle':
      return trans.__('Pickle');
    case 'file':
      return trans.__('File');
    default:
      return kind;
  }
}

/** Why a save failed, short enough for a row; undefined where only the message says it. */
export function reasonWord(
  code: ErrorCode,
  trans: TranslationBundle
): string | undefined {
  switch (code) {
    case 'STORE_FULL':
      return trans.__('no room');
    case 'STORE_UNREACHABLE':
      return trans.__('server away');
    case 'TIMEOUT':
      return trans.__('no answer');
    case 'CATALOG_BUSY':
      return trans.__('store busy');
    case 'FILE_CHANGED':
      return trans.__('file changed');
    case 'FILE_NOT_FOUND':
      return trans.__('not found');
    case 'TOO_LARGE':
      return trans.__('too large');
    case 'FORBIDDEN':
      return trans.__('not allowed');
    case 'DIGEST_MISMATCH':
    case 'SIZE_MISMATCH':
    case 'CHECKSUM_MISMATCH':
      return trans.__('damaged');
    case 'INTERNAL':
      return trans.__('server error');
    default:
      return undefined;
  }
}

/** The name of a category. */
export function categoryWord(
  category: Category,
  trans: TranslationBundle
): string {
  switch (category) {
    case 'code':
      return trans.__('code');
    case 'input':
      return trans.__('input');
    case 'output':
      return trans.__('output');
  }
}

/** The state of a save, in one word. */
export function stateWord(
  state: TransferState,
  trans: TranslationBundle
): string {
  switch (state) {
    case 'queued':
      return trans.__('queued');
    case 'hashing':
      return trans.__('hashing');
    case 'uploading':
      return trans.__('uploading');
    case 'verifying':
      return trans.__('verifying');
    case 'stored':
      return trans.__('stored');
    case 'paused':
      return trans.__('paused');
    case 'cancelled':
      return trans.__('cancelled');
    case 'failed':
      return trans.__('failed');
  }
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
  switch (via) {
    case 'save':
      return trans.__('saved by code');
    case 'magic':
      return trans.__('saved by a magic command');
    case 'output':
      return trans.__('kept from an output');
    case 'auto':
      return trans.__('kept automatically');
    case 'cell':
      return trans.__('kept from a cell');
    case 'drop':
      return trans.__('dropped on the sidebar');
    case 'upload':
      return trans.__('uploaded');
    case 'cli':
      return trans.__('saved from the command line');
    case 'contents':
      return trans.__('saved from the file browser');
  }
}

/** How bytes travel, or came: "by http". */
export function routeWords(route: Route, trans: TranslationBundle): string {
  switch (route) {
    case 'have':
      return trans.__('was there already');
    case 'comm':
      return trans.__('by this page');
    case 'store':
      return trans.__('by disk');
    case 'http':
      return trans.__('by http');
    case 'spool':
      return trans.__('waits in the spool');
  }
}

/** What keeps a text from being an alias; null for a good one. */
export function aliasProblemWords(
  alias: string,
  trans: TranslationBundle
): string | null {
  switch (aliasProblem(alias)) {
    case 'reserved':
      return trans.__('The newest version is called that by itself.');
    case 'version':
      return trans.__('That is how the versions themselves are called.');
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
  if (present >= MAX_TAGS) {
    return trans.__('There are %1 tags, the most there can be.', MAX_TAGS);
  }
  switch (tagProblem(tag)) {
    case 'empty':
      return trans.__('A tag has a character at least.');
    case 'long':
      return trans.__('A tag has at most %1 characters.', MAX_TAG_CHARACTERS);
    case 'unprintable':
      return trans.__('It holds a character that cannot be shown.');
    case null:
      return null;
  }
}
