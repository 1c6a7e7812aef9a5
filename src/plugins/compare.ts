/**
 * The command that compares artifacts, and the tabs that it opens.
 */

import type { ILayoutRestorer, JupyterFrontEnd } from '@jupyterlab/application';
import {
  InputDialog,
  MainAreaWidget,
  WidgetTracker
} from '@jupyterlab/apputils';

import { asCellkeepError, CellkeepError } from '../protocol/errors';
import type { Artifact } from '../protocol/generated';
import { displayName } from '../ui/format';
import { artifactArgs, artifactIds } from './artifactCommands';
import { CommandIDs } from './commandIds';
import { CompareDocument } from './compareDocument';
import { tellFailure } from './tell';
import { type IDocumentParts, tabTitle } from './viewerServices';
import type { IWorkbench } from './workbench';

/** Artifacts that are offered to compare with. */
const MOST_CHOICES = 50;

/** Adds the command. */
export function addCompare(
  app: JupyterFrontEnd,
  parts: IDocumentParts,
  restorer: ILayoutRestorer | null
): void {
  const { workbench } = parts;
  const { cellkeep, trans } = workbench;
  const tracker = new WidgetTracker<MainAreaWidget<CompareDocument>>({
    namespace: 'cellkeep-compare'
  });
  app.commands.addCommand(CommandIDs.compare, {
    label: args =>
      artifactIds(args, workbench).length > 1
        ? trans.__('Compare')
        : trans.__('Compare with…'),
    caption: trans.__('See what differs between artifacts'),
    describedBy: { args: artifactArgs(trans) },
    isEnabled: args => artifactIds(args, workbench).length > 0,
    execute: async args => {
      try {
        const chosen = await Promise.all(
          artifactIds(args, workbench).map(id => cellkeep.catalog.fetch(id))
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
    command: CommandIDs.compare,
    args: ({ content }) => ({
      artifactIds: content.artifacts.map(({ id }) => id)
    }),
    name: ({ content }) => content.artifacts.map(({ id }) => id).join('-')
  });
}

/** Older ones first: what is after is compared with what was before. */
function inOrder(artifacts: readonly Artifact[]): Artifact[] {
  return [...artifacts].sort((one, other) =>
    one.stored_at.localeCompare(other.stored_at)
  );
}

/** Asks which of the other versions, or of the artifacts of the same kind, to compare with. */
async function askOther(
  artifact: Artifact,
  { cellkeep, trans }: IWorkbench
): Promise<Artifact | undefined> {
  const [named, alike] = await Promise.all([
    cellkeep.api.artifacts({
      q: artifact.name,
      kind: [artifact.kind],
      limit: MOST_CHOICES
    }),
    cellkeep.api.artifacts({ kind: [artifact.kind], limit: MOST_CHOICES })
  ]);
  const versions = named.items.filter(({ name }) => name === artifact.name);
  const choices = new Map<string, Artifact>();
  for (const other of [...versions, ...alike.items]) {
    if (other.id !== artifact.id) {
      const label = displayName(
        `${other.name} v${other.version} · ${other.run_name}`
      );
      choices.set(label, choices.get(label) ?? other);
    }
  }
  if (choices.size === 0) {
    throw new CellkeepError(
      'EMPTY_SELECTION',
      'There is nothing of its kind to compare it with.',
      {
        hint: 'Save another version, or select two artifacts.'
      }
    );
  }
  const { value } = await InputDialog.getItem({
    title: trans.__(
      'Compare %1 v%2 with',
      displayName(artifact.name),
      artifact.version
    ),
    items: [...choices.keys()],
    okLabel: trans.__('Compare')
  });
  return value === null ? undefined : choices.get(value);
}

function open(
  app: JupyterFrontEnd,
  parts: IDocumentParts,
  tracker: WidgetTracker<MainAreaWidget<CompareDocument>>,
  artifacts: readonly Artifact[]
): void {
  const key = artifacts.map(({ id }) => id).join('-');
  const known = tracker.find(({ id }) => id === `cellkeep-compare-${key}`);
  if (known) {
    app.shell.activateById(known.id);
    return;
  }
  const content = new CompareDocument(artifacts, parts);
  const widget = new MainAreaWidget({ content });
  widget.toolbar.hide();
  const titles = artifacts.map(tabTitle);
  widget.id = `cellkeep-compare-${key}`;
  widget.title.label = titles.join(' ↔ ');
  widget.title.caption = titles.join('\n');
  widget.title.closable = true;
  void tracker.add(widget);
  app.shell.add(widget, 'main');
  app.shell.activateById(widget.id);
}
