import { describe, expect, it } from 'vitest';

import { drawnElements } from '../../../src/viewers/markup/svgCost';
import { processorTime } from '../processorTime';

const svg = (inside: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg">${inside}</svg>`;

describe('what a browser would draw of an SVG', () => {
  it('is its elements, and those that stand for others as often as they do', () => {
    expect(drawnElements(svg('<g><rect/><rect/></g>'))).toBe(4);
    const used = '<g id="a"><rect/><rect/></g><use href="#a"/><use href="#a"/>';
    expect(drawnElements(svg(used))).toBe(12);
    const filled = "<pattern id='p'><rect/></pattern><rect fill='url(#p)'/>";
    expect(drawnElements(svg(filled))).toBe(6);
  });

  it('has no end where each doubles the one before', () => {
    const doubles = Array.from(
      { length: 30 },
      (_, n) => `<g id="a${n + 1}">${`<use href="#a${n}"/>`.repeat(2)}</g>`
    );
    const text = svg(
      `<rect id="a0"/>${doubles.join('')}<use xlink:href="#a30"/>`
    );
    expect(text.length).toBeLessThan(1800);
    expect(drawnElements(text)).toBe(Infinity);
  });

  it('has no end where an element stands for itself', () => {
    expect(drawnElements(svg('<g id="a"><use href="#a"/></g>'))).toBe(Infinity);
    const loop = '<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>';
    expect(drawnElements(svg(loop))).toBe(Infinity);
  });

  it('counts no link, comment, or what is only text', () => {
    expect(drawnElements(svg('<a id="a" href="#a"><rect/></a>'))).toBe(3);
    expect(drawnElements(svg('<!-- <rect/> --><text>1 &lt; 2</text>'))).toBe(2);
    expect(drawnElements(svg('<text title="<rect/>">x</text>'))).toBe(2);
  });

  it.each([
    '<a "'.repeat(1_000_000),
    "<a '<b ".repeat(1_000_000),
    '<'.repeat(4_000_000),
    '<!--'.repeat(1_000_000),
    '<g>'.repeat(1_000_000),
    '<g id="a">'.repeat(300_000)
  ])('is known in one pass, however the text is broken: %#', text => {
    const started = processorTime();
    drawnElements(text);
    expect(processorTime() - started).toBeLessThan(3000);
  });
});
