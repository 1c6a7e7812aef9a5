import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ITranslator } from '@jupyterlab/translation';
import * as React from 'react';

import { ICellkeep, IViewerRegistry } from '../../tokens';
import { ArtifactPreview } from '../../viewers/preview/ArtifactPreview';
import type { Work } from '../../viewers/work/client';
import { CommandIDs } from '../application/commandIds';
import { actionOf, onArtifact } from '../application/commands';
import { IPreviews } from '../application/previews';
import { wordsOf } from '../application/services';
import { ISettingsModel, type SettingsModel } from '../application/settings';
import { viewerServices } from './viewerServices';

const MIB = 1024 * 1024;
/** Outputs are JSON, so they have to be read whole. */
const LARGEST_OUTPUT_BYTES = 64 * MIB;

export const previewsPlugin: JupyterFrontEndPlugin<IPreviews> = {
  id: 'cellkeep:previews',
  description: 'Draws artifacts in a small frame, by their viewers.',
  autoStart: true,
  requires: [ICellkeep, ISettingsModel, IViewerRegistry],
  optional: [ITranslator],
  provides: IPreviews,
  activate: (
    app: JupyterFrontEnd,
    cellkeep: ICellkeep,
    settings: SettingsModel,
    viewers: IViewerRegistry,
    translator: ITranslator | null
  ) => {
    const parts = {
      services: { cellkeep, trans: wordsOf(translator) },
      editors: null
    };
    const servicesOf = (work: Work) =>
      viewerServices(parts, work, {
        show: artifact =>
          actionOf(
            app.commands,
            CommandIDs.openArtifact,
            onArtifact
          )?.(artifact)
      });
    return {
      draw: (artifact, outputLimitBytes = LARGEST_OUTPUT_BYTES) => (
        <ArtifactPreview
          artifact={artifact}
          viewers={viewers}
          servicesOf={servicesOf}
          limitBytes={settings.current.previewLimitBytes}
          outputLimitBytes={outputLimitBytes}
        />
      )
    };
  }
};
