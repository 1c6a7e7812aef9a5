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
    ['results.head(3)', 'results'],
    ['import numpy as np\nμ = np.zeros(3)\nμ', 'μ'],
    ['a, b = load()\nprint(a)', 'a'],
    ['weights: Tensor = train()', 'weights'],
    ['x = f(\n  1,\n)\n# done', 'x'],
    ['total += 1\nprint("no")', 'total += 1'],
    ['# Figure 3 / draft\nplot()', 'Figure 3-draft']
  ])('of the cell %j is %j', (source, name) => {
    expect(nameOf(PLAIN, source)).toBe(name);
  });

  it('is not a library or a comparison', () => {
    expect(nameOf(PICTURE, 'y = 2\nplt.show()')).toBe('y');
    expect(nameOf(PLAIN, 'a == b')).toBe('a == b');
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
    expect(names).toEqual(['text of cell [2]', 'df', 'df (2)']);
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
