import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { type PartialJSONValue, Token } from '@lumino/coreutils';
import { Signal } from '@lumino/signaling';

import type { Category } from '../../protocol/generated';
import { isCategory } from '../../protocol/labels';
import {
  readSearches,
  writeSearches,
  type ISavedSearch
} from './savedSearches';

/** The user's settings, as `schema/settings/plugin.json` describes them. */
export interface ISettings {
  readonly defaultCategory: Category;
  readonly showKeepButton: boolean;
  /** Whether Python kernels are to load the helper when they start. */
  readonly loadHelper: boolean;
  readonly notifyFailures: boolean;
  readonly concurrentUploads: number;
  readonly smallPayloadLimitBytes: number;
  readonly previewLimitBytes: number;
  /** What a person wants the store's limit to be; 0 for none. The store's own word is its status. */
  readonly storeLimitBytes: number;
  readonly savedSearches: ReadonlyArray<ISavedSearch>;
}

const MIB = 1024 * 1024;
const GIB = 1024 * MIB;

const DEFAULTS: ISettings = {
  defaultCategory: 'output',
  showKeepButton: true,
  loadHelper: true,
  notifyFailures: true,
  concurrentUploads: 3,
  smallPayloadLimitBytes: 8 * MIB,
  previewLimitBytes: 32 * MIB,
  storeLimitBytes: 0,
  savedSearches: []
};

/** The settings now, and word of each change. */
export class SettingsModel {
  /** Fires after `current` was replaced. */
  readonly changed = new Signal<this, ISettings>(this);

  /**
   * Fires with the new limit when a person changed it. Not at the start: what this browser has
   * in its settings, a default perhaps, must not undo what was set elsewhere since.
   */
  readonly storeLimitChanged = new Signal<this, number>(this);

  get current(): ISettings {
    return this._current;
  }

  /** Whether `current` is what the person has set, for what must not be done against their will. */
  get isReady(): boolean {
    return this._isReady;
  }

  /** Keeps searches under their names; only as long as the page lives where there are no settings. */
  async saveSearches(searches: ReadonlyArray<ISavedSearch>): Promise<void> {
    this._current = { ...this._current, savedSearches: searches };
    this.changed.emit(this._current);
    await this._settings?.set(
      'savedSearches',
      writeSearches(searches) as PartialJSONValue
    );
  }

  /** Keep to the defaults: there are no settings, or they cannot be loaded. */
  keepDefaults(): void {
    this._isReady = true;
    this.changed.emit(this._current);
  }

  /** Follow the user's settings. */
  follow(settings: ISettingRegistry.ISettings): void {
    this._settings = settings;
    this._isReady = true;
    const read = () => {
      this._current = readSettings(settings.composite);
      this.changed.emit(this._current);
    };
    settings.changed.connect(() => {
      const before = this._current.storeLimitBytes;
      read();
      if (this._current.storeLimitBytes !== before) {
        this.storeLimitChanged.emit(this._current.storeLimitBytes);
      }
    });
    read();
  }

  private _current: ISettings = DEFAULTS;
  private _isReady = false;
  private _settings: ISettingRegistry.ISettings | undefined;
}

/** Settings as the registry composed them; it has validated them against the schema. */
export function readSettings(
  composite: Readonly<Record<string, unknown>>
): ISettings {
  const megabytes = (key: string, fallback: number) => {
    const value = composite[key];
    return typeof value === 'number' ? Math.round(value * MIB) : fallback;
  };
  const category = composite['defaultCategory'];
  const uploads = composite['concurrentUploads'];
  const storeLimit = composite['storeLimitGiB'];
  return {
    defaultCategory: isCategory(category) ? category : 'output',
    showKeepButton: composite['showKeepButton'] !== false,
    loadHelper: composite['loadHelper'] !== false,
    notifyFailures: composite['notifyFailures'] !== false,
    concurrentUploads:
      typeof uploads === 'number' ? uploads : DEFAULTS.concurrentUploads,
    smallPayloadLimitBytes: megabytes(
      'smallPayloadLimitMiB',
      DEFAULTS.smallPayloadLimitBytes
    ),
    previewLimitBytes: megabytes('previewLimitMiB', DEFAULTS.previewLimitBytes),
    storeLimitBytes:
      typeof storeLimit === 'number' && storeLimit > 0
        ? // However little it is, it is a limit, and not "none".
          Math.max(1, Math.round(storeLimit * GIB))
        : 0,
    savedSearches: readSearches(composite['savedSearches'])
  };
}

/** Only for the plugins of this extension. */
export const ISettingsModel = new Token<SettingsModel>(
  'cellkeep:ISettingsModel',
  "Cellkeep's settings."
);

/** The id of this plugin is what its schema file is called by: `cellkeep:plugin`, `plugin.json`. */
export const settingsPlugin: JupyterFrontEndPlugin<SettingsModel> = {
  id: 'cellkeep:plugin',
  description: "Loads Cellkeep's settings.",
  autoStart: true,
  optional: [ISettingRegistry],
  provides: ISettingsModel,
  activate: (_: JupyterFrontEnd, registry: ISettingRegistry | null) => {
    const model = new SettingsModel();
    // Not awaited: the defaults do until the settings come.
    if (!registry) {
      model.keepDefaults();
    }
    registry?.load('cellkeep:plugin').then(
      settings => model.follow(settings),
      error => {
        console.error('Cellkeep keeps to its default settings.', error);
        model.keepDefaults();
      }
    );
    return model;
  }
};
