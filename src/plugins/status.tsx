import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ReactWidget } from '@jupyterlab/apputils';
import { IStatusBar } from '@jupyterlab/statusbar';
import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { ITransfersModel } from '../model/types';
import type { TransferStatus } from '../protocol/generated';
import { StatusItem } from '../ui/StatusItem';
import { CommandIDs } from './commandIds';
import { useSnapshot } from './useSnapshot';
import { IWorkbench } from './workbench';

/** The saves under way, in the status bar. Notebook 7 has none. */
export const statusPlugin: JupyterFrontEndPlugin<void> = {
  id: 'cellkeep:status',
  description: 'Shows the saves under way in the status bar.',
  autoStart: true,
  requires: [IWorkbench],
  optional: [IStatusBar],
  activate: (
    app: JupyterFrontEnd,
    workbench: IWorkbench,
    statusBar: IStatusBar | null
  ) => {
    const { cellkeep, trans } = workbench;
    const item = ReactWidget.create(
      <Status
        transfers={cellkeep.transfers}
        trans={trans}
        onClick={() => void app.commands.execute(CommandIDs.showSidebar)}
      />
    );
    item.addClass('ck-StatusItemHost');
    const isBusy = () => {
      const { active, items } = cellkeep.transfers.snapshot;
      return active > 0 || items.some(({ state }) => state === 'failed');
    };
    statusBar?.registerStatusItem('cellkeep:status', {
      item,
      align: 'left',
      rank: 90,
      isActive: isBusy,
      activeStateChanged: cellkeep.transfers.stateChanged
    });
  }
};

const ENDED: ReadonlySet<TransferStatus['state']> = new Set([
  'stored',
  'cancelled',
  'failed'
]);

function Status(props: {
  transfers: ITransfersModel;
  trans: TranslationBundle;
  onClick: () => void;
}): JSX.Element {
  const { items, active } = useSnapshot(props.transfers);
  const running = items.filter(({ state }) => !ENDED.has(state));
  const sum = (pick: (transfer: TransferStatus) => number) =>
    running.reduce((total, transfer) => total + pick(transfer), 0);
  return (
    <StatusItem
      trans={props.trans}
      active={active}
      failed={items.filter(({ state }) => state === 'failed').length}
      sent={sum(({ sent }) => sent)}
      size={sum(({ size }) => size)}
      onClick={props.onClick}
    />
  );
}
