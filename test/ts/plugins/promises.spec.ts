import { nullTranslator } from '@jupyterlab/translation';
import { describe, expect, it } from 'vitest';

import { displayForm } from '../../../src/plugins/outputs/promises';

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
