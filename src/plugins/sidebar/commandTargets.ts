/**
 * What a command is about: its arguments, else what the person points at.
 */

import type { TranslationBundle } from '@jupyterlab/translation';
import type {
  ReadonlyJSONObject,
  ReadonlyPartialJSONObject
} from '@lumino/coreutils';

import { wireFilter } from '../../model/view';
import type { IArtifactFilter } from '../../transport/queries';
import type { SidebarState } from './sidebarState';
import type { IWorkbench } from '../application/workbench';

/** Arguments of a command on a run. */
export function runArgs(trans: TranslationBundle): ReadonlyJSONObject {
  return { type: 'object', properties: runProperties(trans) };
}

/** The same, to go with others. */
export function runProperties(trans: TranslationBundle): ReadonlyJSONObject {
  return {
    runId: {
      type: 'string',
      description: trans.__('Id of the run; by default that of the menu')
    }
  };
}

/** The run that a command is about, with its name where that is known. */
export function runOf(
  { runId }: ReadonlyPartialJSONObject,
  { target }: SidebarState
): { readonly id: string; readonly name?: string } | undefined {
  if (typeof runId === 'string') {
    return { id: runId };
  }
  return target?.type === 'run'
    ? { id: target.run.run.id, name: target.run.run.name }
    : undefined;
}

/** Arguments of a command on what a search finds. */
export function filterArgs(trans: TranslationBundle): ReadonlyJSONObject {
  return { type: 'object', properties: filterProperties(trans) };
}

/** The same, to go with others. */
export function filterProperties(trans: TranslationBundle): ReadonlyJSONObject {
  return {
    filter: {
      type: 'object',
      description: trans.__(
        'The filter, as of the HTTP interface; by default what the sidebar searches for'
      )
    }
  };
}

/** The filter of what a command is about; one that narrows nothing where nobody searches. */
export function foundBy(
  { filter }: ReadonlyPartialJSONObject,
  { cellkeep }: IWorkbench
): IArtifactFilter {
  if (typeof filter === 'object' && filter !== null && !Array.isArray(filter)) {
    // The server refuses what it does not know: it never means more than was asked for.
    return filter as IArtifactFilter;
  }
  return wireFilter(cellkeep.catalog.snapshot.view.filter, Date.now());
}
