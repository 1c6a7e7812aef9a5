import { describe, expect, it } from 'vitest';

import { codeName, distinct, outputNames } from '../../../src/capture/names';

const PLAIN = {
  output_type: 'execute_result',
  data: { 'text/plain': 'x' },
  metadata: {}
};
const PICTURE = {
  output_type: 'display_data',
  data: { 'image/png': '' },
  metadata: {}
};
const PRINTED = { output_type: 'stream', name: 'stdout', text: 'hello' };

function nameOf(output: typeof PLAIN | typeof PICTURE, source: string) {
  return outputNames([output], { source, execution_count: 7 })[0];
}

describe('the default name of an output', () => {
  it.each([
    ['results', 'results'],
    ['import numpy as np\nμ = np.zeros(3)\nμ', 'μ'],
    ['frame = load()\ndisplay(frame)', 'frame'],
    ['fig.show()', 'fig'],
    // An expression is another thing than its variable.
    ['results.head(3)', 'results.head'],
    ['df = load()\ndf.describe()', 'df.describe'],
    ['df.sort_values("a)", key=f(1)).head(10);  # best', 'df.sort_values.head'],
    ["df[df['a'] > 1]", 'df[…]'],
    ['df.T', 'df.T'],
    ['a == b', 'a == b'],
    ['# Figure 3 / draft\nplot()', 'Figure 3-draft'],
    // What was assigned is not what is shown.
    ['a, b = load()\nprint(a)', 'output of cell [7]'],
    ['weights: Tensor = train()', 'output of cell [7]'],
    ['x = f(\n  1,\n)\n# done', 'output of cell [7]'],
    ['total += 1\nprint("no")', 'output of cell [7]']
  ])('of the cell %j is %j', (source, name) => {
    expect(nameOf(PLAIN, source)).toBe(name);
  });

  it('is what the kernel knows the object by', () => {
    const mark = { object: 'a'.repeat(32), kind: 'figure', summary: '' };
    const figure = { ...PICTURE, metadata: { cellkeep: mark } };
    const named = {
      ...PICTURE,
      metadata: { cellkeep: { ...mark, name: 'Growth' } }
    };
    const names = outputNames([figure, named, figure, PICTURE], {
      source: 'for i in range(4):\n  plot(i)',
      execution_count: 3
    });
    expect(names).toEqual([
      'figure of cell [3]',
      'Growth',
      'figure 2 of cell [3]',
      'picture of cell [3]'
    ]);
  });

  it('is not a library', () => {
    expect(nameOf(PICTURE, 'y = 2\nplt.show()')).toBe('picture of cell [7]');
  });

  it("is a figure's title where there is one", () => {
    const plotly = {
      output_type: 'display_data',
      data: {
        'application/vnd.plotly.v1+json': {
          data: [],
          layout: { title: { text: '<b>Loss</b> per epoch' } }
        }
      },
      metadata: {}
    };
    expect(nameOf(plotly as never, 'fig')).toBe('Loss per epoch');
    expect(nameOf(PICTURE, 'fig = f()\nax.set_title("Loss curve")')).toBe(
      'Loss curve'
    );
    // A title set in the cell says nothing of a table.
    expect(nameOf(PLAIN, 'plt.title("Loss")\ndf')).toBe('df');
  });

  it('is the number of the cell where nothing else tells', () => {
    expect(nameOf(PLAIN, '')).toBe('output of cell [7]');
    expect(outputNames([PRINTED], { source: 'x = 1' })).toEqual([
      'text of a cell'
    ]);
  });

  it('is another one for each output of a cell', () => {
    const names = outputNames([PRINTED, PICTURE, PLAIN], {
      source: 'df',
      execution_count: 2
    });
    expect(names).toEqual(['text of cell [2]', 'picture of cell [2]', 'df']);
  });

  it('is one line of at most 60 characters that makes no folders', () => {
    const name = nameOf(PICTURE, `ax.set_title('${'a/b\\n'.repeat(50)}')`);
    expect([...name!].length).toBeLessThanOrEqual(60);
    expect(name).not.toMatch(/[/\n]/);
  });
});

describe('the name of code', () => {
  it('is that of its first function or class, else its first line', () => {
    expect(codeName({ source: 'import os\n\nasync def fetch(): ...' })).toBe(
      'fetch'
    );
    expect(codeName({ source: '%%time\nrun()' })).toBe('time');
    expect(codeName({ source: 'import os' })).toBe('code of a cell');
  });
});

it('names stay different when a made one is taken already', () => {
  expect(distinct(['a', 'a', 'a (2)', 'a'])).toEqual([
    'a',
    'a (2)',
    'a (2) (2)',
    'a (3)'
  ]);
});
