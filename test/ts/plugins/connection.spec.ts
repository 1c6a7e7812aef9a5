import { readFileSync } from 'node:fs';

import { nullTranslator } from '@jupyterlab/translation';
import { Signal } from '@lumino/signaling';
import { describe, expect, it } from 'vitest';

import type { ICatalogModel, ICatalogSnapshot } from '../../../src/model/types';
import { ConnectionModel } from '../../../src/plugins/application/connection';
import { VERSION } from '../../../src/plugins/application/version';
import { errorOfBody } from '../../../src/transport/answers';
import { CellkeepError } from '../../../src/protocol/errors';
import type { StoreStatus } from '../../../src/protocol/generated';
import { golden } from '../schemaFile';

const STATUS = golden<StoreStatus>('store status');

function modelOf(status: () => Promise<StoreStatus>): ConnectionModel {
  return new ConnectionModel({ status }, nullTranslator.load(''), '0.1.0');
}

describe('the handshake with the server', () => {
  it('is ready when both speak the same protocol', async () => {
    const model = modelOf(() => Promise.resolve(STATUS));
    const seen: string[] = [];
    model.stateChanged.connect(() => seen.push(model.snapshot.status));
    expect(await model.check()).toEqual({ status: 'ready' });
    expect(seen).toEqual(['ready']);
  });

  it('says to restart an older server, and to reload an older page', async () => {
    const older = await modelOf(() =>
      Promise.resolve({ ...STATUS, protocol: 0 })
    ).check();
    expect(older).toMatchObject({
      status: 'incompatible',
      error: { code: 'PROTOCOL_MISMATCH', hint: 'Restart the Jupyter server.' }
    });
    const newer = await modelOf(() =>
      Promise.resolve({ ...STATUS, protocol: 2 })
    ).check();
    expect(newer).toMatchObject({ error: { hint: 'Reload the page.' } });
  });

  it('says that the extension is missing where nobody answers at its address', async () => {
    const notFound = errorOfBody(404, '{"message": "Not Found"}');
    const model = modelOf(() => Promise.reject(notFound));
    expect(await model.check()).toEqual({ status: 'missing' });
  });

  it('says that the server cannot be reached, and recovers', async () => {
    let answer = (): Promise<StoreStatus> =>
      Promise.reject(new CellkeepError('STORE_UNREACHABLE', 'No answer.'));
    const model = modelOf(() => answer());
    expect(await model.check()).toMatchObject({
      status: 'unreachable',
      error: { message: 'No answer.' }
    });
    answer = () => Promise.resolve(STATUS);
    expect(await model.check()).toEqual({ status: 'ready' });
  });
});

it('the connection follows what the catalog hears of the server', () => {
  const model = modelOf(() => Promise.reject(new Error('not asked')));
  const catalog = {
    snapshot: {} as ICatalogSnapshot,
    stateChanged: new Signal<ICatalogModel, void>({} as ICatalogModel)
  };
  model.follow(catalog);
  const become = (snapshot: Partial<ICatalogSnapshot>) => {
    catalog.snapshot = snapshot as ICatalogSnapshot;
    catalog.stateChanged.emit();
    return model.snapshot.status;
  };
  expect(become({})).toBe('connecting');
  expect(become({ storeStatus: STATUS })).toBe('ready');
  // A page that could not be loaded is not a server that is away.
  const error = new CellkeepError('CATALOG_BUSY', 'Locked.');
  expect(become({ storeStatus: STATUS, error })).toBe('ready');
  expect(become({ error })).toBe('unreachable');
  const away = new CellkeepError('STORE_UNREACHABLE', 'No answer.');
  expect(become({ storeStatus: STATUS, error: away })).toBe('unreachable');
  expect(become({ storeStatus: STATUS })).toBe('ready');
});

it('the version is that of package.json', () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    version: string;
  };
  expect(VERSION).toBe(version);
});
