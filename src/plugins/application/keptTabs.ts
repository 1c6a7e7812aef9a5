/**
 * Tabs of what is stored, which come back when the page is loaded again: what cannot be shown then
 * says why in its tab, and is tried again.
 */
import type { ILayoutRestorer, JupyterFrontEnd } from '@jupyterlab/application';
import { type MainAreaWidget, WidgetTracker } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { LabIcon } from '@jupyterlab/ui-components';
import {
  type ReadonlyJSONObject,
  type ReadonlyPartialJSONObject,
  UUID
} from '@lumino/coreutils';
import { Debouncer } from '@lumino/polling';
import type { ISignal } from '@lumino/signaling';
import type { Widget } from '@lumino/widgets';

import { CellkeepError } from '../../protocol/errors';
import type { ICellkeep } from '../../tokens';
import type { IServices } from './services';
import { asTab, openTab } from './tabs';
import { UnopenedTab } from './unopenedTab';

const KEEP_MS = 500;
/** JupyterLab shows nothing of its layout before all its tabs are back. */
const PATIENCE_MS = 3000;

/** Where tabs of one kind are, and how they are opened again. */
export interface IKeptTabsOptions<T extends Widget> {
  readonly app: JupyterFrontEnd;
  readonly services: IServices;
  /** Null where tabs do not come back. */
  readonly restorer: ILayoutRestorer | null;
  readonly namespace: string;
  /** Opens one, and with what. */
  readonly command: string;
  readonly argsOf: (content: T) => ReadonlyPartialJSONObject;
  /** What tells it from the others. */
  readonly nameOf: (content: T) => string;
}

/** One tab that is to be opened. */
export interface IWantedTab<T extends Widget> {
  /** The store that has what it shows. */
  readonly store: ICellkeep;
  /** The artifacts that it is about. */
  readonly artifactIds: readonly string[];
  /** Asks for what it shows: undefined where the person thought better of it. */
  readonly load: () => Promise<ILoaded<T> | undefined>;
}

interface ILoaded<T extends Widget> {
  /** What tells it from the others, as `nameOf` says of its content. */
  readonly name: string;
  readonly make: () => MainAreaWidget<T>;
}

/** The tabs of one kind. */
export class KeptTabs<T extends Widget> {
  constructor(private readonly _options: IKeptTabsOptions<T>) {
    const { argsOf, command, namespace, nameOf, restorer } = _options;
    this._tracker = new WidgetTracker<MainAreaWidget<T | UnopenedTab>>({
      namespace
    });
    void restorer?.restore(this._tracker, {
      command,
      args: tab => {
        const { content, title } = tab;
        return content instanceof UnopenedTab
          ? content.args
          : {
              ...argsOf(content),
              title: {
                name: nameOf(content),
                keptAs: this._keptAs.get(tab) ?? '',
                label: title.label,
                icon: title.icon instanceof LabIcon ? title.icon.name : ''
              }
            };
      },
      name: tab => this._keptAs.get(tab) ?? ''
    });
  }

  /** Keeps what a tab shows whenever a signal says that it is something else. */
  saveOn(changed: ISignal<unknown, void>, tab: MainAreaWidget<T>): void {
    // Scrolling changes it many times a second.
    const keep = new Debouncer(() => this._tracker.save(tab), KEEP_MS);
    changed.connect(() => void keep.invoke());
    tab.disposed.connect(() => keep.dispose());
  }

  /**
   * Opens a tab, or goes to it.
   *
   * @param args - Those of the command. Of a tab that comes back they have its title: it does so
   * where it cannot be loaded, too.
   */
  async open(
    args: ReadonlyPartialJSONObject,
    wanted: IWantedTab<T>
  ): Promise<void> {
    const title = titleIn(args);
    if (!title) {
      this._show(await wanted.load());
      return;
    }
    const loading = wanted.load();
    const { keptAs } = title;
    try {
      const { trans } = this._options.services;
      this._show(await inTime(loading, trans), { keptAs });
    } catch (error) {
      const tab = this._unopened(args, title, wanted, error);
      this._show({ name: title.name, make: () => tab }, { keptAs });
      // One that is late may come yet.
      loading.then(
        loaded => {
          if (!tab.isDisposed) {
            this._show(loaded, { keptAs, activate: tab.content.isVisible });
          }
        },
        (reason: unknown) => tab.content.explain(reason)
      );
    }
  }

  /**
   * @param keptAs - As what JupyterLab's layout knows it: that stays, whatever the tab shows.
   */
  private _show(
    loaded: ILoaded<T | UnopenedTab> | undefined,
    { keptAs = UUID.uuid4(), activate = true } = {}
  ): void {
    if (!loaded) {
      return;
    }
    const { name } = loaded;
    const make = (): MainAreaWidget<T | UnopenedTab> => {
      const tab = loaded.make();
      this._keptAs.set(tab, keptAs);
      return tab;
    };
    const isIts = ({ content }: MainAreaWidget<T | UnopenedTab>): boolean =>
      this._nameOf(content) === name;
    const there = this._tracker.find(isIts);
    const instead = there?.content instanceof UnopenedTab ? there : undefined;
    openTab(
      this._options.app,
      this._tracker,
      tab => tab !== instead && isIts(tab),
      make,
      { instead, activate }
    );
  }

  private _unopened(
    args: ReadonlyPartialJSONObject,
    { icon, keptAs, label, name }: ITitle,
    { artifactIds, load, store }: IWantedTab<T>,
    error: unknown
  ): MainAreaWidget<UnopenedTab> {
    const { app, services } = this._options;
    const content: UnopenedTab = new UnopenedTab({
      commands: app.commands,
      trans: services.trans,
      name,
      args,
      label,
      store,
      artifactIds,
      error,
      retry: async () =>
        this._show(await load(), { keptAs, activate: content.isVisible })
    });
    const tab = asTab(content, `${this._tracker.namespace}-unopened-${name}`);
    tab.title.label = label;
    tab.title.icon = icon ? LabIcon.resolve({ icon }) : undefined;
    return tab;
  }

  private _nameOf(content: T | UnopenedTab): string {
    return content instanceof UnopenedTab
      ? content.name
      : this._options.nameOf(content);
  }

  private readonly _tracker: WidgetTracker<MainAreaWidget<T | UnopenedTab>>;
  private readonly _keptAs = new WeakMap<Widget, string>();
}

/** Returns what is loaded, or says that it takes longer than others can wait. */
async function inTime<T>(
  loading: Promise<T>,
  trans: TranslationBundle
): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    const message = trans.__('The store has not answered yet.');
    const hint = trans.__('What was open here is shown as soon as it does.');
    timer = setTimeout(
      () => reject(new CellkeepError('STORE_UNREACHABLE', message, { hint })),
      PATIENCE_MS
    );
  });
  try {
    return await Promise.race([loading, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** What is kept of a tab beside what opens it. */
interface ITitle {
  readonly name: string;
  readonly keptAs: string;
  readonly label: string;
  readonly icon: string;
}

/** The title of a tab that comes back; undefined of one that is opened anew. */
function titleIn({ title }: ReadonlyPartialJSONObject): ITitle | undefined {
  // What was kept by a version before this one is known to the layout by its name.
  const { icon, label, name, keptAs = name } = objectIn(title);
  return typeof icon === 'string' &&
    typeof label === 'string' &&
    typeof name === 'string' &&
    typeof keptAs === 'string'
    ? { icon, keptAs, label, name }
    : undefined;
}

/** An object among what was kept; an empty one where there is none. */
export function objectIn(value: unknown): ReadonlyJSONObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as ReadonlyJSONObject)
    : {};
}
