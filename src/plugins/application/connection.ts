/**
 * Whether there is a store to talk to, and what to do if not.
 */

import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import {
  ITranslator,
  nullTranslator,
  type TranslationBundle
} from '@jupyterlab/translation';
import { Token } from '@lumino/coreutils';
import { type ISignal, Signal } from '@lumino/signaling';

import { PROTOCOL_VERSION } from '../../protocol/envelope';
import { asCellkeepError } from '../../protocol/errors';
import type { ICatalogModel } from '../../model/types';
import type { StoreStatus } from '../../protocol/generated';
import { ICellkeep } from '../../tokens';
import type { ApiClient } from '../../transport/http';
import type { Connection } from '../../ui/props';
import { VERSION } from './version';

/** The handshake with the server's side of Cellkeep, again with each of its answers. */
export class ConnectionModel {
  constructor(
    api: Pick<ApiClient, 'status'>,
    trans: TranslationBundle,
    version: string
  ) {
    this._api = api;
    this._trans = trans;
    this._version = version;
  }

  get stateChanged(): ISignal<this, void> {
    return this._stateChanged;
  }

  get snapshot(): Connection {
    return this._snapshot;
  }

  /** Hear of the server's state as often as the catalog does. */
  follow(catalog: Pick<ICatalogModel, 'snapshot' | 'stateChanged'>): void {
    catalog.stateChanged.connect(() => {
      const { storeStatus, error } = catalog.snapshot;
      // The catalog keeps what it knew of the store while nobody answers.
      if (error && (!storeStatus || error.code === 'STORE_UNREACHABLE')) {
        this._set(this._explain(error));
      } else if (storeStatus) {
        this._set(this._judge(storeStatus));
      }
    });
  }

  /** Ask the server; never rejects, the answer is the state. */
  async check(): Promise<Connection> {
    if (this._snapshot.status !== 'ready') {
      this._set({ status: 'connecting' });
    }
    try {
      this._set(this._judge(await this._api.status()));
    } catch (error) {
      this._set(this._explain(error));
    }
    return this._snapshot;
  }

  private _judge(status: StoreStatus): Connection {
    if (status.protocol === PROTOCOL_VERSION) {
      return { status: 'ready' };
    }
    const isOlder = status.protocol < PROTOCOL_VERSION;
    return {
      status: 'incompatible',
      error: {
        code: 'PROTOCOL_MISMATCH',
        message: this._trans.__(
          'The server has Cellkeep %1, this page has %2, and they do not understand each other.',
          status.server_version,
          this._version
        ),
        hint: isOlder
          ? this._trans.__('Restart the Jupyter server.')
          : this._trans.__('Reload the page.'),
        retryable: false
      }
    };
  }

  private _explain(thrown: unknown): Connection {
    const error = asCellkeepError(thrown);
    if (error.status === 404) {
      return { status: 'missing' };
    }
    const status =
      error.code === 'PROTOCOL_MISMATCH' ? 'incompatible' : 'unreachable';
    return { status, error: error.info() };
  }

  private _set(snapshot: Connection): void {
    if (JSON.stringify(snapshot) === JSON.stringify(this._snapshot)) {
      return;
    }
    this._snapshot = snapshot;
    this._stateChanged.emit();
  }

  private readonly _api: Pick<ApiClient, 'status'>;
  private readonly _trans: TranslationBundle;
  private readonly _version: string;
  private readonly _stateChanged = new Signal<this, void>(this);
  private _snapshot: Connection = { status: 'connecting' };
}

/** Only for the plugins of this extension. */
export const IConnection = new Token<ConnectionModel>(
  'cellkeep:IConnection',
  "Whether the server's side of Cellkeep is there, and of the same version."
);

export const connectionPlugin: JupyterFrontEndPlugin<ConnectionModel> = {
  id: 'cellkeep:connection',
  description: "Watches whether the server's side of Cellkeep is there.",
  autoStart: true,
  requires: [ICellkeep],
  optional: [ITranslator],
  provides: IConnection,
  activate: (
    _: JupyterFrontEnd,
    cellkeep: ICellkeep,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load('cellkeep');
    const model = new ConnectionModel(cellkeep.api, trans, VERSION);
    model.follow(cellkeep.catalog);
    return model;
  }
};
