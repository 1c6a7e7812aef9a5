import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { PageConfig } from '@jupyterlab/coreutils';
import { ITranslator } from '@jupyterlab/translation';

import { Cellkeep, type ICellkeepOptions } from '../../model/cellkeep';
import { ICellkeep, ICodecRegistry } from '../../tokens';
import { DEFAULT_LIMITS } from '../../transfer/options';
import { ApiClient } from '../../transport/http';
import { wordsOf } from './services';
import { type ISettings, ISettingsModel, type SettingsModel } from './settings';
import { StoreLimitSender } from './storeLimit';
import { tellFailure } from './tell';

/** Cellkeep in the browser, for every other plugin and extension. */
export const servicePlugin: JupyterFrontEndPlugin<ICellkeep> = {
  id: 'cellkeep:service',
  description: 'Saves to Cellkeep and shows what it keeps.',
  autoStart: true,
  requires: [ISettingsModel],
  optional: [ITranslator],
  provides: ICellkeep,
  activate: (
    app: JupyterFrontEnd,
    settings: SettingsModel,
    translator: ITranslator | null
  ) => {
    const { serverSettings, events } = app.serviceManager;
    const trans = wordsOf(translator);
    const cellkeep = new Cellkeep({
      api: new ApiClient(serverSettings),
      here: hasFolderToo()
        ? new ApiClient(serverSettings, 'cellkeep/here/api')
        : undefined,
      events,
      settings: queueSettings(settings.current)
    });
    settings.changed.connect((_, now) =>
      cellkeep.setSettings(queueSettings(now))
    );
    const limit = new StoreLimitSender({
      api: cellkeep.api,
      trans,
      onSet: () => void cellkeep.refresh(),
      onFailure: error => tellFailure(error, trans)
    });
    settings.storeLimitChanged.connect(
      (_, limitBytes) => void limit.send(limitBytes)
    );
    cellkeep.problem.connect((_, error) => tellFailure(error, trans));
    return cellkeep;
  }
};

/** Whether the server, whose library is a service's, has a folder of its own beside it. */
function hasFolderToo(): boolean {
  return PageConfig.getOption('cellkeepHere') === 'true';
}

/** Where other extensions add decoders; `ICellkeep.decode` asks them. */
export const codecsPlugin: JupyterFrontEndPlugin<ICodecRegistry> = {
  id: 'cellkeep:codecs',
  description: 'Takes the decoders of other extensions.',
  autoStart: true,
  requires: [ICellkeep],
  provides: ICodecRegistry,
  activate: (_: JupyterFrontEnd, cellkeep: ICellkeep) => cellkeep.codecs
};

function queueSettings(
  settings: ISettings
): NonNullable<ICellkeepOptions['settings']> {
  return {
    limits: { ...DEFAULT_LIMITS, uploads: settings.concurrentUploads },
    smallPayloadLimit: settings.smallPayloadLimitBytes
  };
}
