import {
  ILabShell,
  ILayoutRestorer,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import type { MainAreaWidget } from '@jupyterlab/apputils';
import { IEditorServices } from '@jupyterlab/codeeditor';
import { IDocumentManager } from '@jupyterlab/docmanager';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';

import type { StorePlace } from '../../protocol/generated';
import { ICellkeep, IViewerRegistry } from '../../tokens';
import { kindIcon } from '../../ui/icons';
import { CommandIDs } from '../application/commandIds';
import { ICommands } from '../application/commands';
import {
  artifactIds,
  onSelected,
  withArtifact
} from '../application/commandTargets';
import { KeptTabs, objectIn } from '../application/keptTabs';
import { ISidebarState, type SidebarState } from '../application/sidebarState';
import { storeWith } from '../application/storeWith';
import { asTab } from '../application/tabs';
import { ArtifactDocument } from './artifactDocument';
import type { ISavedDocument } from './documentView';
import { goToSource } from './source';
import { type IDocumentParts, tabTitle } from './viewerServices';

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
    const tabs = new KeptTabs<ArtifactDocument>({
      app,
      services,
      restorer: labShell && restorer,
      namespace: 'cellkeep-artifact',
      command: CommandIDs.openArtifact,
      argsOf: ({ artifact, place, saved }) => ({
        artifactId: artifact.id,
        ...(place && { place }),
        saved: saved as ReadonlyPartialJSONObject
      }),
      nameOf: ({ artifact, place }) => nameOf(artifact.id, place)
    });

    add(CommandIDs.openArtifact, {
      ...onSelected(services),
      label: trans.__('Open Artifact'),
      inPalette: true,
      execute: async args => {
        for (const id of artifactIds(args, services)) {
          const place = placeIn(args);
          await tabs.open(args, {
            store: cellkeep.at(place ?? cellkeep.place),
            artifactIds: [id],
            load: async () => {
              const { artifact, store } = await storeWith(cellkeep, id, place);
              return {
                name: nameOf(id, store.place),
                // Its bytes are those of this store, whichever is shown later.
                make: () => {
                  const content = new ArtifactDocument({
                    ...parts,
                    services: { ...services, cellkeep: store },
                    artifact,
                    viewers,
                    commands: app.commands,
                    saved: savedOf(args)
                  });
                  return documentTab(tabs, content);
                }
              };
            }
          });
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
  }
};

/** What tells the tab of an artifact from the others. */
function nameOf(id: string, place: StorePlace | undefined): string {
  return `${id}${place ?? ''}`;
}

/** A tab that is entitled by what its document shows, and kept with it. */
function documentTab(
  tabs: KeptTabs<ArtifactDocument>,
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
  content.changed.connect(entitle);
  tabs.saveOn(content.changed, widget);
  return widget;
}

/** The store that a document was opened from, of two. */
function placeIn({ place }: ReadonlyPartialJSONObject): StorePlace | undefined {
  return place === 'here' || place === 'team' ? place : undefined;
}

/** What of a document was kept, from the arguments of the command that opens it again. */
function savedOf({ saved }: ReadonlyPartialJSONObject): ISavedDocument {
  const { details, state, viewer } = objectIn(saved);
  return {
    ...(typeof viewer === 'string' ? { viewer } : {}),
    ...(typeof details === 'boolean' ? { details } : {}),
    state: objectIn(state)
  };
}
