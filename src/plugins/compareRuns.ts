/**
 * The command that compares runs, and the tabs that it opens.
 */
import type { ILayoutRestorer, JupyterFrontEnd } from '@jupyterlab/application';
import {
  InputDialog,
  MainAreaWidget,
  WidgetTracker
} from '@jupyterlab/apputils';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';

import { asCellkeepError, CellkeepError } from '../protocol/errors';
import type { RunInfo } from '../protocol/generated';
import { absoluteTime, displayName } from '../ui/format';
import { CommandIDs } from './commandIds';
import { CompareRunsDocument } from './compareRunsDocument';
import { tellFailure } from './tell';
import type { IDocumentParts } from './viewerServices';
import type { IWorkbench } from './workbench';

/** Runs that are offered to compare with. */
const MOST_CHOICES = 200;

/** Adds the command. */
export function addCompareRuns(
  app: JupyterFrontEnd,
  parts: IDocumentParts,
  restorer: ILayoutRestorer | null
): void {
  const { workbench } = parts;
  const { cellkeep, trans } = workbench;
  const tracker = new WidgetTracker<MainAreaWidget<CompareRunsDocument>>({
    namespace: 'cellkeep-compare-runs'
  });
  app.commands.addCommand(CommandIDs.compareRuns, {
    label: args =>
      runIds(args, workbench).length > 1
        ? trans.__('Compare Runs')
        : trans.__('Compare Run with…'),
    caption: trans.__('See what differs between runs'),
    describedBy: {
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
      }
    },
    isEnabled: args => runIds(args, workbench).length > 0,
    execute: async args => {
      try {
        const chosen = await Promise.all(
          runIds(args, workbench).map(id => cellkeep.api.run(id))
        );
        const [first] = chosen;
        if (first && chosen.length === 1) {
          const other = await askOther(first, workbench);
          if (!other) {
            return;
          }
          chosen.push(other);
        }
        open(app, parts, tracker, inOrder(chosen));
      } catch (error) {
        tellFailure(asCellkeepError(error), trans);
      }
    }
  });
  void restorer?.restore(tracker, {
    command: CommandIDs.compareRuns,
    args: ({ content }) => ({ runIds: [...content.runIds] }),
    name: ({ content }) => content.runIds.join('-')
  });
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

/** Older ones first, as with artifacts. */
function inOrder(runs: readonly RunInfo[]): RunInfo[] {
  return [...runs].sort((one, other) =>
    one.run.created_at.localeCompare(other.run.created_at)
  );
}

async function askOther(
  { run }: RunInfo,
  { cellkeep, trans }: IWorkbench
): Promise<RunInfo | undefined> {
  const { items } = await cellkeep.api.runs({ limit: MOST_CHOICES });
  const choices = new Map(
    items
      .filter(other => other.run.id !== run.id)
      .map(other => [
        displayName(`${other.run.name} · ${absoluteTime(other.updated_at)}`),
        other
      ])
  );
  if (choices.size === 0) {
    throw new CellkeepError(
      'EMPTY_SELECTION',
      'There is no other run to compare it with.',
      { hint: 'Save something in another notebook or run.' }
    );
  }
  const { value } = await InputDialog.getItem({
    title: trans.__('Compare %1 with', displayName(run.name)),
    items: [...choices.keys()],
    okLabel: trans.__('Compare')
  });
  return value === null ? undefined : choices.get(value);
}

function open(
  app: JupyterFrontEnd,
  parts: IDocumentParts,
  tracker: WidgetTracker<MainAreaWidget<CompareRunsDocument>>,
  runs: readonly RunInfo[]
): void {
  const ids = runs.map(({ run }) => run.id);
  const id = `cellkeep-compare-runs-${ids.join('-')}`;
  if (tracker.find(known => known.id === id)) {
    app.shell.activateById(id);
    return;
  }
  const content = new CompareRunsDocument(ids, parts, artifacts => {
    const command =
      artifacts.length > 1 ? CommandIDs.compare : CommandIDs.openArtifact;
    void app.commands.execute(command, {
      artifactIds: artifacts.map(artifact => artifact.id)
    });
  });
  const widget = new MainAreaWidget({ content });
  widget.toolbar.hide();
  const titles = runs.map(({ run }) => displayName(run.name));
  widget.id = id;
  widget.title.label = titles.join(' ↔ ');
  widget.title.caption = titles.join('\n');
  widget.title.closable = true;
  void tracker.add(widget);
  app.shell.add(widget, 'main');
  app.shell.activateById(widget.id);
}
