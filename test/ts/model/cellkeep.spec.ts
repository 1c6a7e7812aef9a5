import type { Event } from '@jupyterlab/services';
import { Stream } from '@lumino/signaling';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { Cellkeep } from '../../../src/model/cellkeep';
import type {
  Offer,
  RunInfo,
  StoreStatus
} from '../../../src/protocol/generated';
import { decode } from '../../../src/protocol/msgpack';
import type { ICellkeep } from '../../../src/tokens';
import { CHANGE_SCHEMA } from '../../../src/transport/events';
import { ApiClient } from '../../../src/transport/http';
import {
  RUN,
  digest,
  kernelOffer,
  receiptOf,
  request
} from '../transfer/world';
import { TestKernel } from '../transport/kernel';
import {
  startServer,
  type IAnswer,
  type IRequest,
  type ITestServer
} from '../transport/server';
import { eventually } from '../eventually';
import { golden } from '../schemaFile';

const status: StoreStatus = {
  ...golden<StoreStatus>('store status'),
  uploads_run: RUN
};

let server: ITestServer;
let cellkeep: Cellkeep;
let stream: Stream<Event.IManager, Event.Emission>;
let offers: Offer[];
let refusal: IAnswer | undefined;

beforeEach(async () => {
  offers = [];
  refusal = undefined;
  server = await startServer();
  server.handle = answer;
  stream = new Stream({} as Event.IManager);
  cellkeep = new Cellkeep({
    api: new ApiClient(server.settings),
    here: new ApiClient(server.settings, 'cellkeep/here/api'),
    events: { stream },
    isVisible: () => true
  });
});
afterEach(async () => {
  cellkeep.dispose();
  await server.close();
});

/** A server that stores what is offered along with its bytes. */
function answer({ path, method, body }: IRequest): IAnswer {
  switch (`${method} ${path.replace('/user/ada/cellkeep/api/', '')}`) {
    case 'GET /user/ada/cellkeep/here/api/status':
      return { body: { ...status, store_id: '6'.repeat(32) } };
    case 'GET /user/ada/cellkeep/here/api/runs':
      return { body: { items: [info('of the folder')] } };
    case 'GET status':
      return { body: status };
    case 'GET runs':
      return { body: { items: [] } };
    case 'GET transfers':
      return { body: { transfers: [] } };
    case 'POST offers':
      return refusal ?? store(new Uint8Array(body));
    case 'POST contents':
      return { status: 202, body: { transfers: [] } };
    default:
      return { status: 404 };
  }
}

function info(name: string): RunInfo {
  return {
    run: { ...RUN, name },
    artifacts: 0,
    bytes: 0,
    updated_at: RUN.created_at
  };
}

function store(body: Uint8Array): IAnswer {
  const { offer, content } = decode(body) as {
    offer: Offer;
    content: Uint8Array;
  };
  expect(digest(content)).toBe(offer.sha256);
  offers.push(offer);
  return { body: { type: 'stored', receipt: receiptOf(offer) } };
}

async function withFeed(): Promise<{ kernel: TestKernel; client: string }> {
  // Known before, so that the page attaches once and says at once which store it shows.
  await eventually(() =>
    expect(cellkeep.catalog.snapshot.storeStatus).toBeDefined()
  );
  const kernel = new TestKernel();
  cellkeep.connectKernel(kernel.connection, { notebook: 'a.ipynb' });
  kernel.openFeed();
  await eventually(() => expect(kernel.controls).toHaveLength(1));
  const [attach] = kernel.controls;
  return { kernel, client: attach?.session ?? '' };
}

function offerOfKernel(content: Uint8Array): Offer {
  const run = { ...RUN, kernel_id: RUN.id };
  return { ...kernelOffer('from the kernel', content), run };
}

describe('Cellkeep in the browser', () => {
  it('is what other extensions were promised', () => {
    const promised: ICellkeep = cellkeep;
    expect(promised.contentUrl({ id: '1' })).toContain('artifacts/1/content');
  });

  it('shows the other of two stores, while saves and open documents stay', async () => {
    const names = (): string[] =>
      cellkeep.catalog.snapshot.runs.map(({ run }) => run.name);
    const before = cellkeep.at(cellkeep.place);
    expect(cellkeep.place).toBe('team');
    cellkeep.show('here');
    await eventually(() => expect(names()).toEqual(['of the folder']));
    await eventually(() =>
      expect(cellkeep.catalog.snapshot.storeStatus?.store_id).toMatch(/^6/)
    );
    expect(cellkeep.contentUrl({ id: '1' })).toContain('/here/api/artifacts/1');
    expect(before.contentUrl({ id: '1' })).toContain('keep/api/artifacts/1');
    expect(before.place).toBe('team');
    const [id] = cellkeep.save([request('x', 'some text')]);
    await eventually(() =>
      expect(cellkeep.transfers.get(id!)?.state).toBe('stored')
    );
    // What one store says of its changes is not news of the other.
    const heard: string[] = [];
    cellkeep.library.changed.connect((_, change) => heard.push(change.run_id));
    cellkeep.changed.connect((_, change) => heard.push(`saved ${change.seq}`));
    const change = { kind: 'run', schema_id: CHANGE_SCHEMA };
    stream.emit({ ...change, seq: 1, run_id: '1'.repeat(32), store: 'here' });
    stream.emit({ ...change, seq: 7, run_id: '7'.repeat(32) });
    expect(heard).toEqual(['1'.repeat(32), 'saved 7']);
    cellkeep.show('team');
    expect(names()).toEqual([]);
  });

  it('saves what it is asked to, and shows it until it is stored', async () => {
    const [id] = cellkeep.save([request('x', 'some text')]);
    await eventually(() =>
      expect(cellkeep.transfers.get(id!)?.state).toBe('stored')
    );
    expect(offers.map(({ name }) => name)).toEqual(['x']);
    expect(cellkeep.transfers.snapshot.items.map(item => item.id)).toEqual([
      id
    ]);
  });

  it('lets the server save what it can read itself', async () => {
    const ids = cellkeep.save([
      { ...request('a', ''), source: { type: 'contents', path: 'd/a.csv' } },
      { ...request('b', ''), source: { type: 'contents', path: 'd/b.csv' } }
    ]);
    expect(ids).toEqual([undefined, undefined]);
    await eventually(() =>
      expect(server.requests.some(({ method }) => method === 'POST')).toBe(true)
    );
    const sent = server.requests.filter(({ method }) => method === 'POST');
    expect(sent).toHaveLength(1);
    const body = JSON.parse(sent[0]!.body.toString()) as { paths: string[] };
    expect(body.paths).toEqual(['d/a.csv', 'd/b.csv']);
    await eventually(() =>
      expect(cellkeep.transfers.snapshot.items).toEqual([])
    );
  });

  it("uploads a kernel's offer, and sends it the receipt", async () => {
    const { kernel, client } = await withFeed();
    const content = new TextEncoder().encode('bytes of the kernel');
    const offer = offerOfKernel(content);
    const say = (): void =>
      kernel.say(
        { type: 'offer', offer, uploader: client, content: 1 },
        content
      );
    say();
    await eventually(() => expect(kernel.controls).toHaveLength(3));
    expect(kernel.controls.map(({ message }) => message)).toMatchObject([
      { type: 'attach' },
      { type: 'ack', offer_id: offer.id },
      { type: 'receipt', receipt: { offer_id: offer.id, sha256: offer.sha256 } }
    ]);
    // Repeated, because the receipt was lost: nothing is uploaded twice.
    say();
    await eventually(() => expect(kernel.controls).toHaveLength(5));
    expect(kernel.controls.at(-1)?.message.type).toBe('receipt');
    expect(offers).toHaveLength(1);
    // The browser's own saves join the kernel's run.
    expect(cellkeep.currentRun({ kernelId: RUN.id }).id).toBe(RUN.id);
  });

  it("leaves other front ends' offers alone", async () => {
    const { kernel } = await withFeed();
    const content = new TextEncoder().encode('x');
    kernel.say(
      {
        type: 'offer',
        offer: offerOfKernel(content),
        uploader: 'other',
        content: 1
      },
      content
    );
    kernel.say({ type: 'status', transfers: [] });
    await new Promise(resolve => setTimeout(resolve, 50));
    expect(kernel.controls).toHaveLength(1);
    expect(offers).toEqual([]);
  });

  it('refuses what it cannot upload, and shows no failure of its own', async () => {
    refusal = {
      status: 507,
      body: { code: 'STORE_FULL', message: 'No room.', retryable: true }
    };
    const { kernel, client } = await withFeed();
    const content = new TextEncoder().encode('x');
    const offer = offerOfKernel(content);
    kernel.say({ type: 'offer', offer, uploader: client, content: 1 }, content);
    await eventually(() => expect(kernel.controls).toHaveLength(3));
    expect(kernel.controls[2]?.message).toMatchObject({
      type: 'refuse',
      offer_id: offer.id,
      error: { code: 'STORE_FULL', message: 'No room.' }
    });
    expect(cellkeep.transfers.get(offer.id)).toBeUndefined();
    // The kernel may offer it again later, and then it goes.
    refusal = undefined;
    kernel.say({ type: 'offer', offer, uploader: client, content: 1 }, content);
    await eventually(() =>
      expect(kernel.controls.at(-1)?.message.type).toBe('receipt')
    );
  });

  it("passes a person's wish on to the kernel", async () => {
    const { kernel } = await withFeed();
    const id = 'f'.repeat(32);
    kernel.say({
      type: 'status',
      transfers: [
        {
          id,
          run_id: RUN.id,
          run_name: RUN.name,
          name: 'weights',
          category: 'output',
          media_type: 'text/plain',
          codec: 'bytes.v1',
          size: 10,
          origin: 'kernel',
          state: 'uploading',
          sent: 5,
          updated_at: new Date().toISOString()
        }
      ]
    });
    await eventually(() => expect(cellkeep.transfers.get(id)).toBeDefined());
    cellkeep.transfers.act(id, 'pause');
    await eventually(() =>
      expect(kernel.controls.at(-1)?.message).toMatchObject({
        type: 'command',
        action: 'pause',
        transfer_id: id
      })
    );
  });

  it('shows the store, and says when it is away', async () => {
    await eventually(() =>
      expect(cellkeep.catalog.snapshot.storeStatus).toEqual(status)
    );
    expect(cellkeep.currentRun()).toEqual(RUN);
    server.handle = () => ({ status: 503 });
    await cellkeep.refresh();
    expect(cellkeep.catalog.snapshot.error?.code).toBe('STORE_UNREACHABLE');
    server.handle = answer;
    await cellkeep.refresh();
    // The server's return is news, which loads the list once more.
    await eventually(() =>
      expect(cellkeep.catalog.snapshot.error).toBeUndefined()
    );
  });

  it('takes the first answer of a server that was away', async () => {
    cellkeep.dispose();
    // The poll chooses its pause before the next attempt by chance: next to none.
    const chance = vi.spyOn(Math, 'random').mockReturnValue(0.9999);
    server.handle = () => ({ status: 503 });
    const stream = new Stream<Event.IManager, Event.Emission>(
      {} as Event.IManager
    );
    cellkeep = new Cellkeep({
      api: new ApiClient(server.settings),
      events: { stream }
    });
    await eventually(() =>
      expect(cellkeep.catalog.snapshot.error?.code).toBe('STORE_UNREACHABLE')
    );
    server.handle = answer;
    await eventually(() =>
      expect(cellkeep.catalog.snapshot.storeStatus).toEqual(status)
    );
    expect(cellkeep.catalog.snapshot.error).toBeUndefined();
    chance.mockRestore();
  });
});
