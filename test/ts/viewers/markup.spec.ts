import { describe, expect, it } from 'vitest';

import { quietCall } from './call';
import { markdownMarkup, openMarkup } from '../../../src/viewers/markup/engine';
import { contentOf } from '../codecs/content';

describe('Markdown', () => {
  it('is a page', () => {
    const page = markdownMarkup('# A\n\n- [x] b\n\n| c |\n|---|\n| `d` |\n');
    expect(page).toContain('<h1>A</h1>');
    expect(page).toContain('<td><code>d</code></td>');
    expect(page).toContain('type="checkbox"');
  });

  it('loads nothing and leads nowhere', () => {
    const page = markdownMarkup(
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

  it('keeps pictures that stand in it', () => {
    const page = markdownMarkup('![a](data:image/png;base64,aGk=)');
    expect(page).toContain('src="data:image/png;base64,aGk="');
  });

  it('that is nested too deep is shown as text', async () => {
    const content = contentOf(`${'> '.repeat(60_000)}<b>x</b>`);
    const engine = await openMarkup(quietCall(), [content], {});
    const page = await engine.page(quietCall(), 'markdown');
    expect(page).not.toContain('<script');
    expect(page).toContain('x');
  });
});
