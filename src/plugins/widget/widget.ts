import { IJupyterWidgetRegistry } from '@jupyter-widgets/base';
import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';

import { CommandIDs } from '../application/commandIds';
import { VERSION } from '../application/version';
import { IWorkbench } from '../application/workbench';

/** The card that `run.save` shows under its cell. */
export const widgetPlugin: JupyterFrontEndPlugin<void> = {
  id: 'cellkeep:widget',
  description: 'Draws the card of a save under its cell.',
  autoStart: true,
  requires: [IWorkbench],
  optional: [IJupyterWidgetRegistry],
  activate: (
    app: JupyterFrontEnd,
    workbench: IWorkbench,
    registry: IJupyterWidgetRegistry | null
  ) => {
    const { cellkeep, trans } = workbench;
    registry?.registerWidget({
      name: 'cellkeep',
      version: VERSION,
      // Loaded with the first card.
      exports: async () => {
        const { CardModel, cardViewFor } = await import('../../widget/card');
        const { drawCard } = await import('./cardElement');
        const CardView = cardViewFor({
          draw: facts => drawCard(facts, trans),
          transfers: cellkeep.transfers,
          openArtifact: artifactId =>
            void app.commands.execute(CommandIDs.openArtifact, { artifactId })
        });
        return { CardModel, CardView };
      }
    });
  }
};
