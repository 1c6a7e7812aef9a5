/**
 * Outputs that are one thing: an empty place, and the script that draws into it.
 */

import type * as nbformat from '@jupyterlab/nbformat';

import { multilineText, representations } from './bundle';

/** Bokeh's `show` displays these two, one after the other. */
const BOKEH_SCRIPT = 'application/vnd.bokehjs_exec.v0+json';

/**
 * The outputs of which one alone would be nothing, in their order.
 *
 * @param index - One of them.
 */
export function togetherWith(
  outputs: readonly nbformat.IOutput[],
  index: number
): nbformat.IOutput[] {
  for (const first of [index - 1, index]) {
    const [place, script] = [outputs[first], outputs[first + 1]];
    if (place && script && isDrawnInto(place, script)) {
      return [place, script];
    }
  }
  const output = outputs[index];
  return output ? [output] : [];
}

function isDrawnInto(
  place: nbformat.IOutput,
  script: nbformat.IOutput
): boolean {
  const data = representations(script);
  if (!(BOKEH_SCRIPT in data)) {
    return false;
  }
  const html = multilineText(representations(place)['text/html']);
  const id = /<div id="([\w-]+)"[^>]*>\s*<\/div>/.exec(html)?.[1];
  return (
    id !== undefined &&
    multilineText(data['application/javascript']).includes(id)
  );
}
