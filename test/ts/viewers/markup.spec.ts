// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';

import { quietCall } from './call';
import { withDiagrams } from '../../../src/viewers/markup/diagrams';
import { openMarkup } from '../../../src/viewers/markup/engine';
import {
  MarkdownPage,
  type IMarkupPage
} from '../../../src/viewers/markup/markdown';
import { contentOf } from '../codecs/content';

const WORDS = { notSet: 'not "set"' };

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
