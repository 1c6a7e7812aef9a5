import * as React from 'react';
import { fireEvent, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';

import { drawn, show } from './viewing';
import { bestOf } from '../../../src/viewers/output/representation';
import { WidgetView } from '../../../src/viewers/output/WidgetView';
import { picturesOf } from '../../../src/viewers/markup/hiddenFrame';
import { LibraryView } from '../../../src/viewers/markup/LibraryView';
import { libraryDocument } from '../../../src/viewers/markup/libraryFrame';
import { SandboxedView } from '../../../src/viewers/markup/SandboxedView';
import {
  sandboxedDocument,
  sandboxedPart,
  sizeOfSvg
} from '../../../src/viewers/markup/sandbox';
import {
  FigureProblem,
  safeFigure
} from '../../../src/viewers/plotly/plotlyFigure';

function showMarkup(markup: string): HTMLElement {
  return drawn(<SandboxedView language="html" markup={markup} name="thing" />);
}

test("a kept widget's values are text, whatever they say", () => {
  const box = drawn(
    <WidgetView
      widget={{
        kind: 'HTML',
        label: '<img src=x onerror=alert(1)>',
        value: '<script>alert(1)</script>',
        settings: { placeholder: '<b>bold</b>' },
        children: [],
        left: 2
      }}
    />
  );
  expect(box.querySelector('img, script, b')).toBeNull();
  expect(box.textContent).toContain('"<script>alert(1)</script>"');
  expect(box.textContent).toContain('It is not interactive here.');
  expect(box.textContent).toContain('2 more are not shown.');
});

describe('markup of unknown origin', () => {
  test('HTML stands in a frame without rights, and its policy comes first', () => {
    const box = showMarkup('<base href="https://evil.example/"><b>hi</b>');
    const frame = within(box).getByTitle('thing');
    expect(frame.getAttribute('sandbox')).toBe('');
    expect(frame.getAttribute('referrerpolicy')).toBe('no-referrer');
    const text = frame.getAttribute('srcdoc') ?? '';
    expect(text.indexOf('Content-Security-Policy')).toBeLessThan(
      text.indexOf('<base')
    );
    expect(text).toContain("default-src 'none'");
    // Nor does it go elsewhere: that is forbidden by the document around it.
    expect(text).toContain("frame-src 'none'");
    expect(text).toContain("base-uri 'none'");
    expect(text).not.toContain('script-src');
  });

  test('scripts run only when asked for, and never with the origin of the page', () => {
    const box = showMarkup('<script>1</script>');
    fireEvent.click(within(box).getByRole('button', { name: /^Run scripts/ }));
    const frame = within(box).getByTitle('thing');
    expect(frame.getAttribute('sandbox')).toBe('allow-scripts');
    const text = frame.getAttribute('srcdoc') ?? '';
    expect(text).toContain("script-src 'unsafe-inline'");
    expect(text).not.toContain('connect-src');
    expect(text).toContain("webrtc 'block'");
    expect(text.indexOf('RTCPeerConnection')).toBeLessThan(
      text.indexOf('<script>1</script>')
    );
  });

  test('a library draws where it has no origin, on the screen and off it', async () => {
    const library = { scripts: [], drawing: 'data:,' };
    const shown = { library, content: {}, name: 'thing', label: 'thing' };
    const box = drawn(<LibraryView {...shown} className="" busy="" />);
    const frame = within(box).getByTitle('thing');
    expect(frame.getAttribute('sandbox')).toBe('allow-scripts allow-downloads');
    const end = new AbortController();
    const options = { milliseconds: 5000, signal: end.signal };
    const pictures = picturesOf(library, {}, options, () => undefined);
    const hidden = document.querySelector('.jp-Cellkeep-HiddenFrame');
    expect(hidden?.getAttribute('sandbox')).toBe('allow-scripts');
    end.abort();
    await expect(pictures).rejects.toThrow();
    expect(hidden?.isConnected).toBe(false);
  });

  test('it says from where its scripts would come', () => {
    const box = showMarkup(
      '<script src="https://cdn.plot.ly/p.js"></script><script async src=//b.org/x>' +
        '<script src="own.js"></script><a href="https://c.org">'
    );
    within(box).getByText(/^It loads scripts from cdn\.plot\.ly, b\.org: /);
    expect(within(showMarkup('<script>1</script>')).queryByText(/loads/)).toBe(
      null
    );
  });

  test('WebAssembly runs only where a library has some', () => {
    const wasm = "'wasm-unsafe-eval'";
    const library = { scripts: [], drawing: '' };
    expect(libraryDocument(library)).not.toContain(wasm);
    // In the frame and in the one around it, whose policy it has too.
    expect(
      libraryDocument({ ...library, compiles: true }).split(wasm)
    ).toHaveLength(3);
  });

  test('scripts make no calls: what makes them is gone before they run', () => {
    const options = { language: 'html', scripts: true } as const;
    const text = sandboxedPart('<script>theirs</script>', options);
    const taken = text.indexOf('"RTCPeerConnection"');
    expect(taken).toBeGreaterThan(0);
    expect(taken).toBeLessThan(text.indexOf('theirs'));
    expect(sandboxedPart('', { ...options, scripts: false })).not.toContain(
      'RTCPeerConnection'
    );
  });

  test('the policy of an SVG is the same', () => {
    const text = sandboxedDocument('<svg/>', {
      language: 'svg',
      scripts: false
    });
    expect(text).toContain("default-src 'none'");
  });

  test.each([
    ['<svg viewBox="0 0 200 100">', { width: null, ratio: 2 }],
    ['<?xml?><svg width="72pt" height="36pt">', { width: 96, ratio: 2 }],
    ['<svg width="100%" height="100%">', { width: null, ratio: null }],
    ['<p>no picture</p>', { width: null, ratio: null }]
  ])('the size of %s', (svg, size) => {
    expect(sizeOfSvg(svg)).toEqual(size);
  });

  test('of several representations the richest that is safe is chosen', () => {
    expect(
      bestOf({
        'text/html': '<b>',
        'image/png': 'aGk=\n',
        'text/plain': 'x'
      })
    ).toEqual({
      view: 'image',
      picture: 'data:image/png;base64,aGk=',
      mediaType: 'image/png'
    });
    expect(
      bestOf({ 'image/png': '" onerror="', 'text/plain': ['a', 'b'] })
    ).toEqual({
      view: 'text',
      text: 'ab'
    });
    expect(bestOf({ 'x/unknown': 1 })).toBeNull();
  });

  test.each([
    ['application/vnd.vegalite.v6+json', true],
    ['application/vnd.vega.v5+json', false]
  ])('a chart of %s is drawn, not its picture', (type, isLite) => {
    const spec = { mark: 'bar' };
    expect(bestOf({ [type]: spec, 'image/png': 'aGk=' })).toEqual({
      view: 'vega',
      spec,
      isLite
    });
  });
});

describe('Plotly figures', () => {
  test('only traces and layout come through, copied', () => {
    const trace = { type: 'scatter', x: [1, 2], y: [3, null] };
    const figure = {
      data: [trace],
      layout: { title: 'a' },
      config: { plotlyServerURL: 'x' }
    };
    const safe = safeFigure(figure);
    expect(safe).toEqual({
      data: [trace],
      layout: { title: 'a' },
      reachesOut: false
    });
    expect(safe.data[0]).not.toBe(trace);
  });

  test('names that reach a prototype are left out', () => {
    const figure: unknown = JSON.parse(
      '{"data":[{"__proto__":{"polluted":1},"constructor":{"x":1},"type":"bar"}]}'
    );
    const [trace] = safeFigure(figure).data;
    expect(Object.keys(trace ?? {})).toEqual(['type']);
    expect((trace as { polluted?: number }).polluted).toBeUndefined();
  });

  test.each([
    [{ data: [{ type: 'scattergeo' }] }, true],
    [{ data: [{ type: 'choroplethmap' }] }, true],
    [{ data: [{ type: 'densitymapbox' }] }, true],
    [{ data: [{ type: 'scatter' }], layout: { map2: {} } }, true],
    [
      { data: [], layout: { images: [{ source: 'https://x.example/p.png' }] } },
      true
    ],
    [
      {
        data: [],
        layout: { images: [{ source: 'data:image/png;base64,aa' }] }
      },
      false
    ],
    [{ data: [{ type: 'heatmap' }, { type: 'treemap' }] }, false],
    [{ data: [{ type: 'sankey', link: { source: [0, 1] } }] }, false]
  ])('%j asks other servers: %s', (figure, reachesOut) => {
    expect(safeFigure(figure).reachesOut).toBe(reachesOut);
  });

  test.each([[null], [{}], [{ data: 'x' }], [{ data: ['x'] }]])(
    '%j is no figure',
    figure => {
      expect(() => safeFigure(figure)).toThrow(FigureProblem);
    }
  );

  test('nesting without end is refused instead of followed', () => {
    let deep: unknown = 1;
    for (let level = 0; level < 100; level += 1) {
      deep = [deep];
    }
    expect(() => safeFigure({ data: [{ x: deep }] })).toThrow('nested');
  });

  test('a map is not drawn before a person agrees', () => {
    const box = show({
      type: 'plotly',
      figure: { data: [{ type: 'scattergeo' }] }
    });
    expect(box.textContent).toContain('other servers');
    expect(
      within(box).getByRole('button', { name: 'Draw it anyway' })
    ).toBeTruthy();
  });
});
