import { readFileSync } from 'node:fs';

import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import { Signal } from '@lumino/signaling';
import Ajv from 'ajv';
import { describe, expect, it } from 'vitest';

import { CommandIDs } from '../../../src/plugins/application/commandIds';
import {
  SettingsModel,
  readSettings
} from '../../../src/plugins/application/settings';

interface ISchema {
  'jupyter.lab.menus': {
    context: { command?: string; selector: string; rank?: number }[];
  };
  'jupyter.lab.shortcuts': { command: string; selector: string }[];
  properties: Record<string, { default: unknown; maximum?: number }>;
}

const SCHEMA = JSON.parse(
  readFileSync('schema/settings/plugin.json', 'utf8')
) as ISchema;

describe('the settings', () => {
  it('have the same defaults in the schema as before it is loaded', () => {
    const defaults = Object.fromEntries(
      Object.entries(SCHEMA.properties).map(([key, row]) => [key, row.default])
    );
    expect(readSettings(defaults)).toEqual(new SettingsModel().current);
    expect(new Ajv({ strict: false }).validate(SCHEMA, defaults)).toBe(true);
  });

  it('are read in their units', () => {
    const read = readSettings({
      smallPayloadLimitMiB: 0.5,
      previewLimitMiB: 2
    });
    expect(read.smallPayloadLimitBytes).toBe(524_288);
    expect(read.previewLimitBytes).toBe(2_097_152);
    expect(readSettings({ storeLimitGiB: 1.5 }).storeLimitBytes).toBe(
      1_610_612_736
    );
  });

  it('take the least limit of the store for a limit, and the most for one the protocol has', () => {
    expect(readSettings({ storeLimitGiB: 1e-12 }).storeLimitBytes).toBe(1);
    const { maximum } = SCHEMA.properties['storeLimitGiB']!;
    const most = readSettings({ storeLimitGiB: maximum }).storeLimitBytes;
    expect(Number.isSafeInteger(most)).toBe(true);
  });
});

describe('the limit of the store', () => {
  /** The settings as the registry gives them, and a person who changes them. */
  function world(composite: Record<string, unknown>) {
    const settings = {
      composite,
      changed: new Signal<object, void>({})
    };
    const model = new SettingsModel();
    const sent: number[] = [];
    model.storeLimitChanged.connect((_, limit) => sent.push(limit));
    model.follow(settings as unknown as ISettingRegistry.ISettings);
    const change = (now: Record<string, unknown>) => {
      settings.composite = now;
      settings.changed.emit();
    };
    return { model, sent, change };
  }

  it('is not sent at the start, neither the default nor what was set before', () => {
    expect(world({ storeLimitGiB: 0 }).sent).toEqual([]);
    const { model, sent } = world({ storeLimitGiB: 2 });
    expect(model.current.storeLimitBytes).toBe(2_147_483_648);
    expect(sent).toEqual([]);
  });

  it('is sent when a person changes it, and not when they change something else', () => {
    const { sent, change } = world({ storeLimitGiB: 2 });
    change({ storeLimitGiB: 2, showKeepButton: false });
    expect(sent).toEqual([]);
    change({ storeLimitGiB: 1 });
    change({}); // back to the default
    expect(sent).toEqual([1_073_741_824, 0]);
  });
});

describe('menus and shortcuts', () => {
  const known = new Set<string>(Object.values(CommandIDs));
  const items = SCHEMA['jupyter.lab.menus'].context;
  const shortcuts = SCHEMA['jupyter.lab.shortcuts'];

  it('name only commands that there are', () => {
    const named = [...items, ...shortcuts].flatMap(
      ({ command }) => command ?? []
    );
    expect(named.filter(command => !known.has(command))).toEqual([]);
  });

  it('have ranks that JupyterLab takes: without, it takes none of the settings', () => {
    expect(items.filter(({ rank }) => rank !== undefined && rank < 0)).toEqual(
      []
    );
  });

  it('have selectors that JupyterLab takes', () => {
    for (const { selector } of [...items, ...shortcuts]) {
      expect(selector).not.toContain(',');
      expect(() => document.querySelector(selector)).not.toThrow();
    }
  });
});
