import type { JSONObject } from '@lumino/coreutils';
import { describe, expect, it } from 'vitest';

import { widgetOf } from '../../../src/codecs/widgets';

const view = (id: string) => ({
  'application/vnd.jupyter.widget-view+json': { model_id: id },
  'text/plain': 'HBox(…)'
});
const kept = (state: Record<string, JSONObject>) => ({
  'application/vnd.jupyter.widget-state+json': {
    state: Object.fromEntries(
      Object.entries(state).map(([id, { name, ...of }]) => [
        id,
        {
          model_name: name,
          model_module: '@jupyter-widgets/controls',
          state: of
        }
      ])
    )
  }
});
const slider = {
  name: 'IntSliderModel',
  _view_name: 'IntSliderView',
  description: 'level',
  layout: 'IPY_MODEL_layout',
  style: 'IPY_MODEL_style',
  max: 100,
  tooltip: null,
  value: 41
};

describe('a kept widget', () => {
  it('is a tree of what its parts stood at', () => {
    const widgets = kept({
      box: {
        name: 'HBoxModel',
        children: ['IPY_MODEL_slider', 'IPY_MODEL_gone'],
        layout: 'IPY_MODEL_layout'
      },
      slider,
      layout: { name: 'LayoutModel', width: '10px' },
      style: { name: 'SliderStyleModel' }
    });
    expect(widgetOf(view('box'), widgets)).toEqual({
      kind: 'HBox',
      label: '',
      settings: {},
      left: 1,
      children: [
        {
          kind: 'IntSlider',
          label: 'level',
          value: 41,
          settings: { max: 100 },
          children: [],
          left: 0
        }
      ]
    });
  });

  it.each([
    ['an output that is none', { 'text/plain': 'x' }, kept({ a: slider })],
    ['one whose state was not kept', view('b'), kept({ a: slider })],
    ['no state at all', view('a'), undefined],
    ['a key that every object has', view('__proto__'), kept({ a: slider })],
    [
      'another form',
      view('a'),
      { 'application/vnd.jupyter.widget-state+json': [] }
    ]
  ])('is nothing in %s', (_, data, widgets) => {
    expect(widgetOf(data, widgets)).toBeUndefined();
  });

  it('that holds itself, or too many, is read to an end', () => {
    const round = kept({
      a: { name: 'A', children: ['IPY_MODEL_a', 'IPY_MODEL_b'] },
      b: { name: 'B', one: 'IPY_MODEL_a' }
    });
    expect(widgetOf(view('a'), round)).toMatchObject({
      left: 1,
      children: [{ kind: 'B', left: 1, children: [] }]
    });
    const ids = Array.from({ length: 10_000 }, (_, n) => `n${n}`);
    const many = kept({
      all: { name: 'VBoxModel', children: ids.map(id => `IPY_MODEL_${id}`) },
      ...Object.fromEntries(ids.map(id => [id, slider]))
    });
    const read = widgetOf(view('all'), many);
    expect(read?.children).toHaveLength(299);
    expect(read?.left).toBe(9701);
    const deep = kept(
      Object.fromEntries(
        ids.map((id, n) => [
          id,
          { name: 'Box', children: [`IPY_MODEL_n${n + 1}`] }
        ])
      )
    );
    expect(JSON.stringify(widgetOf(view('n0'), deep)).length).toBeLessThan(
      2000
    );
  });
});
