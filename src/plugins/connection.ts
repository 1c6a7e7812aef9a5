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

import { PROTOCOL_VERSION } from '../protocol/envelope';
import { asCellkeepError } from '../protocol/errors';
import type { Run, StoreStatus } from '../protocol/generated';
import { ApiClient } from '../transport/http';
import type { Connection } from '../ui/props';
import { VERSION } from './version';

/** The handshake with the server's side of Cellkeep. */
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

  /** The store's run for what belongs to no notebook, once the server has told it. */
  get uploadsRun(): Run | undefined {
    return this._uploadsRun;
  }

  /** Ask the server; never rejects, the answer is the state. */
  async check(): Promise<Connection> {
    if (this._snapshot.status !== 'ready') {
      this._set({ status: 'connecting' });
    }
    try {
      const status = await this._api.status();
      this._uploadsRun = status.uploads_run;
      this._set(this._judge(status));
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
    this._snapshot = snapshot;
    this._stateChanged.emit();
  }

  private readonly _api: Pick<ApiClient, 'status'>;
  private readonly _trans: TranslationBundle;
  private readonly _version: string;
  private readonly _stateChanged = new Signal<this, void>(this);
  private _snapshot: Connection = { status: 'connecting' };
  private _uploadsRun: Run | undefined;
}

/** Only for the plugins of this extension. */
export const IConnection = new Token<IConnection>(
  'cellkeep:IConnection',
  "The server's side of Cellkeep, and whether it is there."
);

/** The server's interface, and whether there is anybody behind it. */
export interface IConnection {
  readonly api: ApiClient;
  readonly model: ConnectionModel;
}

export const connectionPlugin: JupyterFrontEndPlugin<IConnection> = {
  id: 'cellkeep:connection',
  description: "Finds the server's side of Cellkeep and checks its version.",
  autoStart: true,
  optional: [ITranslator],
  provides: IConnection,
  activate: (app: JupyterFrontEnd, translator: ITranslator | null) => {
    const trans = (translator ?? nullTranslator).load('cellkeep');
    const api = new ApiClient(app.serviceManager.serverSettings);
    const model = new ConnectionModel(api, trans, VERSION);
    // Not awaited: JupyterLab starts without waiting for us.
    void model.check();
    return { api, model };
  }
};
