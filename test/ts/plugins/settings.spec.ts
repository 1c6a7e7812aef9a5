import './jupyterlab';

import { readFileSync } from 'node:fs';

import Ajv from 'ajv';
import { describe, expect, it } from 'vitest';

import { CommandIDs } from '../../../src/plugins/commandIds';
import { SettingsModel, readSettings } from '../../../src/plugins/settings';

interface ISchema {
  'jupyter.lab.menus': {
    context: { command?: string; selector: string; rank?: number }[];
  };
  'jupyter.lab.shortcuts': { command: string; selector: string }[];
  properties: Record<string, { default: unknown }>;
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
