import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { Notification } from '@jupyterlab/apputils';

import type { TransferStatus } from '../protocol/generated';
import { CommandIDs } from './commandIds';
import { IWorkbench } from './workbench';

/** Failures that come within this time are one batch. */
const BATCH_MS = 1000;

/** Says once, for each batch, that saves failed. Success is quiet. */
export const notificationsPlugin: JupyterFrontEndPlugin<void> = {
  id: 'cellkeep:notifications',
  description: 'Notifies of saves that failed.',
  autoStart: true,
  requires: [IWorkbench],
  activate: (app: JupyterFrontEnd, workbench: IWorkbench) => {
    const { cellkeep, settings, trans } = workbench;
    let batch: TransferStatus[] = [];
    const tell = () => {
      const [first] = batch;
      const count = batch.length;
      batch = [];
      if (!first || !settings.current.notifyFailures) {
        return;
      }
      const reason = first.error?.message ?? trans.__('The reason is unknown.');
      const message =
        count === 1
          ? trans.__('%1 was not saved. %2', first.name, reason)
          : trans.__(
              '%1 saves failed, first %2. %3',
              count,
              first.name,
              reason
            );
      Notification.error(message, {
        autoClose: false,
        actions: [
          {
            label: trans.__('Show'),
            callback: () => void app.commands.execute(CommandIDs.showSidebar)
          }
        ]
      });
    };
    cellkeep.transfers.failed.connect((_, transfer) => {
      if (batch.length === 0) {
        setTimeout(tell, BATCH_MS);
      }
      batch.push(transfer);
    });
  }
};
