import * as React from 'react';
import { fireEvent, render, screen, within } from '@testing-library/react';
import { describe, expect, test, vi } from 'vitest';

import { trans } from './fixtures';
import {
  contentOfManifest,
  Preview,
  type PreviewContent
} from '../../../src/ui';
import { hexDump } from '../../../src/ui/preview/BytesView';
import { colourAt } from '../../../src/ui/preview/HeatMapCanvas';

function show(value: PreviewContent): HTMLElement {
  render(
    <Preview trans={trans} name="thing" content={{ status: 'ready', value }} />
  );
  return screen.getByRole('group', { name: 'Preview of thing' });
}

describe('while it comes, and when it does not', () => {
  test('loading is a number', () => {
    render(
      <Preview
        trans={trans}
        name="thing"
        content={{ status: 'loading', loadedBytes: 500, totalBytes: 1000 }}
      />
    );
    expect(screen.getByRole('progressbar').getAttribute('aria-valuenow')).toBe(
      '50'
    );
    expect(screen.getByText(/Loading 500.B of 1.KB/)).toBeTruthy();
  });

  test('a failure says why and offers to try again', () => {
    const onRetry = vi.fn();
    const error = {
      code: 'BLOB_MISSING' as const,
      message: 'The bytes are gone.',
      hint: 'Save it again.',
      retryable: true
    };
    render(
      <Preview
        trans={trans}
        name="thing"
        content={{ status: 'error', error }}
        onRetry={onRetry}
      />
    );
    const alert = screen.getByRole('alert');
    expect(alert.textContent).toContain('The bytes are gone.Save it again.');
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(onRetry).toHaveBeenCalledTimes(1);
  });
});

describe('tables and arrays', () => {
  test('a table has its types, its missing values and its true size', () => {
    const box = show({
      view: 'table',
      columns: [
        { name: 'id', dtype: 'int64' },
        { name: 'na\u202Eme', dtype: 'string' }
      ],
      rowCount: 1_000_000,
      columnCount: 8,
      count: 1000,
      text: (row, column) => (row === 1 ? null : `${row}/${column}`)
    });
    const table = within(box).getByRole('table');
    expect(table.getAttribute('aria-rowcount')).toBe('1000000');
    const headers = within(table).getAllByRole('columnheader');
    expect(headers.map(header => header.textContent)).toEqual([
      'idint64',
      'na⟨202E⟩mestring'
    ]);
    expect(within(table).getAllByText('null')).toHaveLength(2);
    expect(within(table).getAllByRole('row').length).toBeLessThan(60);
    expect(box.textContent).toContain('first 1,000 of 1,000,000 rows');
    expect(box.textContent).toContain('first 2 of 8 columns');
  });

  test('the manifest of a table is enough to show its first rows', () => {
    const content = contentOfManifest({
      type: 'table',
      rows: 3,
      columns: [{ name: 'a', dtype: 'int64' }],
      column_count: 1,
      head: [['1'], [null], ['3']]
    });
    const box = show(content as PreviewContent);
    expect(
      within(box)
        .getAllByRole('cell')
        .map(cell => cell.textContent)
    ).toEqual(expect.arrayContaining(['1', 'null', '3']));
    expect(box.textContent).toContain('3 rows');
  });

  test('a picture cannot be shown from its manifest', () => {
    expect(
      contentOfManifest({
        type: 'image',
        media_type: 'image/png',
        width: 1,
        height: 1
      })
    ).toBeNull();
  });

  test('an array says shape, dtype and range over its first values', () => {
    const box = show({
      view: 'array',
      shape: [2, 2],
      dtype: 'float64',
      minimum: '-1',
      maximum: '4',
      cells: [
        ['1', '2'],
        ['3', '4']
      ]
    });
    expect(box.textContent).toContain('2 × 2float64-1 to 4');
    expect(within(box).getAllByRole('row')).toHaveLength(3);
  });

  test('an empty array says so', () => {
    expect(
      show({ view: 'array', shape: [0], dtype: 'int8', cells: [[]] })
        .textContent
    ).toContain('It is empty.');
  });

  test('the ends of the colour map are viridis', () => {
    expect(colourAt(0)).toEqual([68, 1, 84]);
    expect(colourAt(1)).toEqual([253, 231, 37]);
    expect(colourAt(-3)).toEqual(colourAt(0));
  });
});

describe('everything else', () => {
  test('a pickle is never anything but a warning', () => {
    const box = show({ view: 'pickle', size: 1_200_000 });
    expect(box.textContent).toContain('It is never loaded here.');
  });

  test('JSON opens by pages and bounds its strings', () => {
    const box = show({
      view: 'json',
      value: {
        list: Array.from({ length: 250 }, (_, n) => n),
        text: 'y'.repeat(900)
      }
    });
    const list = within(box).getByRole('button', { name: /list/ });
    expect(list.getAttribute('aria-expanded')).toBe('false');
    fireEvent.click(list);
    expect(box.textContent).toContain('99: 99');
    expect(box.textContent).not.toContain('100: 100');
    fireEvent.click(
      within(box).getByRole('button', { name: 'show 100 more of 250' })
    );
    expect(box.textContent).toContain('199: 199');
    expect(box.textContent).toContain('y…');
  });

  test('unknown bytes are shown as numbers and letters', () => {
    expect(hexDump(new TextEncoder().encode('PK\u0003\u0004 hello'))).toBe(
      '0000  50 4b 03 04 20 68 65 6c  PK.. hel\n0008  6c 6f                    lo'
    );
    const box = show({
      view: 'bytes',
      head: new Uint8Array([1, 2]),
      size: 5000,
      mediaType: 'application/x-thing'
    });
    expect(box.textContent).toContain(
      'Nothing here reads application/x-thing.'
    );
  });

  test('a picture that the browser cannot show says so', () => {
    const box = show({ view: 'image', url: 'x.tiff', mediaType: 'image/tiff' });
    fireEvent.error(within(box).getByRole('img', { name: 'thing' }));
    expect(within(box).getByRole('alert').textContent).toContain('image/tiff');
  });

  test('tensors are listed by name, shape and type', () => {
    const box = show({
      view: 'tensors',
      count: 42,
      parameters: 1000,
      tensors: [{ name: 'w', dtype: 'bfloat16', shape: [3, 4] }]
    });
    expect(box.textContent).toContain('42 tensors1,000 parameters');
    expect(
      within(box).getByRole('row', { name: 'w 3 × 4 bfloat16' })
    ).toBeTruthy();
  });
});
