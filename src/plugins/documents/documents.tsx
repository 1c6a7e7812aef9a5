import {
  ILabShell,
  ILayoutRestorer,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { type MainAreaWidget, WidgetTracker } from '@jupyterlab/apputils';
import { IEditorServices } from '@jupyterlab/codeeditor';
import { IDocumentManager } from '@jupyterlab/docmanager';
import type {
  ReadonlyJSONObject,
  ReadonlyPartialJSONObject
} from '@lumino/coreutils';
import { Debouncer } from '@lumino/polling';

import type { Artifact, StorePlace } from '../../protocol/generated';
import { ICellkeep, IViewerRegistry } from '../../tokens';
import { kindIcon } from '../../ui/icons';
import { CommandIDs } from '../application/commandIds';
import { ICommands } from '../application/commands';
import {
  artifactIds,
  onSelected,
  withArtifact
} from '../application/commandTargets';
import { ISidebarState, type SidebarState } from '../application/sidebarState';
import { storeWith } from '../application/storeWith';
import { asTab, openTab } from '../application/tabs';
import { ArtifactDocument } from './artifactDocument';
import type { ISavedDocument } from './documentView';
import { goToSource } from './source';
import { type IDocumentParts, tabTitle } from './viewerServices';

const KEEP_MS = 500;

/** Artifacts in tabs of the main area. */
export const documentsPlugin: JupyterFrontEndPlugin<void> = {
  id: 'cellkeep:documents',
  description: 'Opens artifacts in tabs.',
  autoStart: true,
  requires: [ICellkeep, ISidebarState, IViewerRegistry, ICommands],
  optional: [ILabShell, ILayoutRestorer, IDocumentManager, IEditorServices],
  activate: (
    app: JupyterFrontEnd,
    cellkeep: ICellkeep,
    sidebar: SidebarState,
    viewers: IViewerRegistry,
    ours: ICommands,
    labShell: ILabShell | null,
    restorer: ILayoutRestorer | null,
    documents: IDocumentManager | null,
    editors: IEditorServices | null
  ) => {
    const { add, trans } = ours;
    const services = { cellkeep, sidebar, trans };
    const parts: IDocumentParts = { services, editors };
    const tracker = new WidgetTracker<MainAreaWidget<ArtifactDocument>>({
      namespace: 'cellkeep-artifact'
    });
    const open = (
      from: ICellkeep,
      artifact: Artifact,
      saved: ISavedDocument
    ) => {
      openTab(
        app,
        tracker,
        ({ content }) =>
          content.artifact.id === artifact.id && content.place === from.place,
        () => {
          const { commands } = app;
          // Its bytes are those of this store, whichever is shown later.
          const its = { ...services, cellkeep: from };
          const options = {
            ...parts,
            services: its,
            artifact,
            viewers,
            commands,
            saved
          };
          return documentTab(tracker, new ArtifactDocument(options));
        }
      );
    };

    add(CommandIDs.openArtifact, {
      ...onSelected(services),
      label: trans.__('Open Artifact'),
      inPalette: true,
      execute: async args => {
        for (const id of artifactIds(args, services)) {
          const found = await storeWith(cellkeep, id, placeIn(args));
          open(found.store, found.artifact, savedOf(args));
        }
      }
    });
    add(CommandIDs.goToSource, {
      ...withArtifact(
        services,
        artifact => documents && goToSource(artifact, documents, trans)
      ),
      label: trans.__('Go to the Cell It Came From'),
      inPalette: true,
      isVisible: () => documents !== null
    });
    void (labShell && restorer)?.restore(tracker, {
      command: CommandIDs.openArtifact,
      args: ({ content }) => ({
        artifactId: content.artifact.id,
        ...(content.place && { place: content.place }),
        saved: content.saved as ReadonlyPartialJSONObject
      }),
      name: ({ content }) => `${content.artifact.id}${content.place ?? ''}`
    });
  }
};

/** A tab that is entitled by what its document shows, and kept with it. */
function documentTab(
  tracker: WidgetTracker<MainAreaWidget<ArtifactDocument>>,
  content: ArtifactDocument
): MainAreaWidget<ArtifactDocument> {
  const widget = asTab(content, `cellkeep-artifact-${content.artifact.id}`);
  const entitle = (): void => {
    const { artifact } = content;
    widget.title.label = tabTitle(artifact);
    widget.title.caption = artifact.name;
    widget.title.icon = kindIcon(artifact.kind);
  };
  entitle();
  // Scrolling changes what is kept many times a second.
  const keep = new Debouncer(() => tracker.save(widget), KEEP_MS);
  content.changed.connect(() => {
    entitle();
    void keep.invoke();
  });
  widget.disposed.connect(() => keep.dispose());
  return widget;
}

/** The store that a document was opened from, of two. */
function placeIn({ place }: ReadonlyPartialJSONObject): StorePlace | undefined {
  return place === 'here' || place === 'team' ? place : undefined;
}

/** What of a document was kept, from the arguments of the command that opens it again. */
function savedOf({ saved }: ReadonlyPartialJSONObject): ISavedDocument {
  if (typeof saved !== 'object' || saved === null || Array.isArray(saved)) {
    return {};
  }
  const { details, state, viewer } = saved as ReadonlyPartialJSONObject;
  return {
    ...(typeof viewer === 'string' ? { viewer } : {}),
    ...(typeof details === 'boolean' ? { details } : {}),
    ...(typeof state === 'object' && state !== null && !Array.isArray(state)
      ? { state: state as ReadonlyJSONObject }
      : {})
  };
}
