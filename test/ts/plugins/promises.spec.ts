import { OutputModel } from '@jupyterlab/rendermime';
import { nullTranslator } from '@jupyterlab/translation';
import { describe, expect, it } from 'vitest';

import { CapturerRegistry } from '../../../src/capture/capturers';
import type { ICellHost } from '../../../src/plugins/outputs/hosts';
import type { OutputMakers } from '../../../src/plugins/outputs/outputMakers';
import {
  displayForm,
  KeepPromises,
  promisedWords
} from '../../../src/plugins/outputs/promises';
import type { ObjectLook } from '../../../src/transport/frontEnd';

const trans = nullTranslator.load('');

function formOf(data: Record<string, string>): string {
  return displayForm(
    { output_type: 'display_data', data, metadata: {} },
    trans
  );
}

describe('the form of what is displayed', () => {
  it('counts the rows of a table, and not its head nor the row for those between', () => {
    const head = '<thead><tr><th></th><th>a</th></tr></thead>';
    const row = (name: string) => `<tr><th>${name}</th><td>1</td></tr>`;
    const rows = [row('0'), row('...'), row('999')].join('\n');
    expect(
      formOf({
        'text/html': `<table>${head}<tbody>${rows}</tbody></table>`,
        'text/plain': 'a'
      })
    ).toBe('HTML table of 2 rows');
    expect(formOf({ 'text/html': '<b>bold</b>' })).toBe('HTML');
  });

  it('is the lines of a text, and the media type of a picture', () => {
    expect(formOf({ 'text/plain': 'one\ntwo\n' })).toBe('text of 2 lines');
    expect(formOf({ 'image/jpeg': '', 'text/plain': '' })).toBe(
      'JPEG, a picture'
    );
  });
});

describe('what a save will keep', () => {
  const host = {
    sessionContext: { session: { kernel: { id: 'k', status: 'idle' } } }
  } as unknown as ICellHost;
  const outputWith = (mark: Record<string, string>) =>
    new OutputModel({
      value: {
        output_type: 'display_data',
        data: { 'text/plain': 'shown' },
        metadata: { cellkeep: mark }
      }
    });
  const promises = (look: ObjectLook, process: string | null = 'p') =>
    new KeepPromises({
      cellkeep: { lookAtObject: () => Promise.resolve(look) },
      capturers: new CapturerRegistry(),
      makers: {
        of: () => process ?? undefined,
        now: () => process ?? undefined
      } as unknown as OutputMakers,
      trans
    });

  it('is the object, if it is still there, while the kernel has yet to speak', () => {
    const output = outputWith({ object: 'a'.repeat(32), kind: 'table' });
    const before = promises({ there: true }, null).of(host, output);
    expect(promisedWords(before, trans)).toBe(
      'full table, if the kernel still has it'
    );
    const after = promises({ there: true }).of(host, output);
    expect(promisedWords(after, trans)).toBe('full table');
  });

  it('is the display where the kernel says that it will refuse the object', async () => {
    const output = outputWith({ object: 'a'.repeat(32), kind: 'table' });
    const refused = 'A MyFrame would come back as a DataFrame.';
    const asked = promises({ there: true, refused });
    expect(asked.of(host, output).more).toBe('full table');
    await asked.look(host, output);
    expect(asked.of(host, output)).toEqual({
      more: null,
      display: `text of 1 line. ${refused}`,
      isLess: true,
      isUnsure: false
    });
  });

  it('is the display of what no codec keeps, as its mark says', () => {
    const refused = 'The Linear itself is not kept. Save its weights.';
    expect(
      promises({ there: false }).of(host, outputWith({ refused }))
    ).toEqual({
      more: null,
      display: `text of 1 line. ${refused}`,
      isLess: true,
      isUnsure: false
    });
  });
});
