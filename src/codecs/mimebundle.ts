/** Outputs of a cell, as the codecs of mimebundles write them. */
import type { IOutput } from '@jupyterlab/nbformat';

import { CellkeepError } from '../protocol/errors';
import { readJsonObject } from './text';
import type { IContentSource, IOutputsView } from './view';

/** Near the longest text that browsers can hold: whatever stood in a notebook comes back. */
const MOST_BYTES = 480 * 1024 * 1024;

/**
 * Decodes `{"nbformat": 4, "outputs": […]}`, or one bare bundle `{"data": {…}, "metadata": {…}}`.
 */
export async function decodeMimebundle(
  content: IContentSource,
  signal?: AbortSignal
): Promise<IOutputsView> {
  const document = await readJsonObject(
    content,
    'a mimebundle',
    signal,
    MOST_BYTES
  );
  const { data, metadata, widgets } = document;
  const outputs: unknown = document.outputs;
  if (Array.isArray(outputs) && outputs.every(isOutput)) {
    return { type: 'outputs', outputs, widgets };
  }
  if (typeof data === 'object' && data !== null) {
    const output = {
      output_type: 'display_data',
      data,
      metadata: metadata ?? {}
    };
    return { type: 'outputs', outputs: [output] };
  }
  throw new CellkeepError(
    'CONTENT_UNREADABLE',
    'This mimebundle holds no outputs.'
  );
}

function isOutput(value: unknown): value is IOutput {
  return (
    typeof value === 'object' &&
    value !== null &&
    'output_type' in value &&
    typeof value.output_type === 'string'
  );
}
