import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';

import { CapturerRegistry, ICapturerRegistry } from '../../capture/capturers';

/** Where other extensions add their own ways to keep outputs. */
export const capturersPlugin: JupyterFrontEndPlugin<ICapturerRegistry> = {
  id: 'cellkeep:capturers',
  description: 'Takes the ways of other extensions to keep outputs.',
  autoStart: true,
  provides: ICapturerRegistry,
  activate: (_: JupyterFrontEnd) => new CapturerRegistry()
};
