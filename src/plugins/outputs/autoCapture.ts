import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
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
import { ICommands } from '../application/commands';
import { type CellHosts, ICellHosts } from './hosts';

/** What is kept without being asked: chosen for each notebook and each cell. */
export const autoCapturePlugin: JupyterFrontEndPlugin<void> = {
  id: 'cellkeep:auto-capture',
  description: 'Chooses what a notebook keeps by itself.',
  autoStart: true,
  requires: [ICellHosts, ICommands],
  activate: (app: JupyterFrontEnd, hosts: CellHosts, ours: ICommands) => {
    const { add, trans } = ours;
    const { commands } = app;
    const panel = (): NotebookPanel | undefined => {
      const widget = hosts.active()?.widget;
      return widget instanceof NotebookPanel ? widget : undefined;
    };
    const words: Readonly<Record<CaptureWhat, string>> = {
      off: trans.__('Save Nothing Automatically'),
      figures: trans.__('Save Figures Automatically'),
      tables: trans.__('Save Tables Automatically'),
      all: trans.__('Save All Outputs Automatically')
    };
    add(CommandIDs.autoCapture, {
      label: args => words[whatOf(args['what'])],
      args: {
        what: {
          type: 'string',
          enum: [...CAPTURES],
          description: trans.__('Which outputs of every cell')
        }
      },
      inPalette: CAPTURES.map(what => ({ what })),
      isEnabled: () => panel() !== undefined,
      whyNot: trans.__('Open a notebook first'),
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
    add(CommandIDs.toggleKeepTag, {
      label: trans.__('Save Outputs of This Cell Automatically'),
      caption: trans.__('Add the tag "keep" to the cell, or remove it'),
      inPalette: true,
      isEnabled: () => selected().length > 0,
      whyNot: trans.__('Select a code cell of a notebook first'),
      isToggleable: true,
      isToggled: isTagged,
      execute: () => {
        const keep = !isTagged();
        selected().forEach(({ model }) => setKeepTag(model, keep));
        commands.notifyCommandChanged(CommandIDs.toggleKeepTag);
      }
    });
  }
};

function whatOf(value: unknown): CaptureWhat {
  return CAPTURES.find(what => what === value) ?? 'off';
}
