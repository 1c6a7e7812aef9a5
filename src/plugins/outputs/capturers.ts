import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';

import { ICapturerRegistry } from '../../capture/capturers';
import { IWorkbench } from '../application/workbench';

/** Where other extensions add their own ways to keep outputs. */
export const capturersPlugin: JupyterFrontEndPlugin<ICapturerRegistry> = {
  id: 'cellkeep:capturers',
  description: 'Takes the ways of other extensions to keep outputs.',
  autoStart: true,
  requires: [IWorkbench],
  provides: ICapturerRegistry,
  activate: (_: JupyterFrontEnd, workbench: IWorkbench) => workbench.capturers
};
