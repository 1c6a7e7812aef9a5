/**
 * An example of an extension of Cellkeep: a capturer, a decoder, a viewer, and a command that saves.
 *
 * A library that displays molecules puts `chemical/x-xyz` into its outputs. Without this extension
 * such an output is kept as displayed; with it, as the `.xyz` file that chemists know.
 */

import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import {
  ICapturerRegistry,
  ICellkeep,
  ICodecRegistry,
  IViewerRegistry,
  type ICapturer
} from 'cellkeep';

import { atomsOf, XYZ } from './atoms';
import { moleculeDecoder } from './decoder';
import { moleculeViewer } from './viewer';

const capturer: ICapturer = {
  id: 'cellkeep-molecules:xyz',
  label: 'molecule as XYZ file',
  accepts: output => xyzOf(output) !== undefined,
  capture: output => {
    const text = xyzOf(output) ?? '';
    const title = text.split('\n')[1]?.trim();
    return {
      name: `${title || 'molecule'}.xyz`,
      mediaType: XYZ,
      codec: 'bytes.v1',
      source: { type: 'bytes', bytes: new TextEncoder().encode(text) },
      summary: `${atomsOf(text).length} atoms`
    };
  }
};

/** The molecule in an output; nbformat writes text as a string or as lines. */
function xyzOf(
  output: Parameters<ICapturer['accepts']>[0]
): string | undefined {
  const data = output['data'] as Readonly<Record<string, unknown>> | undefined;
  const text = data?.[XYZ];
  if (Array.isArray(text)) {
    return text.join('');
  }
  return typeof text === 'string' ? text : undefined;
}

/** Saved by the command: what there is to try the rest with. */
const WATER = '3\nwater\nO 0 0 0\nH 0.76 0.59 0\nH -0.76 0.59 0\n';

const plugin: JupyterFrontEndPlugin<void> = {
  id: 'cellkeep-molecules:plugin',
  description: 'Keeps molecules as XYZ files, and draws them.',
  autoStart: true,
  requires: [ICellkeep, ICapturerRegistry, ICodecRegistry, IViewerRegistry],
  activate: (
    app: JupyterFrontEnd,
    cellkeep: ICellkeep,
    capturers: ICapturerRegistry,
    codecs: ICodecRegistry,
    viewers: IViewerRegistry
  ) => {
    capturers.add(capturer);
    codecs.add(moleculeDecoder);
    viewers.add(moleculeViewer);
    app.commands.addCommand('cellkeep-molecules:save-water', {
      label: 'Save a Water Molecule',
      describedBy: { args: { type: 'object', properties: {} } },
      execute: () => {
        cellkeep.save([
          {
            name: 'example.xyz',
            category: 'input',
            mediaType: XYZ,
            codec: 'bytes.v1',
            source: { type: 'bytes', bytes: new TextEncoder().encode(WATER) },
            run: cellkeep.currentRun(),
            provenance: { via: 'upload' },
            metadata: {}
          }
        ]);
      }
    });
  }
};

export default plugin;
