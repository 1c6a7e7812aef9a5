// @vitest-environment jsdom
/** Archives, pickles, JSON, texts and what content is at all. */
import '../setup';

import { describe, expect, it } from 'vitest';

import { openBinary } from '../../../src/viewers/binary/engine';
import { differenceOf } from '../../../src/viewers/compare/texts';
import { overlaid } from '../../../src/viewers/compare/PlotlyOverlay';
import { openJson } from '../../../src/viewers/json/engine';
import { JsonTree } from '../../../src/ui/json/jsonTree';
import { notebookMarkup } from '../../../src/viewers/markup/notebook';
import { formatOf } from '../../../src/viewers/sniff';
import { lz4Block } from '../../../src/codecs/lz4';
import { treeRows } from '../../../src/viewers/tensors/tree';
import { BytesContent, contentOf } from '../codecs/content';
import { quietCall } from './call';

const latin = (text: string): Uint8Array =>
  Uint8Array.from(text, character => character.charCodeAt(0));

describe('a pickle', () => {
  const read = async (text: string) =>
    (await openBinary(quietCall(), [new BytesContent(latin(text))], {})).pickle(
      quietCall()
    );

  it.each([
    ['GLOBAL', "cos\nsystem\n(S'true'\ntR.", 'os.system'],
    [
      'STACK_GLOBAL',
      '\x80\x04\x8c\x05posix\x94\x8c\x06system\x94\x93\x94\x8c\x04true\x94\x85\x94R\x94.',
      'posix.system'
    ],
    ['INST', "(S'true'\nios\nsystem\n.", 'os.system']
  ])('says what it imports by %s', async (_, bytes, name) => {
    const facts = await read(bytes);
    expect(facts.globals).toEqual([{ name, count: 1, isRisky: true }]);
    expect(facts.calls).toBe(1);
    expect(facts.isComplete).toBe(true);
  });

  it('of plain values imports nothing', async () => {
    expect((await read('\x80\x04}\x94\x8c\x01a\x94K\x01s.')).globals).toEqual(
      []
    );
  });

  it('that is none is told so', async () => {
    await expect(read('\xff\xff')).rejects.toMatchObject({
      code: 'CONTENT_UNREADABLE'
    });
    await expect(read('\x8c\xffshort')).resolves.toMatchObject({
      isComplete: false
    });
  });
});

describe('an archive', () => {
  it.each(['zip', 'tar', 'gzip'] as const)(
    '%s that is none is told so',
    async format => {
      const content = new BytesContent(new Uint8Array(2000).fill(7));
      const binary = await openBinary(quietCall(), [content], {});
      await expect(binary.list(quietCall(), format)).rejects.toMatchObject({
        code: 'CONTENT_UNREADABLE'
      });
    }
  );
});

async function treeOf(text: string): Promise<JsonTree> {
  const call = quietCall();
  const json = await openJson(call, [contentOf(text)], {});
  return new JsonTree(await json.root(call), (id, start, end) =>
    json.children(call, id, start, end)
  );
}

describe('JSON', () => {
  it('opens however deep it is', async () => {
    const tree = await treeOf('['.repeat(50_000) + ']'.repeat(50_000));
    for (let depth = 0; depth < 300; depth += 1) {
      await tree.toggle(depth);
    }
    expect(tree.rows).toHaveLength(301);
    await tree.toggle(0);
    expect(tree.rows).toHaveLength(1);
  });

  it('opens again what was open', async () => {
    const text = '{"a": {"same": {"x": 1}}, "b": {"same": [[1], 2]}}';
    const before = await treeOf(text);
    await before.openAtFirst();
    await before.toggle(1);
    const after = await treeOf(text);
    await after.reopen([...before.open, ['b', 'gone']]);
    const shown = ({ rows }: JsonTree) =>
      rows.map(({ depth, isOpen, node }) => [depth, isOpen, node?.key]);
    expect(shown(after)).toEqual(shown(before));
    expect(after.open).toEqual([[], ['b'], ['b', 'same'], ['b', 'same', '0']]);
  });

  it('shows a long list in pages', async () => {
    const list = Array.from({ length: 1200 }, (_, index) => index);
    const tree = await treeOf(JSON.stringify(list));
    await tree.toggle(0);
    expect(tree.rows).toHaveLength(502);
    await tree.toggle(501);
    await tree.toggle(1001);
    expect(tree.rows).toHaveLength(1201);
    expect(tree.rows.at(-1)?.node?.text).toBe('1199');
  });

  it('opens at first as much as is seen at a glance, and the rest in short', async () => {
    const value = {
      loss: [1, 0.5],
      config: { layers: [], name: 'n'.repeat(50) },
      steps: Array.from({ length: 60 }, (_, index) => index)
    };
    const tree = await treeOf(JSON.stringify(value));
    await tree.openAtFirst();
    expect(
      tree.rows.map(({ isOpen, node }) => [node?.key, isOpen, node?.text])
    ).toEqual([
      ['', true, 'loss: […], config: {…}, steps: […]'],
      ['loss', true, '1, 0.5'],
      ['0', false, '1'],
      ['1', false, '0.5'],
      ['config', true, `layers: [], name: "${'n'.repeat(24)}…"`],
      ['layers', false, ''],
      ['name', false, 'n'.repeat(50)],
      ['steps', false, '0, 1, 2, 3, 4, 5, 6, 7, …']
    ]);
  });

  it('keeps names that mean something to JavaScript as names', async () => {
    const call = quietCall();
    const json = await openJson(
      call,
      [contentOf('{"__proto__": {"x": 1}, "constructor": 2}')],
      {}
    );
    const root = await json.root(call);
    expect(
      (await json.children(call, root.id, 0, 9)).map(({ key }) => key)
    ).toEqual(['__proto__', 'constructor']);
    expect(Reflect.get({}, 'x')).toBeUndefined();
  });

  it('that ends too early is told so', async () => {
    await expect(
      openJson(quietCall(), [contentOf('{"a": ')], {})
    ).rejects.toMatchObject({ code: 'CONTENT_UNREADABLE' });
  });
});

describe('what content is', () => {
  const artifact = (media_type: string, name = 'x') => ({
    codec: 'bytes.v1',
    kind: 'file',
    media_type,
    name
  });

  it.each([
    ['\x89PNG\r\n\x1a\n', 'text/csv', 'image'],
    ['a,b\n1,2\n', 'text/csv', 'delimited'],
    ['PK\x03\x04', 'application/octet-stream', 'zip'],
    ['\x80\x04\x95', 'application/octet-stream', 'pickle'],
    ['PAR1', 'application/octet-stream', 'parquet'],
    ['%PDF-1.7', 'text/plain', 'pdf'],
    ['<?xml version="1.0"?><svg xmlns="">', 'text/plain', 'svg'],
    ['<!DOCTYPE html>', 'text/plain', 'html'],
    ['\x02\0\0\0\0\0\0\0{}', 'application/octet-stream', 'safetensors'],
    ['\0\x01\x02', 'text/csv', 'bytes'],
    ['BM is a brand', 'text/plain', 'text'],
    ['{}', 'application/vnd.plotly.v1+json', 'plotly']
  ])('%j called %s is %s', (head, type, format) => {
    expect(formatOf(artifact(type), latin(head))).toBe(format);
  });
});

const AS_IT_IS = {
  words: { scriptsOff: '', noViewer: '' },
  theme: undefined,
  markdown: (source: string) => source
};

it('a notebook becomes a page in which nothing of it is markup of the page', () => {
  const text = JSON.stringify({
    cells: [
      {
        cell_type: 'code',
        source: '<script>1</script>',
        execution_count: '<b>',
        outputs: [
          {
            output_type: 'display_data',
            data: { 'text/html': '"><script>2</script>' }
          },
          {
            output_type: 'display_data',
            data: { 'image/png': '"><script>3</script>' }
          },
          { output_type: 'stream', text: ['<script>4</script>'] }
        ]
      }
    ]
  });
  const page = new DOMParser().parseFromString(
    notebookMarkup(text, AS_IT_IS),
    'text/html'
  );
  expect(page.querySelectorAll('script')).toHaveLength(0);
  const frame = page.querySelector('iframe');
  expect(frame?.getAttribute('sandbox')).toBe('');
  expect(frame?.getAttribute('srcdoc')).toContain("default-src 'none'");
  expect(() => notebookMarkup('{}', AS_IT_IS)).toThrow(
    expect.objectContaining({ code: 'CONTENT_UNREADABLE' })
  );
});

it('LZ4 unpacks what overlaps, and tells of what it cannot unpack', () => {
  const packed = Uint8Array.of(
    0x1f,
    0x61,
    0x01,
    0x00,
    0x00,
    0x50,
    0x62,
    0x62,
    0x62,
    0x62,
    0x62
  );
  expect(new TextDecoder().decode(lz4Block(packed, 64))).toBe(
    `${'a'.repeat(20)}bbbbb`
  );
  expect(() => lz4Block(Uint8Array.of(0x10, 0x61, 0x09, 0x00), 64)).toThrow(
    /cannot be unpacked/
  );
});

it('tensors stand under the parts of their names', () => {
  const names = ['a.weight', 'a.bias', 'deep.er.x', 'single'];
  const tensors = names.map(name => ({
    name,
    dtype: 'float32',
    descr: '<f4',
    shape: [1],
    bytes: 4,
    start: 0
  }));
  const shown = treeRows(tensors, new Set(['a'])).map(
    ({ depth, label }) => `${depth} ${label}`
  );
  expect(shown).toEqual(['0 a', '0 deep.er.x', '0 single']);
});

it('two texts differ line by line', () => {
  const { added, lines, removed } = differenceOf('a\nb\nc\n', 'a\nB\nc\nd\n');
  expect([removed, added]).toEqual([1, 2]);
  expect(lines.map(({ change, text }) => `${change} ${text}`)).toEqual([
    'same a',
    'removed b',
    'added B',
    'same c',
    'added d'
  ]);
});

it('figures that are laid over each other keep their traces apart', () => {
  const figure = {
    data: [{ y: [1], name: 'loss', line: { color: 'red' } }],
    layout: { title: 'T' }
  };
  const { data, layout } = overlaid(figure, figure, ['v1', 'v2']);
  expect(data).toEqual([
    { y: [1], name: 'loss (v1)', showlegend: true, line: { color: 'red' } },
    {
      y: [1],
      name: 'loss (v2)',
      showlegend: true,
      opacity: 0.65,
      line: { color: 'red', dash: 'dash' }
    }
  ]);
  expect(layout).toEqual({ title: 'T' });
});
