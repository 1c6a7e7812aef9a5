/**
 * Whether there is a store to talk to, and what to do if not.
 */

import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { Notification } from '@jupyterlab/apputils';
import { URLExt } from '@jupyterlab/coreutils';
import { ITranslator, type TranslationBundle } from '@jupyterlab/translation';
import { Token } from '@lumino/coreutils';

import { PROTOCOL_VERSION } from '../../protocol/envelope';
import { asCellkeepError } from '../../protocol/errors';
import { StateModel } from '../../model/snapshotModel';
import type { ICatalogModel } from '../../model/types';
import type { ErrorCode, StoreStatus } from '../../protocol/generated';
import { ICellkeep } from '../../tokens';
import type { ApiClient } from '../../transport/http';
import type { SignIn } from '../../transport/signIn';
import type { Connection } from '../../ui/props';
import { wordsOf } from './services';
import { VERSION } from './version';

/** What says that nothing more comes from the store, whatever it said before. */
const AWAY: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'STORE_UNREACHABLE',
  'SIGNED_OUT'
]);

/** The handshake with the server's side of Cellkeep, again with each of its answers. */
export class ConnectionModel extends StateModel<Connection> {
  constructor(
    private readonly _api: Pick<ApiClient, 'status'>,
    private readonly _trans: TranslationBundle,
    private readonly _version: string,
    private readonly _signInUrl = ''
  ) {
    super({ status: 'connecting' });
  }

  /** Hear of the server's state as often as the catalog does. */
  follow(catalog: Pick<ICatalogModel, 'snapshot' | 'stateChanged'>): void {
    catalog.stateChanged.connect(() => {
      const { storeStatus, error } = catalog.snapshot;
      // The catalog keeps what it knew of the store while nobody answers.
      if (error && (!storeStatus || AWAY.has(error.code))) {
        this._set(this._explain(error));
      } else if (storeStatus) {
        this._set(this._judge(storeStatus));
      }
    });
  }

  /** Ask the server; never rejects, the answer is the state. */
  async check(): Promise<Connection> {
    if (this.snapshot.status !== 'ready') {
      this._set({ status: 'connecting' });
    }
    try {
      this._set(this._judge(await this._api.status()));
    } catch (error) {
      this._set(this._explain(error));
    }
    return this.snapshot;
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
    if (error.code === 'SIGNED_OUT') {
      const signInUrl = this._signInUrl;
      return { status: 'signed-out', error: error.info(), signInUrl };
    }
    const status =
      error.code === 'PROTOCOL_MISMATCH' ? 'incompatible' : 'unreachable';
    return { status, error: error.info() };
  }

  private _set(snapshot: Connection): void {
    if (JSON.stringify(snapshot) !== JSON.stringify(this.snapshot)) {
      this.setSnapshot(snapshot);
    }
  }
}

/** Says wherever a person is that something waits for them to sign in, as long as it does. */
function tellSignIn(
  signIn: SignIn,
  url: string,
  trans: TranslationBundle
): void {
  let shown: string | undefined;
  signIn.changed.connect((_, isNeeded) => {
    if (shown !== undefined) {
      Notification.dismiss(shown);
    }
    shown = isNeeded
      ? Notification.warning(
          trans.__(
            'Cellkeep: You are signed out of Jupyter. What waits goes on when you have signed in.'
          ),
          {
            autoClose: false,
            actions: [
              {
                label: trans.__('Sign in to Jupyter'),
                callback: event => {
                  // The message stays until somebody is signed in.
                  event.preventDefault();
                  window.open(url, '_blank', 'noopener');
                }
              }
            ]
          }
        )
      : undefined;
  });
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
    const trans = wordsOf(translator);
    const { baseUrl } = cellkeep.api.settings;
    const signInUrl = URLExt.join(baseUrl, 'login');
    // Of the store that is shown.
    const api = { status: () => cellkeep.api.status() };
    const model = new ConnectionModel(api, trans, VERSION, signInUrl);
    model.follow(cellkeep.catalog);
    tellSignIn(cellkeep.api.signIn, signInUrl, trans);
    return model;
  }
};
