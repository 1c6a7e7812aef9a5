import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { ITranslator } from '@jupyterlab/translation';

import { ICellkeep } from '../../tokens';
import { CommandIDs } from '../application/commandIds';
import { actionOf, onArtifactId } from '../application/commands';
import { wordsOf } from '../application/services';
import { type CellHosts, ICellHosts } from '../outputs/hosts';
import { CARD, RenderedCard } from './renderedCard';

/** Before the HTML beside it, which is for readers without this extension. */
const RANK = 0;

/** The card that `run.save` shows under its cell. */
export const cardsPlugin: JupyterFrontEndPlugin<void> = {
  id: 'cellkeep:cards',
  description: 'Draws the card of a save under its cell.',
  autoStart: true,
  requires: [ICellkeep, IRenderMimeRegistry],
  optional: [ITranslator, ICellHosts],
  activate: (
    app: JupyterFrontEnd,
    shown: ICellkeep,
    rendermime: IRenderMimeRegistry,
    translator: ITranslator | null,
    hosts: CellHosts | null
  ) => {
    // What is saved, and where it is found again, whichever store is shown.
    const cellkeep = shown.at('team');
    const trans = wordsOf(translator);
    rendermime.addFactory(
      {
        safe: true,
        mimeTypes: [CARD],
        createRenderer: renderer =>
          new RenderedCard({
            cellkeep,
            trans,
            notebookOf: node => hosts?.cellAt(node)?.host.notebook,
            renderer,
            open: actionOf(app.commands, CommandIDs.openArtifact, onArtifactId)
          })
      },
      RANK
    );
  }
};
