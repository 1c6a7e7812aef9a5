/**
 * The commands that compare artifacts and runs.
 */
import {
  ILabShell,
  ILayoutRestorer,
  type JupyterFrontEnd
} from '@jupyterlab/application';
import { IEditorServices } from '@jupyterlab/codeeditor';

import type { Artifact, RunInfo } from '../../protocol/generated';
import { absoluteTime } from '../../ui/format';
import { runWords } from '../../ui/runWords';
import { artifactPlugin } from '../application/artifactPlugin';
import { CommandIDs } from '../application/commandIds';
import { actionOf, onArtifacts } from '../application/commands';
import {
  artifactIds,
  onSelected,
  runOf,
  textsIn
} from '../application/commandTargets';
import { CompareDocument } from './compareDocument';
import { CompareRunsDocument } from './compareRunsDocument';
import { addComparison, type IComparison } from './comparisons';
import { type IDocumentParts, tabTitle } from './viewerServices';

/** Artifacts that are offered to compare with. */
const MOST_ARTIFACTS = 50;
/** Runs that are offered. */
const MOST_RUNS = 200;
/** Runs whose names stand in the title of their tab. */
const MOST_TITLED = 3;

/** Comparisons in tabs of the main area. */
export const comparePlugin = artifactPlugin({
  id: 'cellkeep:compare',
  description: 'Compares artifacts, and runs.',
  optional: [ILabShell, ILayoutRestorer, IEditorServices],
  activate: ({ app, add, services }, labShell, restorer, editors) => {
    const parts: IDocumentParts = { services, editors };
    const kept = labShell ? restorer : null;
    addComparison(app, add, kept, services, ofArtifacts(app, parts));
    addComparison(app, add, kept, services, ofRuns(app, parts));
  }
});

/** What a comparison reads is in the store that it was opened from, whichever is shown later. */
function fixed(parts: IDocumentParts): IDocumentParts {
  const { cellkeep } = parts.services;
  const services = { ...parts.services, cellkeep: cellkeep.at(cellkeep.place) };
  return { ...parts, services };
}

function ofArtifacts(
  { commands }: JupyterFrontEnd,
  parts: IDocumentParts
): IComparison<Artifact> {
  const { cellkeep, sidebar, trans } = parts.services;
  return {
    command: CommandIDs.compare,
    label: count =>
      count > 1 ? trans.__('Compare') : trans.__('Compare with…'),
    caption: trans.__('See what differs between artifacts'),
    ...onSelected(parts.services),
    ids: args => artifactIds(args, { sidebar }),
    inPalette: true,
    argsOf: ids => ({ artifactIds: [...ids] }),
    fetch: id => cellkeep.catalog.fetch(id),
    idOf: ({ id }) => id,
    // Versions that were committed together have one time.
    timeOf: ({ stored_at, version }) =>
      `${stored_at} ${String(version).padStart(16, '0')}`,
    titleOf: tabTitle,
    tabTitle: artifacts => {
      const [first] = artifacts;
      const isOneName = artifacts.every(({ name }) => name === first?.name);
      const versions = artifacts.map(({ version }) => `v${version}`);
      return first && isOneName
        ? `${tabTitle(first)} ↔ ${versions.slice(1).join(' ↔ ')}`
        : artifacts.map(tabTitle).join(' ↔ ');
    },
    choices: async ({ name, kind }) => {
      const alike = { kind: [kind], limit: MOST_ARTIFACTS };
      const [versions, others] = await Promise.all([
        cellkeep.api.artifacts({ name, ...alike }),
        cellkeep.api.artifacts(alike)
      ]);
      return [...versions.items, ...others.items].map(other => [
        `${other.name} v${other.version} · ${other.run_name} · ${absoluteTime(other.stored_at)}`,
        other
      ]);
    },
    nothing: {
      message: 'There is nothing of its kind to compare it with.',
      hint: 'Save another version, or select two artifacts.'
    },
    content: (artifacts, saved) =>
      new CompareDocument(artifacts, fixed(parts), saved, commands)
  };
}

function ofRuns(
  app: JupyterFrontEnd,
  parts: IDocumentParts
): IComparison<RunInfo> {
  const { cellkeep, sidebar, trans } = parts.services;
  return {
    command: CommandIDs.compareRuns,
    label: count =>
      count > 1 ? trans.__('Compare Runs') : trans.__('Compare Run with…'),
    caption: trans.__('See what differs between runs'),
    whyNot: trans.__('Choose a run in the sidebar first'),
    args: {
      runIds: {
        type: 'array',
        items: { type: 'string' },
        description: trans.__('Ids of the runs; by default the one of the menu')
      }
    },
    ids: args => {
      const run = runOf({}, sidebar);
      return textsIn(args['runIds']) ?? (run ? [run.id] : []);
    },
    argsOf: ids => ({ runIds: [...ids] }),
    fetch: id => cellkeep.api.run(id),
    idOf: ({ run }) => run.id,
    timeOf: ({ run }) => run.created_at,
    titleOf: ({ run }) => runWords(run),
    tabTitle: runs =>
      runs.length > MOST_TITLED
        ? trans.__('Compare %1 Runs', runs.length)
        : runs.map(({ run }) => run.name).join(' ↔ '),
    choices: async () => {
      const { items } = await cellkeep.api.runs({ limit: MOST_RUNS });
      return items.map(other => [runWords(other.run), other]);
    },
    nothing: {
      message: 'There is no other run to compare it with.',
      hint: 'Save something in another notebook or run.'
    },
    content: (runs, saved) =>
      new CompareRunsDocument(
        runs.map(({ run }) => run.id),
        fixed(parts),
        saved,
        artifacts => {
          const command =
            artifacts.length > 1 ? CommandIDs.compare : CommandIDs.openArtifact;
          actionOf(app.commands, command, onArtifacts)?.(artifacts);
        }
      )
  };
}
