import * as React from 'react';
import { fireEvent, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';

import { drawn, show } from './viewing';
import { displayName } from '../../../src/ui/format';
import { FactTable } from '../../../src/viewers/compare/FactTable';
import { SandboxedView } from '../../../src/viewers/markup/SandboxedView';
import {
  FigureProblem,
  safeFigure
} from '../../../src/viewers/plotly/plotlyFigure';
import { boundedText } from '../../../src/viewers/text/bounded';

const DOUBLED = `<svg><rect id="a0"/>${Array.from(
  { length: 30 },
  (_, n) => `<g id="a${n + 1}">${`<use href="#a${n}"/>`.repeat(2)}</g>`
).join('')}<use href="#a30"/></svg>`;

describe('what is more than can be shown', () => {
  test('an SVG that repeats itself is drawn only when asked, and can be stopped', () => {
    const box = drawn(
      <SandboxedView language="svg" markup={DOUBLED} name="thing" />
    );
    expect(box.querySelector('iframe')).toBeNull();
    expect(box.textContent).toContain('repeats its parts');
    fireEvent.click(within(box).getByRole('button', { name: 'Show anyway' }));
    const frame = within(box).getByTitle('thing');
    expect(frame.getAttribute('sandbox')).toBe('');
    fireEvent.click(within(box).getByRole('button', { name: 'Stop' }));
    expect(box.querySelector('iframe')).toBeNull();
  });

  test('of thousands of outputs some are drawn, and more when asked', () => {
    const outputs = Array.from({ length: 5000 }, (_, n) => ({
      output_type: 'display_data',
      data: { 'text/html': `<b>${n}</b>` },
      metadata: {}
    }));
    const box = show({ type: 'outputs', outputs });
    expect(box.querySelectorAll('iframe')).toHaveLength(20);
    expect(box.textContent).toContain('first 20 of 5,000 outputs');
    fireEvent.click(within(box).getByRole('button', { name: 'Show more' }));
    expect(box.querySelectorAll('iframe')).toHaveLength(40);
  });

  test('of many facts some are drawn, and more when asked; long ones are cut', () => {
    const rows = Array.from({ length: 2000 }, (_, n) => ({
      label: `fact ${n}`,
      values: ['x'.repeat(100_000), 'y'],
      isSame: false
    }));
    const box = drawn(
      <FactTable title="Details" columns={['before', 'after']} rows={rows} />
    );
    expect(box.querySelectorAll('tbody tr')).toHaveLength(200);
    expect(box.querySelector('td')?.textContent).toHaveLength(1001);
    fireEvent.click(within(box).getByRole('button', { name: 'Show 200 more' }));
    expect(box.querySelectorAll('tbody tr')).toHaveLength(400);
  });

  test('marks that are piled on a letter are cut, in names and in texts', () => {
    const pile = `a${'\u0301'.repeat(5000)}b`;
    expect(displayName(pile)).toBe(`a${'\u0301'.repeat(8)}\u22efb`);
    expect(boundedText(pile, 100)).toBe(`a${'\u0301'.repeat(8)}\u22efb`);
    expect(displayName('Việt Nam \u0e01\u0e33\u0e48')).toBe(
      'Việt Nam \u0e01\u0e33\u0e48'
    );
    expect(displayName('x'.repeat(100_000)).length).toBeLessThan(3000);
  });

  test('a long line goes on in the next, and no character is cut in two', () => {
    expect(boundedText('😀'.repeat(5), 2).split('\n')).toEqual([
      '😀😀',
      '😀😀',
      '😀'
    ]);
  });

  test('a figure of many parts is not copied on the page', () => {
    const notes = Array.from({ length: 200_000 }, () => ({ text: 'x' }));
    const figure = { data: [], layout: { annotations: notes } };
    expect(() => safeFigure(figure)).toThrow(FigureProblem);
    const words = Array.from({ length: 500_000 }, () => 'x');
    expect(safeFigure({ data: [{ x: words }] }).data).toHaveLength(1);
  });
});
