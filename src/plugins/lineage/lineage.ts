/**
 * The command that shows what was made from what, and the tabs that it opens.
 */

import { ILabShell, ILayoutRestorer } from '@jupyterlab/application';
import { DOMUtils, type MainAreaWidget } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';

import { StoreEvents } from '../../transport/events';
import { displayName } from '../../ui/format';
import { lineageIcon } from '../../ui/icons';
import { artifactPlugin } from '../application/artifactPlugin';
import { CommandIDs } from '../application/commandIds';
import {
  artifactIds,
  onSelected,
  textsIn
} from '../application/commandTargets';
import { KeptTabs } from '../application/keptTabs';
import { asTab } from '../application/tabs';
import { LineageDocument } from './lineageDocument';

/** Lineages in tabs of the main area. */
export const lineagePlugin = artifactPlugin({
  id: 'cellkeep:lineage',
  description: 'Shows what was made from what, across runs and notebooks.',
  optional: [ILabShell, ILayoutRestorer],
  activate: ({ app, add, services }, labShell, restorer) => {
    const { cellkeep, trans } = services;
    const tabs = new KeptTabs<LineageDocument>({
      app,
      services,
      restorer: labShell && restorer,
      namespace: 'cellkeep-lineage',
      command: CommandIDs.lineage,
      argsOf: ({ model: { snapshot } }) => ({
        artifactId: snapshot.root,
        expanded: snapshot.expanded
      }),
      nameOf: ({ model }) => model.snapshot.root
    });
    add(CommandIDs.lineage, {
      ...onSelected(services),
      label: trans.__('Show Lineage'),
      caption: trans.__(
        'Show what an artifact was made from, and what was made from it'
      ),
      icon: lineageIcon,
      inPalette: true,
      execute: async args => {
        const root = artifactIds(args, services).at(-1);
        if (root === undefined) {
          return;
        }
        await tabs.open(args, {
          store: cellkeep.at(cellkeep.place),
          artifactIds: [root],
          load: async () => {
            // What is not there is said at once, and not in an empty tab.
            await cellkeep.catalog.fetch(root);
            const make = () =>
              lineageTab(
                tabs,
                new LineageDocument({
                  parts: { services, editors: null },
                  commands: app.commands,
                  events: new StoreEvents(app.serviceManager.events),
                  root,
                  expanded: textsIn(args['expanded'])
                }),
                trans
              );
            return { name: root, make };
          }
        });
      }
    });
  }
});

/** A tab that is entitled by what its document shows, and kept with it. */
function lineageTab(
  tabs: KeptTabs<LineageDocument>,
  content: LineageDocument,
  trans: TranslationBundle
): MainAreaWidget<LineageDocument> {
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
  content.model.stateChanged.connect(entitle);
  tabs.saveOn(content.model.stateChanged, widget);
  return widget;
}
