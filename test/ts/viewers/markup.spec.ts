// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';

import { quietCall } from './call';
import { withDiagrams } from '../../../src/viewers/markup/diagrams';
import { openMarkup } from '../../../src/viewers/markup/engine';
import {
  MarkdownPage,
  type IMarkupPage
} from '../../../src/viewers/markup/markdown';
import {
  roughHeight,
  withLabStyle,
  type ILabTheme
} from '../../../src/viewers/output/htmlStyle';
import { contentOf } from '../codecs/content';

const WORDS = {
  notSet: 'not "set"',
  scriptsOff: 'scripts off',
  noViewer: 'no viewer for %1'
};
const DARK: ILabTheme = {
  isDark: true,
  values: {
    '--jp-layout-color0': '#111',
    '--jp-content-font-color1': '#eee'
  }
};

async function pageOf(source: string): Promise<IMarkupPage> {
  const page = await MarkdownPage.of(source, WORDS);
  return page.page(page.markup(source));
}

async function markdownMarkup(source: string): Promise<string> {
  return withDiagrams(await pageOf(source), new Map(), undefined);
}

describe('Markdown', () => {
  it('is a page', async () => {
    const page = await markdownMarkup(
      '# A\n\n- [x] b\n\n| c |\n|---|\n| `d` |\n'
    );
    expect(page).toContain('<h1>A</h1>');
    expect(page).toContain('<td><code>d</code></td>');
    expect(page).toContain('type="checkbox"');
  });

  it('loads nothing and leads nowhere', async () => {
    const page = await markdownMarkup(
      [
        '[a](https://x.example/a) ![b](https://x.example/b) ![c](//x.example/c)',
        '<img src="https://x.example/d" srcset="https://x.example/e 2x">',
        '<link rel=prefetch href="https://x.example/f"><style>@import "https://x.example/g"</style>',
        '<p style="background:url(https://x.example/h)" background="https://x.example/i">t</p>',
        '<a href="https://x.example/j" ping="https://x.example/k">u</a>',
        '<iframe src="https://x.example/l"></iframe><form action="https://x.example/m"></form>',
        '<svg><image href="https://x.example/n"/></svg>',
        '<script>1</script>'
      ].join('\n\n')
    );
    // An address may be read, as the title of what was a link.
    const others = page.replace(/title="[^"]*"/g, '');
    expect(others).not.toMatch(/x\.example|<script|<iframe|<link|<form|href/);
    expect(page).toContain('title="https://x.example/a"');
  });

  it('keeps pictures that stand in it', async () => {
    const page = await markdownMarkup('![a](data:image/png;base64,aGk=)');
    expect(page).toContain('src="data:image/png;base64,aGk="');
  });

  it('that is nested too deep is shown as text', async () => {
    const content = contentOf(`${'> '.repeat(60_000)}<b>x</b>`);
    const engine = await openMarkup(quietCall(), [content], {});
    const { parts } = await engine.page(quietCall(), 'markdown', WORDS);
    const page = parts.join('');
    expect(page).not.toContain('<script');
    expect(page).toContain('x');
  });

  it('has its formulas as MathML, and leaves dollars alone', async () => {
    const page = await markdownMarkup(
      'a $x<y$ b\n\n$$\\frac{1}{2}$$\n\n`$c$` @@0@@ <b title="$t$">5 \\$</b>'
    );
    const parsed = new DOMParser().parseFromString(page, 'text/html');
    expect(parsed.querySelectorAll('math')).toHaveLength(2);
    expect(page).toContain('<code>$c$</code>');
    expect(page).toContain('@@0@@');
    expect(page).toContain('title="$t$"');
    expect(parsed.querySelector('mfrac')).not.toBeNull();
  });

  it.each([
    ['loops', String.raw`\def\a{\a\a}\a`],
    ['is too deep', '{'.repeat(2000) + 'x' + '}'.repeat(2000)],
    ['is no formula', String.raw`\frac{`],
    ['is too long', 'x+'.repeat(3000)]
  ])('leaves a formula that %s as it was written', async (_, formula) => {
    const page = await markdownMarkup(`a $${formula}$ b`);
    expect(page).not.toContain('<math');
    expect(page).toContain('title="not set"');
  });

  it('takes no markup out of a formula', async () => {
    const page = await markdownMarkup(
      String.raw`$\href{javascript:alert(1)}{x} \text{<img src=x onerror=alert(1)>}$ ![$"><script>1</script>$](data:image/png;base64,aGk=) <b title="$&quot;><script>2</script>$">x</b>`
    );
    const parsed = new DOMParser().parseFromString(page, 'text/html');
    expect(
      parsed.querySelectorAll('a, script, [onerror], [href]')
    ).toHaveLength(0);
  });

  it('has a place for each diagram, which nothing else can take', async () => {
    const source =
      '# A\n\n```mermaid\ngraph TD\nA["$x$ <b>"] --> B\n```\n\n- b\n  ```mermaid\n  pie\n  ```\n\n```js\nc\n```\n';
    const page = await pageOf(source);
    expect(page.diagrams).toEqual(['graph TD\nA["$x$ <b>"] --> B', 'pie']);
    expect(page.parts).toHaveLength(3);
    const pictures = new Map([[1, '<svg style="max-width: 50px">"\'</svg>']]);
    const html = withDiagrams(page, pictures, 'not drawn');
    const parsed = new DOMParser().parseFromString(html, 'text/html');
    expect(parsed.querySelector('pre')?.textContent).toContain('"$x$ <b>"');
    expect(html.split('not drawn')).toHaveLength(2);
    const image = parsed.querySelector('li img');
    expect(image?.getAttribute('src')).toBe(
      `data:image/svg+xml,${encodeURIComponent('<svg style="max-width: 50px">"\'</svg>').replaceAll("'", '%27')}`
    );
    expect(image?.getAttribute('width')).toBe('50');
  });

  it('draws no more diagrams than a page may have', async () => {
    const page = await pageOf('```mermaid\npie\n```\n\n'.repeat(60));
    expect(page.diagrams).toHaveLength(50);
    const long = await pageOf(`\`\`\`mermaid\n${'x'.repeat(60_000)}\n\`\`\``);
    expect(long.diagrams).toHaveLength(0);
  });
});

/** The frames and the rest of a notebook with one cell of such outputs. */
async function notebookOf(...data: Record<string, unknown>[]): Promise<{
  frames: string[];
  page: Document;
}> {
  const outputs = data.map(one => ({ output_type: 'display_data', data: one }));
  const cells = [{ cell_type: 'code', source: '1', outputs }];
  const engine = await openMarkup(
    quietCall(),
    [contentOf(JSON.stringify({ cells }))],
    {}
  );
  const made = await engine.page(quietCall(), 'notebook', WORDS, DARK);
  const page = new DOMParser().parseFromString(
    made.parts.join(''),
    'text/html'
  );
  const frames = [...page.querySelectorAll('iframe')].map(
    frame => frame.getAttribute('srcdoc') ?? ''
  );
  return { frames, page };
}

describe('The outputs of a notebook', () => {
  it('have the colours of the theme, but for those with colours of their own', async () => {
    const { frames, page } = await notebookOf(
      { 'text/html': '<table><tr><td>color</td></tr></table>' },
      { 'text/html': '<td style="background-color: yellow">1</td>' },
      { 'text/html': '<p style="color: var(--jp-content-font-color1)">2</p>' }
    );
    const [plain, coloured, themed] = frames;
    for (const frame of [plain, themed]) {
      expect(frame).toContain('color-scheme:dark');
      expect(frame).toContain('--jp-content-font-color1:#eee');
    }
    expect(coloured).toContain('color-scheme:light');
    expect(coloured).not.toContain('#eee');
    for (const frame of page.querySelectorAll('iframe')) {
      expect(frame.getAttribute('sandbox')).toBe('');
    }
  });

  it('are what JupyterLab shows of them, or say what they are', async () => {
    const { page } = await notebookOf(
      { 'text/markdown': '# Made', 'text/plain': '<Markdown object>' },
      { 'text/latex': '$\\frac{1}{2}$' },
      { 'application/json': { a: [1] } },
      { 'application/vnd.plotly.v1+json': {}, 'image/png': 'aGk=' },
      { 'application/vnd.plotly.v1+json': {} },
      { 'text/html': '<script>1</script>' }
    );
    expect(page.querySelector('.output h1')?.textContent).toBe('Made');
    expect(page.querySelector('.output mfrac')).not.toBeNull();
    expect(page.querySelector('img')?.src).toBe('data:image/png;base64,aGk=');
    const text = page.body.textContent;
    expect(text).toContain('"a": [');
    expect(text).toContain('no viewer for application/vnd.plotly.v1+json');
    expect(text).toContain('scripts off');
    expect(text).not.toContain('<Markdown object>');
  });
});

describe('HTML in a frame', () => {
  it.each([
    ['<p bgcolor=red>', 'light'],
    ['<style>p{background:red}</style>', 'light'],
    ['<svg fill="red">', 'light'],
    ['<th>fill</th><th>color</th>', 'dark'],
    ['<p style="vertical-align: top">', 'dark']
  ])('is on white paper only where it chooses colours: %s', (html, scheme) => {
    expect(withLabStyle(html, DARK)).toContain(`color-scheme:${scheme}`);
  });

  it('is about as high as its lines', () => {
    const table = `<table>${'<tr><td>1</td></tr>'.repeat(5)}</table>`;
    expect(roughHeight(table)).toBe(40 + 5 * 27);
    expect(roughHeight(`${table}<img src="data:,">`)).toBeUndefined();
  });
});
