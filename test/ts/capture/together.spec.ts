import { describe, expect, it } from 'vitest';

import { togetherWith } from '../../../src/capture/together';

const show = (data: Record<string, string>) => ({
  output_type: 'display_data',
  data,
  metadata: {}
});
const PLACE = show({ 'text/html': '\n<div id="p1" data-root-id="1"></div>\n' });
const SCRIPT = show({
  'application/javascript': 'draw({roots: {"1": "p1"}})',
  'application/vnd.bokehjs_exec.v0+json': ''
});

describe('outputs that are one thing', () => {
  it('are an empty place and the script that draws into it, whichever is meant', () => {
    const text = show({ 'text/plain': 'before' });
    const outputs = [text, PLACE, SCRIPT];
    expect(togetherWith(outputs, 1)).toEqual([PLACE, SCRIPT]);
    expect(togetherWith(outputs, 2)).toEqual([PLACE, SCRIPT]);
    expect(togetherWith(outputs, 0)).toEqual([text]);
  });

  it('are not neighbours that have nothing to do with each other', () => {
    const other = show({ 'text/html': '<div id="p2"></div>' });
    expect(togetherWith([other, SCRIPT], 1)).toEqual([SCRIPT]);
    expect(togetherWith([SCRIPT, PLACE], 1)).toEqual([PLACE]);
  });
});
