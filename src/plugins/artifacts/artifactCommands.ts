/**
 * What can be done with stored artifacts.
 */

import type { JupyterFrontEnd } from '@jupyterlab/application';
import { Clipboard, InputDialog } from '@jupyterlab/apputils';
import { NotebookPanel } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import type {
  ReadonlyJSONObject,
  ReadonlyPartialJSONObject
} from '@lumino/coreutils';

import { asCellkeepError } from '../../protocol/errors';
import type { Artifact } from '../../protocol/generated';
import { extensionOf } from '../../protocol/registry';
import { CommandIDs } from '../application/commandIds';
import { insertLoadCode, loadCode } from './loadCode';
import { tellFailure } from '../application/tell';
import type { IWorkbench } from '../application/workbench';

/** Add the commands; opening one is the documents plugin's, deleting has a file of its own. */
export function addArtifactCommands(
  app: JupyterFrontEnd,
  workbench: IWorkbench
): void {
  const { commands } = app;
  const { cellkeep, hosts, sidebar, trans } = workbench;
  const args = artifactArgs(trans);
  const ids = (given: ReadonlyPartialJSONObject) =>
    artifactIds(given, workbench);
  const isEnabled = (given: ReadonlyPartialJSONObject) => ids(given).length > 0;
  const each = async (
    given: ReadonlyPartialJSONObject,
    action: (artifact: Artifact) => void | Promise<void>
  ) => {
    try {
      for (const id of ids(given)) {
        await action(await cellkeep.catalog.fetch(id));
      }
    } catch (error) {
      tellFailure(asCellkeepError(error), trans);
    }
  };

  commands.addCommand(CommandIDs.insertLoadCode, {
    label: trans.__('Insert Load Code'),
    caption: trans.__('Insert the code that loads this version'),
    describedBy: { args },
    isEnabled: given =>
      isEnabled(given) && hosts.active()?.widget instanceof NotebookPanel,
    execute: given =>
      each(given, artifact => {
        const host = hosts.active();
        if (host?.widget instanceof NotebookPanel) {
          insertLoadCode(host.widget, artifact);
          app.shell.activateById(host.widget.id);
        }
      })
  });

  commands.addCommand(CommandIDs.copyLoadCode, {
    label: trans.__('Copy Load Code'),
    describedBy: { args },
    isEnabled,
    execute: given =>
      each(given, artifact => Clipboard.copyToSystem(loadCode(artifact)))
  });

  commands.addCommand(CommandIDs.download, {
    label: trans.__('Download'),
    describedBy: { args },
    isEnabled,
    execute: given =>
      each(given, artifact =>
        downloadFile(cellkeep.contentUrl(artifact), fileName(artifact))
      )
  });

  commands.addCommand(CommandIDs.renameRun, {
    label: trans.__('Rename Run…'),
    describedBy: {
      args: {
        type: 'object',
        properties: {
          runId: {
            type: 'string',
            description: trans.__('Id of the run; by default that of the menu')
          },
          name: {
            type: 'string',
            description: trans.__('The new name; by default it is asked for')
          }
        }
      }
    },
    isEnabled: given =>
      typeof given['runId'] === 'string' || sidebar.target?.type === 'run',
    execute: async given => {
      const { target } = sidebar;
      const known = target?.type === 'run' ? target.run.run : undefined;
      const runId = given['runId'] ?? known?.id;
      const name = given['name'] ?? (await askRunName(known?.name, trans));
      if (
        typeof runId === 'string' &&
        typeof name === 'string' &&
        name.trim()
      ) {
        try {
          await cellkeep.catalog.renameRun(runId, name.trim());
        } catch (error) {
          tellFailure(asCellkeepError(error), trans);
        }
      }
    }
  });
}

async function askRunName(
  name: string | undefined,
  trans: TranslationBundle
): Promise<string | null> {
  const { value } = await InputDialog.getText({
    title: trans.__('Rename run'),
    text: name ?? '',
    okLabel: trans.__('Rename')
  });
  return value;
}

/** Arguments of a command on artifacts. */
export function artifactArgs(trans: TranslationBundle): ReadonlyJSONObject {
  return { type: 'object', properties: artifactProperties(trans) };
}

/** The same, to go with others. */
export function artifactProperties(
  trans: TranslationBundle
): ReadonlyJSONObject {
  return {
    artifactId: {
      type: 'string',
      description: trans.__('Id of the artifact; by default the selected ones')
    },
    artifactIds: {
      type: 'array',
      items: { type: 'string' },
      description: trans.__('Ids of several artifacts')
    }
  };
}

/** The artifacts that a command is about: its arguments, else what is selected. */
export function artifactIds(
  args: ReadonlyPartialJSONObject,
  workbench: IWorkbench
): readonly string[] {
  const { artifactId, artifactIds } = args;
  if (typeof artifactId === 'string') {
    return [artifactId];
  }
  if (Array.isArray(artifactIds)) {
    return artifactIds.filter(id => typeof id === 'string');
  }
  return workbench.sidebar.snapshot.selection;
}

/** What a downloaded artifact is called: its own name, with the ending of what wrote it. */
export function fileName(artifact: Pick<Artifact, 'name' | 'codec'>): string {
  const base = artifact.name.split('/').at(-1) ?? artifact.name;
  const extension = extensionOf(artifact.codec);
  return base.toLowerCase().endsWith(extension) ? base : base + extension;
}

/** Has the browser download an address. */
export function downloadFile(url: string, name: string): void {
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  // Chromium ignores a click on a link that is not in the page.
  document.body.appendChild(link);
  link.click();
  link.remove();
}
