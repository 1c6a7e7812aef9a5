/**
 * What can be done with stored artifacts and their runs.
 */

import { Clipboard, InputDialog } from '@jupyterlab/apputils';
import { NotebookPanel } from '@jupyterlab/notebook';

import type { Artifact } from '../../protocol/generated';
import { formsOf, KEPT } from '../../protocol/registry';
import { artifactPlugin } from '../application/artifactPlugin';
import { CommandIDs } from '../application/commandIds';
import {
  onRun,
  runOf,
  textOf,
  withArtifact,
  withArtifacts
} from '../application/commandTargets';
import { tellDone } from '../application/tell';
import { ICellHosts } from '../outputs/hosts';
import { downloadFile, downloadOf } from './download';
import { insertLoadCode, loadCode } from './loadCode';

/** Load code, downloads and names of runs; opening and deleting are plugins of their own. */
export const artifactsPlugin = artifactPlugin({
  id: 'cellkeep:artifacts',
  description: 'Loads, downloads and renames what is stored.',
  optional: [ICellHosts],
  activate: ({ app, add, services }, hosts) => {
    const { cellkeep, sidebar, trans } = services;
    const notebook = () => {
      const widget = hosts?.active()?.widget;
      return widget instanceof NotebookPanel ? widget : undefined;
    };

    add(CommandIDs.insertLoadCode, {
      ...withArtifacts(services, artifact => {
        const panel = notebook();
        if (panel) {
          insertLoadCode(panel, artifact);
          app.shell.activateById(panel.id);
        } else {
          Clipboard.copyToSystem(loadCode(artifact));
          tellDone(
            trans.__(
              'No notebook is open: the code that loads “%1” is on the clipboard.',
              artifact.name
            )
          );
        }
      }),
      label: trans.__('Insert Load Code'),
      caption: trans.__('Insert the code that loads this version'),
      inPalette: true
    });
    add(CommandIDs.copyLoadCode, {
      label: trans.__('Copy Load Code'),
      inPalette: true,
      ...withArtifacts(services, artifact =>
        Clipboard.copyToSystem(loadCode(artifact))
      )
    });
    const download = async ({ id }: Artifact, form?: string) => {
      // What the browser fetches by itself fails without a word: the record is asked for before.
      const artifact = await cellkeep.api.artifact(id);
      const url = cellkeep.contentUrl(artifact);
      const file = downloadOf(artifact, url, form);
      downloadFile(file.url, file.name);
    };
    add(CommandIDs.download, {
      label: trans.__('Download'),
      inPalette: true,
      ...withArtifacts(services, artifact => download(artifact))
    });
    const choice = withArtifact(services, async (artifact, args) => {
      const wanted = textOf(args, 'form');
      if (wanted !== undefined) {
        return download(artifact, wanted);
      }
      const forms = formsOf(artifact);
      const labels = forms.map(({ form, label }) =>
        form === KEPT ? trans.__('The bytes as kept') : label
      );
      const { value } = await InputDialog.getItem({
        title: trans.__('Download “%1” as', artifact.name),
        items: labels,
        okLabel: trans.__('Download')
      });
      if (value !== null) {
        await download(artifact, forms[labels.indexOf(value)]?.form);
      }
    });
    add(CommandIDs.downloadAs, {
      ...choice,
      label: trans.__('Download As…'),
      inPalette: true,
      args: {
        ...choice.args,
        form: trans.__(
          'What to download it as, such as csv; by default it is asked for'
        )
      }
    });
    const ofRun = onRun(services);
    add(CommandIDs.renameRun, {
      ...ofRun,
      label: trans.__('Rename Run…'),
      args: {
        ...ofRun.args,
        name: trans.__('The new name; by default it is asked for')
      },
      execute: async args => {
        const run = runOf(args, sidebar);
        const known =
          sidebar.target?.type === 'run' ? sidebar.target.run.run.name : '';
        const name =
          textOf(args, 'name') ??
          (
            await InputDialog.getText({
              title: trans.__('Rename run'),
              text: known,
              okLabel: trans.__('Rename')
            })
          ).value;
        if (run && name?.trim()) {
          await cellkeep.catalog.renameRun(run.id, name.trim());
        }
      }
    });
  }
});
