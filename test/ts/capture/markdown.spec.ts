import { describe, expect, it } from 'vitest';

import {
  withOutputPictures,
  withPictures
} from '../../../src/capture/markdown';
import { schemaFile } from '../schemaFile';

interface ICase {
  name: string;
  type: string;
  text: string;
  whole?: string;
}

const { cases, files } = schemaFile<{
  cases: ICase[];
  files: Record<string, string>;
}>('vectors/pictures.json');

const PASTED = { 'image.png': { 'image/png': 'iVBO\nRw0K' } };

describe('pictures of a Markdown cell', () => {
  it('puts what was pasted where it is shown', async () => {
    const source =
      '# Plan\n![a plan](attachment:image.png) <img width="9" src="attachment:image.png">';
    const data = 'data:image/png;base64,iVBORw0K';
    expect(await withPictures(source, PASTED)).toBe(
      `# Plan\n![a plan](${data}) <img width="9" src="${data}">`
    );
  });

  it('reads pictures beside the notebook, and leaves what it cannot', async () => {
    const asked: string[] = [];
    const read = (path: string) => {
      asked.push(path);
      return Promise.resolve(path === 'my plan.svg' ? 'PHN2Zz4=' : undefined);
    };
    const source =
      '![x](my%20plan.svg "title") ![y](gone.png) ![z](https://a.example/b.png) ' +
      '[text](notes.md) ![w](attachment:other.png)';
    expect(await withPictures(source, PASTED, read)).toBe(
      source.replace('my%20plan.svg', 'data:image/svg+xml;base64,PHN2Zz4=')
    );
    expect(asked).toEqual(['my plan.svg', 'gone.png']);
  });

  it.each(cases)('as the kernel does: $name', async ({ type, text, whole }) => {
    const read = (path: string) =>
      Promise.resolve(path in files ? btoa(files[path] ?? '') : undefined);
    const output = { output_type: 'display_data', data: { [type]: text } };
    const { data } = await withOutputPictures(output, read);
    expect(data).toEqual({ [type]: whole ?? text });
  });

  it('takes no long time for a text of beginnings', async () => {
    const source = '![<img '.repeat(200_000);
    expect(await withPictures(source, undefined)).toBe(source);
  });
});
