import * as React from 'react';
import { fireEvent, render, screen, within } from '@testing-library/react';
import { describe, expect, test, vi } from 'vitest';

import { artifact, trans } from './fixtures';
import { drawn, show } from './viewing';
import { viewOfPreview } from '../../../src/codecs/manifest';
import { ValueTree } from '../../../src/ui/json/TreeView';
import { colourOf } from '../../../src/viewers/array/colours';
import { Busy, Problem } from '../../../src/viewers/frame/States';
import { Picture } from '../../../src/viewers/media/Picture';
import { contentOf } from '../codecs/content';

describe('while it comes, and when it does not', () => {
  test('loading is a number', () => {
    drawn(<Busy state={{ done: 500, total: 1000 }} label="Loading" />);
    expect(screen.getByRole('progressbar').getAttribute('aria-valuenow')).toBe(
      '50'
    );
    expect(screen.getByText(/Loading 50.?% \(500 of 1,000\)/)).toBeTruthy();
  });

  test('a failure says why and offers to try again', () => {
    const onRetry = vi.fn();
    const error = {
      code: 'BLOB_MISSING' as const,
      message: 'The bytes are gone.',
      hint: 'Save it again.',
      retryable: true
    };
    drawn(<Problem error={error} onRetry={onRetry} />);
    const alert = screen.getByRole('alert');
    expect(alert.textContent).toContain('The bytes are gone.Save it again.');
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(onRetry).toHaveBeenCalledTimes(1);
  });
});

describe('tables and arrays', () => {
  test('a table has its types, its missing values and its true size', () => {
    const box = show(
      {
        type: 'table',
        columns: [
          { name: 'id', dtype: 'int64' },
          { name: 'na\u202Eme', dtype: 'string' }
        ],
        count: 1000,
        complete: false,
        text: (row, column) => (row === 1 ? null : `${row}/${column}`)
      },
      artifact(1, {
        preview: {
          type: 'table',
          rows: 1_000_000,
          columns: [],
          column_count: 8,
          head: []
        }
      })
    );
    const table = within(box).getByRole('grid');
    // The row of names is one of them.
    expect(table.getAttribute('aria-rowcount')).toBe('1000001');
    const headers = within(table).getAllByRole('columnheader');
    expect(headers.map(header => header.textContent)).toEqual([
      'Row',
      'idint64',
      'na⟨202E⟩mestring'
    ]);
    expect(within(table).getAllByText('null')).toHaveLength(2);
    expect(within(table).getAllByRole('row').length).toBeLessThan(60);
    expect(box.textContent).toContain('first 1,000 of 1,000,000 rows');
    expect(box.textContent).toContain('first 2 of 8 columns');
  });

  test('the manifest of a table is enough to show its first rows', () => {
    const view = viewOfPreview({
      type: 'table',
      rows: 3,
      columns: [{ name: 'a', dtype: 'int64' }],
      column_count: 1,
      head: [['1'], [null], ['3']]
    });
    const box = show(view);
    expect(
      within(box)
        .getAllByRole('gridcell')
        .map(cell => cell.textContent)
    ).toEqual(expect.arrayContaining(['1', 'null', '3']));
    expect(box.textContent).toContain('3 rows');
  });

  test('a picture cannot be shown from its manifest', () => {
    expect(
      viewOfPreview({
        type: 'image',
        media_type: 'image/png',
        width: 1,
        height: 1
      })
    ).toBeUndefined();
  });

  test('an array says shape, dtype and range over its first values', () => {
    const preview = {
      type: 'array',
      shape: [2, 2],
      dtype: 'float64',
      minimum: '-1',
      maximum: '4'
    } as const;
    const box = show(
      {
        ...preview,
        count: 4,
        complete: true,
        text: (index: number) => String(index + 1),
        number: (index: number) => index + 1
      },
      artifact(1, { preview: { ...preview, shape: [2, 2] } })
    );
    expect(box.textContent).toContain('2 × 2float64-1 to 4');
    expect(within(box).getAllByRole('row')).toHaveLength(3);
  });

  test('an empty array says so', () => {
    expect(
      show(viewOfPreview({ type: 'array', shape: [0], dtype: 'int8' }))
        .textContent
    ).toContain('It is empty.');
  });

  test('the ends of the colour map are viridis', () => {
    expect(colourOf('viridis', 0)).toEqual([68, 1, 84]);
    expect(colourOf('viridis', 1)).toEqual([253, 231, 37]);
    expect(colourOf('viridis', -3)).toEqual(colourOf('viridis', 0));
  });
});

describe('everything else', () => {
  test('a model shows what it is made of', () => {
    const view = viewOfPreview({
      type: 'model',
      class_name: 'sklearn.pipeline.Pipeline',
      library: 'sklearn',
      version: '1.9.1',
      text: 'Pipeline(steps=[])'
    });
    expect(show(view).textContent).toContain('Pipeline(steps=[])');
  });

  test('a pickle is never anything but a warning', () => {
    const box = show(
      { type: 'opaque' },
      artifact(1, { kind: 'pickle', size: 1_200_000 })
    );
    expect(box.textContent).toMatch(/A pickle of 1\.2.MB\./);
    expect(box.textContent).toContain('It is never loaded here.');
    expect(box.querySelector('[role=grid]')).toBeNull();
  });

  test('JSON opens by pages and bounds its strings', async () => {
    const list = Array.from({ length: 750 }, (_, n) => n);
    const { container: box } = render(
      <ValueTree value={{ text: 'y'.repeat(2500), list }} trans={trans} />
    );
    const tree = screen.getByRole('tree');
    const branch = await within(tree).findByRole('treeitem', {
      name: /^list:/
    });
    expect(branch.getAttribute('aria-expanded')).toBe('false');
    expect(box.textContent).toContain('y…');
    fireEvent.click(branch);
    await within(tree).findByText('0:');
    fireEvent.keyDown(tree, { key: 'End' });
    scrollTo(tree, 500);
    expect(box.textContent).toContain('499: 499');
    expect(box.textContent).not.toContain('500: 500');
    fireEvent.click(within(tree).getByText('Show more of 750'));
    await within(tree).findByText('500:');
    expect(box.textContent).toContain('500: 500');
  });

  test('unknown bytes are shown as numbers and letters', async () => {
    const content = contentOf('PK\u0003\u0004 hello');
    const box = show(
      { type: 'opaque' },
      artifact(1, { media_type: 'application/x-thing', kind: 'file' }),
      content
    );
    expect(box.textContent).toContain(
      'There is no viewer for application/x-thing.'
    );
    await within(box).findByText('50 4b 03 04 20 68 65 6c');
    expect(
      within(box)
        .getAllByRole('gridcell')
        .map(cell => cell.textContent)
    ).toEqual(['50 4b 03 04 20 68 65 6c', 'PK·· hel', '6c 6f', 'lo']);
    expect(within(box).getByText('00000008')).toBeTruthy();
  });

  test('a picture that the browser cannot show says so', () => {
    drawn(<Picture picture="x.tiff" mediaType="image/tiff" name="thing" />);
    fireEvent.error(screen.getByRole('img', { name: 'thing' }));
    expect(screen.getByRole('alert').textContent).toContain('image/tiff');
  });

  test('tensors are listed by name, shape and type', () => {
    const box = show(
      viewOfPreview({
        type: 'tensors',
        count: 42,
        parameters: 1000,
        tensors: [{ name: 'w', dtype: 'bfloat16', shape: [3, 4] }]
      })
    );
    expect(box.textContent).toContain('42 tensors1,000 parameters');
    expect(box.textContent).toContain('first 1 of 42 tensors');
    expect(within(box).getByRole('treeitem').textContent).toBe(
      'w3 × 4bfloat16'
    );
  });
});

/** jsdom lays nothing out, so a list is told where it stands. */
function scrollTo(tree: HTMLElement, row: number): void {
  tree.scrollTop = row * 20;
  fireEvent.scroll(tree);
}
