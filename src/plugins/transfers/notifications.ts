import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { Notification } from '@jupyterlab/apputils';
import { ITranslator, type TranslationBundle } from '@jupyterlab/translation';

import type { TransferStatus } from '../../protocol/generated';
import { ICellkeep } from '../../tokens';
import { copyGoal } from '../../ui/words';
import { CommandIDs } from '../application/commandIds';
import { actionOf, noArgs } from '../application/commands';
import { wordsOf } from '../application/services';
import { ISettingsModel, type SettingsModel } from '../application/settings';

/** Failures that come within this time are one batch. */
const BATCH_MS = 1000;

/**
 * Says once, for each batch, that saves failed, and takes it back when that is no longer so.
 * Success is quiet.
 */
export const notificationsPlugin: JupyterFrontEndPlugin<void> = {
  id: 'cellkeep:notifications',
  description: 'Notifies of saves that failed.',
  autoStart: true,
  requires: [ICellkeep, ISettingsModel],
  optional: [ITranslator],
  activate: (
    app: JupyterFrontEnd,
    cellkeep: ICellkeep,
    settings: SettingsModel,
    translator: ITranslator | null
  ) => {
    const { transfers } = cellkeep;
    const trans = wordsOf(translator);
    const told = new Map<string, ReadonlyArray<string>>();
    let batch: TransferStatus[] = [];

    const isFailed = (id: string) => transfers.get(id)?.state === 'failed';
    const tell = () => {
      // What was retried meanwhile is no news.
      const failed = batch.filter(({ id }) => isFailed(id));
      batch = [];
      const [first] = failed;
      if (!first || !settings.current.notifyFailures) {
        return;
      }
      const show = actionOf(app.commands, CommandIDs.showSidebar, noArgs);
      const ids = failed.map(({ id }) => id);
      const notification = Notification.error(
        messageOf(first, failed.length, trans),
        {
          autoClose: false,
          actions: [
            {
              label: trans.__('Retry'),
              callback: () => ids.forEach(id => transfers.act(id, 'retry'))
            },
            ...(show ? [{ label: trans.__('Show'), callback: show }] : [])
          ]
        }
      );
      told.set(notification, ids);
    };
    transfers.failed.connect((_, transfer) => {
      if (batch.length === 0) {
        setTimeout(tell, BATCH_MS);
      }
      batch.push(transfer);
    });
    transfers.stateChanged.connect(() => {
      for (const [notification, ids] of told) {
        if (!ids.some(isFailed)) {
          told.delete(notification);
          Notification.dismiss(notification);
        }
      }
    });
  }
};

/** What happened, why, and what to do. */
function messageOf(
  first: TransferStatus,
  count: number,
  trans: TranslationBundle
): string {
  const { error, name } = first;
  const goal = copyGoal(first, trans);
  const reason = error?.message ?? trans.__('The reason is unknown.');
  const alone =
    goal === undefined
      ? trans.__('%1 was not saved. %2', name, reason)
      : trans.__('%1 is stored, but not in %2. %3', name, goal, reason);
  const message =
    count === 1
      ? alone
      : trans.__('%1 transfers failed, first %2. %3', count, name, reason);
  return error?.hint ? `${message} ${error.hint}` : message;
}
