import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ReactWidget } from '@jupyterlab/apputils';
import { IStatusBar } from '@jupyterlab/statusbar';
import { ITranslator, type TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import * as React from 'react';

import { hasEnded, isCopy } from '../../model/merge';
import type { ITransfersModel } from '../../model/types';
import type { TransferStatus } from '../../protocol/generated';
import { ICellkeep } from '../../tokens';
import { StatusItem } from '../../ui/StatusItem';
import { CommandIDs } from '../application/commandIds';
import { actionOf, noArgs } from '../application/commands';
import { wordsOf } from '../application/services';
import { useCommands } from '../application/useCommands';
import { useSnapshot } from '../application/useSnapshot';

/** The saves under way, in the status bar. Notebook 7 has none. */
export const statusPlugin: JupyterFrontEndPlugin<void> = {
  id: 'cellkeep:status',
  description: 'Shows the saves under way in the status bar.',
  autoStart: true,
  requires: [ICellkeep],
  optional: [IStatusBar, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    cellkeep: ICellkeep,
    statusBar: IStatusBar | null,
    translator: ITranslator | null
  ) => {
    const trans = wordsOf(translator);
    const item = ReactWidget.create(
      <Status
        transfers={cellkeep.transfers}
        trans={trans}
        commands={app.commands}
      />
    );
    const isBusy = () => {
      // What takes a moment is not worth an item that comes and goes.
      const { shown, waiting } = cellkeep.transfers.snapshot;
      return shown.some(isWorthSaying) || waiting > 0;
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

/** The store has what is copied: only the list says where that stands. */
function isWorthSaying(transfer: TransferStatus): boolean {
  const { state } = transfer;
  return state === 'failed' || (!isCopy(transfer) && !hasEnded(state));
}

function Status(props: {
  transfers: ITransfersModel;
  trans: TranslationBundle;
  commands: CommandRegistry;
}): JSX.Element {
  const { items, active, sent, size } = useSnapshot(props.transfers);
  return (
    <StatusItem
      trans={props.trans}
      active={active}
      paused={items.filter(({ state }) => state === 'paused').length}
      failed={items.filter(({ state }) => state === 'failed').length}
      sent={sent}
      size={size}
      onClick={useCommands(props.commands, showSidebar)}
    />
  );
}

const showSidebar = (commands: CommandRegistry) =>
  actionOf(commands, CommandIDs.showSidebar, noArgs);
