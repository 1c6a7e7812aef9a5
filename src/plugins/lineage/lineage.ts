/**
 * The command that shows what was made from what, and the tabs that it opens.
 */

import { ILabShell, ILayoutRestorer } from '@jupyterlab/application';
import {
  DOMUtils,
  type MainAreaWidget,
  WidgetTracker
} from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';

import { StoreEvents } from '../../transport/events';
import { displayName } from '../../ui/format';
import { lineageIcon } from '../../ui/icons';
import { artifactPlugin } from '../application/artifactPlugin';
import { CommandIDs } from '../application/commandIds';
import { textsIn, withArtifact } from '../application/commandTargets';
import { asTab, openTab } from '../application/tabs';
import { LineageDocument } from './lineageDocument';

type LineageTracker = WidgetTracker<MainAreaWidget<LineageDocument>>;

/** Lineages in tabs of the main area. */
export const lineagePlugin = artifactPlugin({
  id: 'cellkeep:lineage',
  description: 'Shows what was made from what, across runs and notebooks.',
  optional: [ILabShell, ILayoutRestorer],
  activate: ({ app, add, services }, labShell, restorer) => {
    const { trans } = services;
    const tracker: LineageTracker = new WidgetTracker({
      namespace: 'cellkeep-lineage'
    });
    // What is not there is said at once, and not in an empty tab.
    const showing = withArtifact(services, ({ id: root }, args) =>
      openTab(
        app,
        tracker,
        ({ content }) => content.model.snapshot.root === root,
        () => {
          const content = new LineageDocument({
            parts: { services, editors: null },
            commands: app.commands,
            events: new StoreEvents(app.serviceManager.events),
            root,
            expanded: textsIn(args['expanded'])
          });
          return lineageTab(tracker, content, trans);
        }
      )
    );
    add(CommandIDs.lineage, {
      ...showing,
      label: trans.__('Show Lineage'),
      caption: trans.__(
        'Show what an artifact was made from, and what was made from it'
      ),
      icon: lineageIcon,
      inPalette: true
    });
    void (labShell && restorer)?.restore(tracker, {
      command: CommandIDs.lineage,
      args: ({ content }) => {
        const { expanded, root } = content.model.snapshot;
        return { artifactId: root, expanded };
      },
      name: ({ content }) => content.model.snapshot.root
    });
  }
});

/** A tab that is entitled by what its document shows, and kept with it. */
function lineageTab(
  tracker: LineageTracker,
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
  content.model.stateChanged.connect(() => {
    entitle();
    void tracker.save(widget);
  });
  return widget;
}
