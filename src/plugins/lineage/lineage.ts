/**
 * The command that shows what was made from what, and the tabs that it opens.
 */

import {
  ILabShell,
  ILayoutRestorer,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import {
  DOMUtils,
  ICommandPalette,
  type MainAreaWidget,
  WidgetTracker
} from '@jupyterlab/apputils';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';

import { asCellkeepError } from '../../protocol/errors';
import { StoreEvents } from '../../transport/events';
import { displayName } from '../../ui/format';
import { lineageIcon } from '../../ui/icons';
import { artifactArgs, artifactIds } from '../artifacts/artifactCommands';
import { CommandIDs } from '../application/commandIds';
import { LineageDocument } from './lineageDocument';
import { asTab, showTab } from '../application/tabs';
import { tellFailure } from '../application/tell';
import { IWorkbench } from '../application/workbench';

type LineageTracker = WidgetTracker<MainAreaWidget<LineageDocument>>;

/** Lineages in tabs of the main area. */
export const lineagePlugin: JupyterFrontEndPlugin<void> = {
  id: 'cellkeep:lineage',
  description: 'Shows what was made from what, across runs and notebooks.',
  autoStart: true,
  requires: [IWorkbench],
  optional: [ILabShell, ILayoutRestorer, ICommandPalette],
  activate: (
    app: JupyterFrontEnd,
    workbench: IWorkbench,
    labShell: ILabShell | null,
    restorer: ILayoutRestorer | null,
    palette: ICommandPalette | null
  ) => {
    const { cellkeep, trans } = workbench;
    const tracker: LineageTracker = new WidgetTracker({
      namespace: 'cellkeep-lineage'
    });
    app.commands.addCommand(CommandIDs.lineage, {
      label: trans.__('Show Lineage'),
      caption: trans.__('See what it was made from, and what was made from it'),
      icon: lineageIcon,
      describedBy: { args: artifactArgs(trans) },
      // Notebook 7 has one document to a page, and this would take its place.
      isVisible: () => labShell !== null,
      isEnabled: args =>
        labShell !== null && artifactIds(args, workbench).length > 0,
      execute: async args => {
        try {
          const id = artifactIds(args, workbench).at(-1);
          if (id !== undefined) {
            // What is not there is said at once, and not in an empty tab.
            await cellkeep.catalog.fetch(id);
            open(app, workbench, tracker, id, expandedOf(args));
          }
        } catch (error) {
          tellFailure(asCellkeepError(error), trans);
        }
      }
    });
    palette?.addItem({
      command: CommandIDs.lineage,
      category: trans.__('Cellkeep')
    });
    void restorer?.restore(tracker, {
      command: CommandIDs.lineage,
      args: ({ content }) => {
        const { expanded, root } = content.model.snapshot;
        return { artifactId: root, expanded };
      },
      name: ({ content }) => content.model.snapshot.root
    });
  }
};

function open(
  app: JupyterFrontEnd,
  workbench: IWorkbench,
  tracker: LineageTracker,
  root: string,
  expanded: readonly string[]
): void {
  const known = tracker.find(
    ({ content }) => content.model.snapshot.root === root
  );
  if (known) {
    app.shell.activateById(known.id);
    return;
  }
  const { trans } = workbench;
  const content = new LineageDocument({
    parts: { workbench, editors: null, markdown: null },
    commands: app.commands,
    events: new StoreEvents(app.serviceManager.events),
    root,
    expanded
  });
  const widget = asTab(content, DOMUtils.createDomID());
  widget.title.icon = lineageIcon;
  const entitle = (): void => {
    const { graph, root: shown } = content.model.snapshot;
    const node = graph?.nodes.get(shown);
    widget.title.label = node
      ? trans.__(
          'Lineage of %1 v%2',
          displayName(node.name.split('/').at(-1) ?? node.name),
          node.version
        )
      : trans.__('Lineage');
    widget.title.caption = node ? displayName(node.name) : '';
  };
  entitle();
  content.model.stateChanged.connect(() => {
    entitle();
    void tracker.save(widget);
  });
  showTab(app, tracker, widget);
}

/** What was expanded, from the arguments of the command that opens a tab again. */
function expandedOf({
  expanded
}: ReadonlyPartialJSONObject): readonly string[] {
  return Array.isArray(expanded)
    ? expanded.filter(id => typeof id === 'string')
    : [];
}
