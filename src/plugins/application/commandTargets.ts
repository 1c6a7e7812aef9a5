/**
 * What a command is about: its arguments, else what the person points at.
 */

import type { TranslationBundle } from '@jupyterlab/translation';
import type {
  ReadonlyJSONObject,
  ReadonlyPartialJSONObject
} from '@lumino/coreutils';

import { wireFilter } from '../../model/view';
import type { Artifact, RunInfo } from '../../protocol/generated';
import type { IArtifactFilter } from '../../transport/queries';
import type { IServices } from './services';
import type { SidebarState } from './sidebarState';

/** Arguments of a command on artifacts. */
export function artifactArgs(trans: TranslationBundle): ReadonlyJSONObject {
  return {
    artifactId: trans.__('Id of the artifact; by default the selected ones'),
    artifactIds: {
      type: 'array',
      items: { type: 'string' },
      description: trans.__('Ids of several artifacts')
    }
  };
}

/** The artifacts that the arguments name; undefined where they name none. */
export function namedIds({
  artifactId,
  artifactIds
}: ReadonlyPartialJSONObject): readonly string[] | undefined {
  return typeof artifactId === 'string' ? [artifactId] : textsIn(artifactIds);
}

/** The artifacts that a command is about: its arguments, else what is selected. */
export function artifactIds(
  args: ReadonlyPartialJSONObject,
  { sidebar }: Pick<IServices, 'sidebar'>
): readonly string[] {
  return namedIds(args) ?? sidebar.snapshot.selection;
}

/** What the commands on artifacts have in common: what they take, and when. */
export function onSelected({
  sidebar,
  trans
}: Pick<IServices, 'sidebar' | 'trans'>) {
  return {
    args: artifactArgs(trans),
    whyNot: trans.__('Select an artifact in the sidebar first'),
    isEnabled: (args: ReadonlyPartialJSONObject) =>
      artifactIds(args, { sidebar }).length > 0
  };
}

/** A command that does something with each artifact it is about: what takes them, and when. */
export function withArtifacts(
  services: IServices,
  action: (artifact: Artifact) => unknown
) {
  return {
    ...onSelected(services),
    execute: async (args: ReadonlyPartialJSONObject): Promise<void> => {
      for (const id of artifactIds(args, services)) {
        await action(await services.cellkeep.catalog.fetch(id));
      }
    }
  };
}

/** The same for one artifact. Of several selected ones it is the last, whose details are shown. */
export function withArtifact(
  services: IServices,
  action: (artifact: Artifact, args: ReadonlyPartialJSONObject) => unknown
) {
  return {
    ...onSelected(services),
    execute: async (args: ReadonlyPartialJSONObject): Promise<void> => {
      const id = artifactIds(args, services).at(-1);
      if (id !== undefined) {
        await action(await services.cellkeep.catalog.fetch(id), args);
      }
    }
  };
}

/** Arguments of a command on a run. */
export function runArgs(trans: TranslationBundle): ReadonlyJSONObject {
  return {
    runId: trans.__('Id of the run; by default that of the menu')
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

/** What the commands on a run of the sidebar have in common. */
export function onRun({
  sidebar,
  trans
}: Pick<IServices, 'sidebar' | 'trans'>) {
  return {
    args: runArgs(trans),
    isEnabled: (args: ReadonlyPartialJSONObject) =>
      runOf(args, sidebar) !== undefined,
    whyNot: trans.__('Choose a run in the sidebar first')
  };
}

/** Arguments of a command on a run, be it that of the selected artifact. */
export function anyRunArgs(trans: TranslationBundle): ReadonlyJSONObject {
  return {
    runId: trans.__(
      'Id of the run; by default that of the menu, or of the selected artifact'
    ),
    artifactId: trans.__('Id of the selected artifact, whose run is meant')
  };
}

/** The run that such a command is about, with what is known of it without asking. */
export function anyRunOf(
  args: ReadonlyPartialJSONObject,
  { cellkeep, sidebar }: Pick<IServices, 'cellkeep' | 'sidebar'>
): (Pick<RunInfo, 'level' | 'owner'> & { readonly id: string }) | undefined {
  const { artifact } = cellkeep.selection.snapshot;
  const id =
    args['artifactId'] === undefined
      ? (runOf(args, sidebar)?.id ?? artifact?.run_id)
      : args['artifactId'] === artifact?.id
        ? artifact?.run_id
        : undefined;
  const known = cellkeep.catalog.snapshot.runs.find(({ run }) => run.id === id);
  return id === undefined ? undefined : { ...known, id };
}

/** Arguments of a command on what a search finds. */
export function filterArgs(trans: TranslationBundle): ReadonlyJSONObject {
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
  { cellkeep }: Pick<IServices, 'cellkeep'>
): IArtifactFilter {
  if (typeof filter === 'object' && filter !== null && !Array.isArray(filter)) {
    // The server refuses what it does not know: it never means more than was asked for.
    return filter as IArtifactFilter;
  }
  return wireFilter(cellkeep.catalog.snapshot.view.filter, Date.now());
}

/** A text among a command's arguments. */
export function textOf(
  args: ReadonlyPartialJSONObject,
  key: string
): string | undefined {
  const text = args[key];
  return typeof text === 'string' ? text : undefined;
}

/** The texts of a list; undefined where it is none. */
export function textsIn(value: unknown): string[] | undefined {
  return Array.isArray(value)
    ? value.filter(one => typeof one === 'string')
    : undefined;
}
