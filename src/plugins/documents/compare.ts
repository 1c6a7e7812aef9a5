/**
 * The commands that compare artifacts and runs.
 */
import type { ILayoutRestorer, JupyterFrontEnd } from '@jupyterlab/application';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';

import type { Artifact, RunInfo } from '../../protocol/generated';
import { absoluteTime } from '../../ui/format';
import { artifactArgs, artifactIds } from '../artifacts/artifactCommands';
import { CommandIDs } from '../application/commandIds';
import { CompareDocument } from './compareDocument';
import { CompareRunsDocument } from './compareRunsDocument';
import { addComparison, type IComparison } from './comparisons';
import { type IDocumentParts, tabTitle } from './viewerServices';
import type { IWorkbench } from '../application/workbench';

/** Artifacts that are offered to compare with. */
const MOST_ARTIFACTS = 50;
/** Runs that are offered. */
const MOST_RUNS = 200;

/** Adds the commands. */
export function addCompare(
  app: JupyterFrontEnd,
  parts: IDocumentParts,
  restorer: ILayoutRestorer | null
): void {
  const { trans } = parts.workbench;
  addComparison(app, restorer, trans, ofArtifacts(parts));
  addComparison(app, restorer, trans, ofRuns(app, parts));
}

function ofArtifacts(parts: IDocumentParts): IComparison<Artifact> {
  const { workbench } = parts;
  const { cellkeep, trans } = workbench;
  return {
    command: CommandIDs.compare,
    label: count =>
      count > 1 ? trans.__('Compare') : trans.__('Compare with…'),
    caption: trans.__('See what differs between artifacts'),
    args: artifactArgs(trans),
    ids: args => artifactIds(args, workbench),
    argsOf: ids => ({ artifactIds: [...ids] }),
    fetch: id => cellkeep.catalog.fetch(id),
    idOf: ({ id }) => id,
    timeOf: artifact => artifact.stored_at,
    titleOf: tabTitle,
    choices: async ({ name, kind }) => {
      const alike = { kind: [kind], limit: MOST_ARTIFACTS };
      const [versions, others] = await Promise.all([
        cellkeep.api.artifacts({ name, ...alike }),
        cellkeep.api.artifacts(alike)
      ]);
      return [...versions.items, ...others.items].map(other => [
        `${other.name} v${other.version} · ${other.run_name}`,
        other
      ]);
    },
    nothing: {
      message: 'There is nothing of its kind to compare it with.',
      hint: 'Save another version, or select two artifacts.'
    },
    content: artifacts => new CompareDocument(artifacts, parts)
  };
}

function ofRuns(
  app: JupyterFrontEnd,
  parts: IDocumentParts
): IComparison<RunInfo> {
  const { workbench } = parts;
  const { cellkeep, trans } = workbench;
  return {
    command: CommandIDs.compareRuns,
    label: count =>
      count > 1 ? trans.__('Compare Runs') : trans.__('Compare Run with…'),
    caption: trans.__('See what differs between runs'),
    args: {
      type: 'object',
      properties: {
        runIds: {
          type: 'array',
          items: { type: 'string' },
          description: trans.__(
            'Ids of the runs; by default the one of the menu'
          )
        }
      }
    },
    ids: args => runIds(args, workbench),
    argsOf: ids => ({ runIds: [...ids] }),
    fetch: id => cellkeep.api.run(id),
    idOf: ({ run }) => run.id,
    timeOf: ({ run }) => run.created_at,
    titleOf: ({ run }) => run.name,
    choices: async () => {
      const { items } = await cellkeep.api.runs({ limit: MOST_RUNS });
      return items.map(other => [
        `${other.run.name} · ${absoluteTime(other.updated_at)}`,
        other
      ]);
    },
    nothing: {
      message: 'There is no other run to compare it with.',
      hint: 'Save something in another notebook or run.'
    },
    content: runs =>
      new CompareRunsDocument(
        runs.map(({ run }) => run.id),
        parts,
        artifacts => {
          const command =
            artifacts.length > 1 ? CommandIDs.compare : CommandIDs.openArtifact;
          void app.commands.execute(command, {
            artifactIds: artifacts.map(({ id }) => id)
          });
        }
      )
  };
}

function runIds(
  args: ReadonlyPartialJSONObject,
  { sidebar }: IWorkbench
): readonly string[] {
  if (Array.isArray(args['runIds'])) {
    return args['runIds'].filter(id => typeof id === 'string');
  }
  const { target } = sidebar;
  return target?.type === 'run' ? [target.run.run.id] : [];
}
