import type { JupyterFrontEnd } from '@jupyterlab/application';
import { Notification } from '@jupyterlab/apputils';
import type { Event } from '@jupyterlab/services';
import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import { nullTranslator } from '@jupyterlab/translation';
import { CommandRegistry } from '@lumino/commands';
import { Signal, Stream } from '@lumino/signaling';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { Cellkeep } from '../../../src/model/cellkeep';
import { CommandIDs } from '../../../src/plugins/application/commandIds';
import { commandsPlugin } from '../../../src/plugins/application/commands';
import { servicePlugin } from '../../../src/plugins/application/service';
import { SettingsModel } from '../../../src/plugins/application/settings';
import {
  addStoreCommand,
  StoreLimitSender,
  storeUsage
} from '../../../src/plugins/application/storeLimit';
import type { CellkeepError } from '../../../src/protocol/errors';
import type { StoreStatus } from '../../../src/protocol/generated';
import type { ICellkeep } from '../../../src/tokens';
import { ApiClient } from '../../../src/transport/http';
import { startServer, type ITestServer } from '../transport/server';
import { eventually } from '../eventually';
import { golden } from '../schemaFile';

const trans = nullTranslator.load('cellkeep');
const GIB = 2 ** 30;
const STATUS = golden<StoreStatus>('store status');

describe('sending the limit', () => {
  let server: ITestServer;
  let failures: CellkeepError[];
  let set: StoreStatus[];
  let sender: StoreLimitSender;

  beforeEach(async () => {
    server = await startServer();
    server.handle = () => ({ body: STATUS });
    failures = [];
    set = [];
    sender = new StoreLimitSender({
      api: new ApiClient(server.settings),
      trans,
      onSet: status => set.push(status),
      onFailure: error => failures.push(error)
    });
  });
  afterEach(() => server.close());

  const sent = (): unknown[] =>
    server.requests.map(({ body }) => JSON.parse(String(body)) as unknown);

  it('gives the store its limit, and takes it away', async () => {
    await sender.send(5);
    await sender.send(0);
    expect(sent()).toEqual([{ limit_bytes: 5 }, {}]);
    expect(set).toEqual([STATUS, STATUS]);
    expect(failures).toEqual([]);
  });

  it('sends the last of several changes last, and skips what was overtaken', async () => {
    let arrived = 0;
    let most = 0;
    server.handle = async () => {
      most = Math.max(most, ++arrived);
      await new Promise(resolve => setTimeout(resolve, 20));
      arrived -= 1;
      return { body: STATUS };
    };
    const first = sender.send(1);
    await Promise.all([sender.send(10), sender.send(100), first]);
    expect(sent()).toEqual([{ limit_bytes: 1 }, { limit_bytes: 100 }]);
    expect(most).toBe(1);
  });

  it('tells a refusal once, with what the server says, and goes on', async () => {
    server.handle = () => ({
      status: 403,
      body: {
        code: 'FORBIDDEN',
        message: 'It is set elsewhere.',
        hint: 'Change it there.',
        retryable: false
      }
    });
    await sender.send(5);
    expect(failures.map(error => error.info())).toEqual([
      {
        code: 'FORBIDDEN',
        message: 'The limit of the store was not changed. It is set elsewhere.',
        hint: 'Change it there.',
        retryable: false
      }
    ]);
    expect(set).toEqual([]);
    server.handle = () => ({ body: STATUS });
    await sender.send(6);
    expect(failures).toHaveLength(1);
    expect(set).toHaveLength(1);
  });

  it('does not tell the failure of a change that a newer one replaced', async () => {
    server.handle = ({ body }) =>
      String(body).includes('1') ? 'hang up' : { body: STATUS };
    await Promise.all([sender.send(1), sender.send(2)]);
    expect(failures).toEqual([]);
    expect(set).toHaveLength(1);
  });
});

describe('changing the setting', () => {
  it('changes the store, and tells a refusal as a notification, once', async () => {
    const server = await startServer();
    let refused = false;
    server.handle = ({ method, path }) => {
      if (method === 'PUT' && refused) {
        return {
          status: 403,
          body: {
            code: 'FORBIDDEN',
            message: 'It is set elsewhere.',
            retryable: false
          }
        };
      }
      const page = path.endsWith('transfers')
        ? { transfers: [] }
        : { items: [] };
      return { body: /(limit|status)$/.test(path) ? STATUS : page };
    };
    const changed = new Signal<object, void>({});
    const settings = { composite: { storeLimitGiB: 1 }, changed };
    const model = new SettingsModel();
    const manager = {} as Event.IManager;
    const app = {
      serviceManager: {
        serverSettings: server.settings,
        events: { stream: new Stream<Event.IManager, Event.Emission>(manager) }
      }
    };
    const cellkeep = (await servicePlugin.activate(
      app as unknown as JupyterFrontEnd,
      model,
      null
    )) as Cellkeep;
    const puts = () =>
      server.requests
        .filter(({ method }) => method === 'PUT')
        .map(({ path, body }) => `${path} ${String(body)}`);
    const told = () =>
      Notification.manager.notifications.map(({ message }) => message);
    const change = (storeLimitGiB: number) => {
      settings.composite = { storeLimitGiB };
      changed.emit();
    };
    const address = '/user/ada/cellkeep/api/limit';
    try {
      model.follow(settings as unknown as ISettingRegistry.ISettings);
      change(2);
      await eventually(() =>
        expect(cellkeep.catalog.snapshot.storeStatus).toEqual(STATUS)
      );
      await eventually(() =>
        expect(puts()).toEqual([`${address} {"limit_bytes":${2 * GIB}}`])
      );
      expect(told()).toEqual([]);
      refused = true;
      change(0);
      await eventually(() =>
        expect(told()).toEqual([
          'Cellkeep: The limit of the store was not changed. It is set elsewhere.'
        ])
      );
      expect(puts().slice(1)).toEqual([`${address} {}`]);
    } finally {
      cellkeep.dispose();
      Notification.dismiss();
      await server.close();
    }
  });
});

describe('how full the store is', () => {
  it('is in the units that the limit is set in', () => {
    const used = Math.round(1.1 * GIB);
    expect(storeUsage({ bytes: used, limit_bytes: 10 * GIB }, trans)).toBe(
      'Store: 1.1 GiB of 10 GiB'
    );
    expect(storeUsage({ bytes: 1_200_000_000 }, trans)).toBe('Store: 1.2 GB');
    expect(storeUsage({ bytes: 3, limit_bytes: 0 }, trans)).toBe(
      'Store: 3 B of 0 B'
    );
  });

  it('is a menu entry that opens the settings, where there are any', async () => {
    const commands = new CommandRegistry();
    const snapshot: { storeStatus: StoreStatus | undefined } = {
      storeStatus: undefined
    };
    const app = { commands } as unknown as JupyterFrontEnd;
    addStoreCommand(
      app,
      { catalog: { snapshot } } as unknown as ICellkeep,
      await commandsPlugin.activate(app, null, null)
    );
    const command = CommandIDs.openSettings;
    expect(commands.label(command)).toBe('Cellkeep Settings');
    snapshot.storeStatus = { ...STATUS, bytes: GIB, limit_bytes: 2 * GIB };
    expect(commands.label(command)).toBe('Store: 1 GiB of 2 GiB');
    expect(commands.isEnabled(command)).toBe(false);
    const opened: unknown[] = [];
    commands.addCommand('settingeditor:open', {
      execute: args => opened.push(args)
    });
    expect(commands.isEnabled(command)).toBe(true);
    await commands.execute(command);
    expect(opened).toEqual([{ query: 'Cellkeep' }]);
  });
});
