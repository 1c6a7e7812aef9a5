import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { NotebookPanel } from '@jupyterlab/notebook';

import {
  captureOf,
  CAPTURES,
  KEEP_TAG,
  setCapture,
  setKeepTag,
  tagsOf,
  type CaptureWhat
} from './captureWish';
import { CommandIDs } from '../application/commandIds';
import { IWorkbench } from '../application/workbench';

/** What is kept without being asked: chosen for each notebook and each cell. */
export const autoCapturePlugin: JupyterFrontEndPlugin<void> = {
  id: 'cellkeep:auto-capture',
  description: 'Chooses what a notebook keeps by itself.',
  autoStart: true,
  requires: [IWorkbench],
  optional: [ICommandPalette],
  activate: (
    app: JupyterFrontEnd,
    workbench: IWorkbench,
    palette: ICommandPalette | null
  ) => {
    const { hosts, trans } = workbench;
    const { commands } = app;
    const panel = (): NotebookPanel | undefined => {
      const widget = hosts.active()?.widget;
      return widget instanceof NotebookPanel ? widget : undefined;
    };
    const words: Readonly<Record<CaptureWhat, string>> = {
      off: trans.__('Keep Nothing Automatically'),
      figures: trans.__('Keep Figures Automatically'),
      tables: trans.__('Keep Tables Automatically'),
      all: trans.__('Keep All Outputs Automatically')
    };
    commands.addCommand(CommandIDs.autoCapture, {
      label: args => words[whatOf(args['what'])],
      describedBy: {
        args: {
          type: 'object',
          properties: {
            what: {
              type: 'string',
              enum: [...CAPTURES],
              description: trans.__('Which outputs of every cell')
            }
          }
        }
      },
      isEnabled: () => panel() !== undefined,
      isToggleable: true,
      isToggled: args => {
        const active = panel();
        return active ? captureOf(active) === whatOf(args['what']) : false;
      },
      execute: args => {
        const active = panel();
        if (active) {
          setCapture(active, whatOf(args['what']));
          commands.notifyCommandChanged(CommandIDs.autoCapture);
        }
      }
    });

    const selected = () => {
      const content = panel()?.content;
      return (content?.widgets ?? []).filter(
        cell => cell.model.type === 'code' && content?.isSelectedOrActive(cell)
      );
    };
    const isTagged = () => {
      const cells = selected();
      return (
        cells.length > 0 &&
        cells.every(({ model }) => tagsOf(model).includes(KEEP_TAG))
      );
    };
    commands.addCommand(CommandIDs.toggleKeepTag, {
      label: trans.__('Keep Outputs of This Cell Automatically'),
      caption: trans.__('Gives the cell the tag "keep", or takes it away'),
      describedBy: { args: { type: 'object', properties: {} } },
      isEnabled: () => selected().length > 0,
      isToggleable: true,
      isToggled: isTagged,
      execute: () => {
        const keep = !isTagged();
        selected().forEach(({ model }) => setKeepTag(model, keep));
        commands.notifyCommandChanged(CommandIDs.toggleKeepTag);
      }
    });
    const category = trans.__('Cellkeep');
    for (const what of CAPTURES) {
      palette?.addItem({
        command: CommandIDs.autoCapture,
        args: { what },
        category
      });
    }
    palette?.addItem({ command: CommandIDs.toggleKeepTag, category });
  }
};

function whatOf(value: unknown): CaptureWhat {
  return CAPTURES.find(what => what === value) ?? 'off';
}
