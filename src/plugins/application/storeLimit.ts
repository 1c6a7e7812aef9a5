/**
 * The most that the store may hold: sent when a person changes it, and shown with how full it is.
 */

import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { CellkeepError } from '../../protocol/errors';
import type { StoreStatus } from '../../protocol/generated';
import type { ICellkeep } from '../../tokens';
import type { ApiClient } from '../../transport/http';
import { binaryBytes, bytes } from '../../ui/format';
import { CommandIDs } from './commandIds';
import { type ICommands } from './commands';
import { reworded } from './tell';

/** JupyterLab's own command; some applications lack it. */
const OPEN_SETTINGS = 'settingeditor:open';

/** What a `StoreLimitSender` works with. */
export interface IStoreLimitOptions {
  readonly api: Pick<ApiClient, 'putLimit'>;
  readonly trans: TranslationBundle;
  /** The store has taken the limit. */
  readonly onSet: (status: StoreStatus) => void;
  /** It has not, and no newer wish is on its way. */
  readonly onFailure: (error: CellkeepError) => void;
}

/**
 * Tells the store its limit. One request at a time, so that of two changes in a row the
 * later one stands, also where the network would turn them around.
 */
export class StoreLimitSender {
  constructor(private readonly _options: IStoreLimitOptions) {}

  /** Send a limit in bytes, 0 for none. Never rejects; returns when nothing is left to send. */
  async send(limitBytes: number): Promise<void> {
    this._wanted = limitBytes;
    if (this._isSending) {
      return;
    }
    this._isSending = true;
    while (this._wanted !== undefined) {
      const wanted: number = this._wanted;
      this._wanted = undefined;
      await this._put(wanted);
    }
    this._isSending = false;
  }

  private async _put(limitBytes: number): Promise<void> {
    const { api, onFailure, onSet, trans } = this._options;
    try {
      onSet(await api.putLimit(limitBytes || undefined));
    } catch (thrown) {
      if (this._wanted !== undefined) {
        return; // the next one says how it is
      }
      onFailure(
        reworded(thrown, message =>
          trans.__('The limit of the store was not changed. %1', message)
        )
      );
    }
  }
  private _wanted: number | undefined;
  private _isSending = false;
}

/** "Store: 1.2 GB"; where there is a limit, in the units that it is set in: "Store: 1.1 GiB of 10 GiB". */
export function storeUsage(
  status: Pick<StoreStatus, 'bytes' | 'limit_bytes'>,
  trans: TranslationBundle
): string {
  return status.limit_bytes === undefined
    ? trans.__('Store: %1', bytes(status.bytes))
    : trans.__(
        'Store: %1 of %2',
        binaryBytes(status.bytes),
        binaryBytes(status.limit_bytes)
      );
}

/** The menu entry that says how full the store is, and opens the settings, where its limit is. */
export function addStoreCommand(
  { commands }: JupyterFrontEnd,
  cellkeep: ICellkeep,
  { add, trans }: ICommands
): void {
  add(CommandIDs.openSettings, {
    label: () => {
      const { storeStatus } = cellkeep.catalog.snapshot;
      return storeStatus
        ? storeUsage(storeStatus, trans)
        : trans.__('Cellkeep Settings');
    },
    caption: trans.__("Open Cellkeep's settings"),
    isEnabled: () => commands.hasCommand(OPEN_SETTINGS),
    whyNot: trans.__('The settings are changed in JupyterLab'),
    execute: () => commands.execute(OPEN_SETTINGS, { query: 'Cellkeep' })
  });
}
