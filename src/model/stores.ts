import type { Event } from '@jupyterlab/services';
import { Poll } from '@lumino/polling';
import { Signal } from '@lumino/signaling';

import { asCellkeepError } from '../protocol/errors';
import type { StorePlace, StoreStatus } from '../protocol/generated';
import { Disposable } from '../transport/disposable';
import { StoreEvents } from '../transport/events';
import type { ApiClient } from '../transport/http';
import { CatalogModel } from './catalog';
import { Library } from './library';
import { ShownCatalog, ShownEvents } from './shown';

/** How often the store is asked for its numbers while the page is visible. */
export const STATUS_MS = 30_000;

/** One store: how it is asked, what it says by itself, and what is loaded of it. */
export interface IStoreSide {
  readonly api: ApiClient;
  readonly events: StoreEvents;
  readonly catalog: CatalogModel;
  readonly library: Library;
}

/** What the stores need. */
export interface IStoresOptions {
  /** The store that saves go to. */
  readonly api: ApiClient;
  /** The server's own folder, where what is saved goes to a service. */
  readonly here?: ApiClient;
  readonly events: Pick<Event.IManager, 'stream'>;
}

/**
 * The store that saves go to and, where that is a team's service, the folder of the person's own server.
 *
 * Both are there all the time, each with its own models, so that an answer of one never comes into
 * the list of the other. One of them is shown.
 */
export class Stores extends Disposable {
  constructor({ api, here, events }: IStoresOptions) {
    super();
    this.home = sideOf(api, new StoreEvents(events));
    this.here = here && sideOf(here, new StoreEvents(events, 'here'));
    this._shown = this.home;
    this.catalog = new ShownCatalog(this.home.catalog);
    this.events = new ShownEvents(this.home.events);
    const shown = (): ApiClient => this._shown.api;
    this.library = new Library({
      get api() {
        return shown();
      },
      events: this.events,
      catalog: this.catalog
    });
    this._poll = new Poll<StoreStatus | undefined, unknown>({
      // It is opened when somebody looks at it.
      factory: async () =>
        this._shown === this.here ? here?.status() : undefined,
      auto: here !== undefined,
      frequency: { interval: STATUS_MS, backoff: true, max: 10 * STATUS_MS },
      standby: 'when-hidden',
      name: 'cellkeep:status-here'
    });
    this._poll.ticked.connect(this._onStatus, this);
  }

  /** Where saves go. */
  readonly home: IStoreSide;
  readonly here: IStoreSide | undefined;
  /** What is loaded of the store that is shown, and what that says of its changes. */
  readonly catalog: ShownCatalog;
  readonly events: ShownEvents;
  readonly library: Library;

  get shown(): IStoreSide {
    return this._shown;
  }

  get place(): StorePlace | undefined {
    return this.here && (this._shown === this.here ? 'here' : 'team');
  }

  readonly placeChanged = new Signal<this, void>(this);

  show(place: StorePlace): void {
    const wanted = this.at(place);
    if (wanted !== this._shown) {
      this._shown = wanted;
      this.catalog.show(wanted.catalog);
      this.events.show(wanted.events);
      this.placeChanged.emit();
    }
  }

  at(place: StorePlace | undefined): IStoreSide {
    return (place === 'here' && this.here) || this.home;
  }

  /** Asks the folder for its numbers, where it is shown. */
  async refresh(): Promise<void> {
    if (this._shown === this.here) {
      await this._poll.refresh();
    }
  }

  protected override letGo(): void {
    this._poll.dispose();
    this.library.dispose();
    this.catalog.dispose();
    for (const side of [this.home, this.here]) {
      side?.library.dispose();
      side?.catalog.dispose();
      side?.events.dispose();
    }
  }

  private _onStatus(
    _: unknown,
    { phase, payload }: { phase: string; payload: unknown }
  ): void {
    const catalog = this.here?.catalog;
    if (phase === 'rejected') {
      catalog?.setStatus(undefined, asCellkeepError(payload));
    } else if (payload && (phase === 'resolved' || phase === 'reconnected')) {
      const before = catalog?.snapshot.storeStatus;
      const status = payload as StoreStatus;
      catalog?.setStatus(status);
      if (before && sum(before) !== sum(status)) {
        void catalog?.refresh();
      }
    }
  }

  private readonly _poll: Poll<StoreStatus | undefined, unknown>;
  private _shown: IStoreSide;
}

/** A text that is another one whenever there is something new to list. */
export function sum({ store_id, runs, artifacts }: StoreStatus): string {
  return `${store_id} ${runs} ${artifacts}`;
}

function sideOf(api: ApiClient, events: StoreEvents): IStoreSide {
  const catalog = new CatalogModel({ api, events });
  const library = new Library({ api, events, catalog });
  return { api, events, catalog, library };
}
