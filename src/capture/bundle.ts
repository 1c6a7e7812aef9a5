/**
 * A cell's outputs as nbformat writes them, and what can be said of them without drawing them.
 */

import type * as nbformat from '@jupyterlab/nbformat';
import type { PartialJSONValue } from '@lumino/coreutils';

import { withoutColours } from '../codecs/terminal';
import { jsonBlob } from '../json/write';
import type { OutputPreview } from '../protocol/generated';
import { WIDGET_STATE, type IWidgetState } from './widgets';

/** Media type of the bytes that {@link encodeOutputs} writes. */
export const MIMEBUNDLE = 'application/vnd.jupyter.mimebundle+json';
export const PLOTLY = 'application/vnd.plotly.v1+json';
export const WIDGET_VIEW = 'application/vnd.jupyter.widget-view+json';

/** The most characters of text in a preview. */
const PREVIEW_CHARACTERS = 2000;

/** Richest first; anything else stands between the pictures and the text. */
const RICHEST_FIRST = [
  WIDGET_VIEW,
  PLOTLY,
  'application/vnd.vegalite.v6+json',
  'application/vnd.vegalite.v5+json',
  'application/vnd.vega.v6+json',
  'application/vnd.vega.v5+json',
  'application/geo+json',
  'text/html',
  'image/svg+xml',
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'application/pdf'
];
const PLAINEST_LAST = [
  'application/json',
  'text/latex',
  'text/markdown',
  'text/plain'
];

/** Pictures of pixels, the best first. */
const RASTER = ['image/png', 'image/jpeg', 'image/webp', 'image/gif'];

/** A picture in an output, as bytes. */
export interface IOutputImage {
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

/**
 * The output in nbformat 4's own form, always the same for the same output: the store makes no new
 * version of bytes that it has.
 *
 * In a shared model the text of a stream may be a list of lines or a wrapped object, and the keys
 * come in another order than from the kernel. The execution count says when it was made, not what
 * it is; it stands in the provenance.
 */
export function normaliseOutput(output: nbformat.IOutput): nbformat.IOutput {
  const copy = sortedKeys(output) as nbformat.IOutput;
  delete copy['transient'];
  if (copy.output_type === 'stream') {
    copy['text'] = multilineText(copy['text']);
  }
  if (copy.output_type === 'execute_result') {
    copy['execution_count'] = null;
  }
  dropLiveMark(copy);
  for (const key of ['data', 'metadata']) {
    if (copy[key] !== undefined) {
      copy[key] = sortedKeys(copy[key] as nbformat.IMimeBundle);
    }
  }
  return copy;
}

/** The mark of an object that was alive means nothing when the kernel is gone. */
function dropLiveMark(output: nbformat.IOutput): void {
  const metadata = output['metadata'] as Record<string, unknown> | undefined;
  if (metadata && 'cellkeep' in metadata) {
    const { cellkeep: _, ...rest } = metadata;
    output['metadata'] = rest as nbformat.OutputMetadata;
  }
}

/** A copy with its own keys in order; what the values hold stays as it is. */
function sortedKeys<T>(object: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(
    Object.entries(object).sort(([left], [right]) => (left < right ? -1 : 1))
  );
}

/**
 * The bytes of codec mimebundle.v1: outputs, each with all of its representations.
 *
 * They are taken as they are now; what a kernel sends later goes into other outputs.
 *
 * @param widgets - What the models behind a widget view hold, in the form in which notebooks
 * keep it, so that the view can be shown again without its kernel.
 */
export function encodeOutputs(
  outputs: readonly nbformat.IOutput[],
  widgets?: IWidgetState
): Promise<Blob> {
  return jsonBlob({
    nbformat: 4,
    outputs: outputs.map(normaliseOutput),
    ...(widgets && { widgets: { [WIDGET_STATE]: widgets } })
  });
}

/** The representations of an output; a stream is text, an error its traceback. */
export function representations(
  output: nbformat.IOutput
): Readonly<Record<string, PartialJSONValue | undefined>> {
  switch (output.output_type) {
    case 'stream':
      return { 'text/plain': withoutColours(multilineText(output['text'])) };
    case 'error':
      return { 'text/plain': errorText(output) };
    default:
      return (output['data'] ?? {}) as nbformat.IMimeBundle;
  }
}

/** The media types of an output, richest first. */
export function mediaTypesOf(output: nbformat.IOutput): string[] {
  return Object.keys(representations(output)).sort(
    (left, right) => richness(left) - richness(right)
  );
}

/** Text of one representation, whether nbformat holds it as one string or as lines. */
export function multilineText(value: unknown): string {
  if (typeof value === 'string') {
    return value;
  }
  if (Array.isArray(value)) {
    return value.map(multilineText).join('');
  }
  if (value && typeof value === 'object' && 'text' in value) {
    return multilineText(value.text);
  }
  return '';
}

/** The picture of an output that can be scaled down, if it has one. */
export function imageOf(output: nbformat.IOutput): IOutputImage | null {
  const data = representations(output);
  for (const mediaType of RASTER) {
    const text = multilineText(data[mediaType]);
    const bytes = text ? fromBase64(text) : null;
    if (bytes) {
      return { mediaType, bytes };
    }
  }
  const svg = multilineText(data['image/svg+xml']);
  return svg
    ? { mediaType: 'image/svg+xml', bytes: new TextEncoder().encode(svg) }
    : null;
}

/** What can be shown of outputs without reading them: the first one speaks for all. */
export function previewOf(outputs: readonly nbformat.IOutput[]): OutputPreview {
  const mediaTypes = [...new Set(outputs.flatMap(mediaTypesOf))].sort(
    (left, right) => richness(left) - richness(right)
  );
  const preview: OutputPreview = { type: 'output', media_types: mediaTypes };
  for (const output of outputs) {
    const text = multilineText(representations(output)['text/plain']);
    if (text) {
      preview.text = [...text].slice(0, PREVIEW_CHARACTERS).join('');
      break;
    }
  }
  for (const output of outputs) {
    const size = imageSize(output);
    if (size) {
      [preview.width, preview.height] = size;
      break;
    }
  }
  return preview;
}

/** The pixels of the PNG in an output: as displayed where the metadata tell, else its own. */
function imageSize(output: nbformat.IOutput): [number, number] | null {
  const data = representations(output);
  const mediaType = RASTER.find(type => data[type]);
  if (!mediaType) {
    return null;
  }
  const metadata = output['metadata'] as
    | Record<string, { width?: unknown; height?: unknown } | undefined>
    | undefined;
  const shown = metadata?.[mediaType];
  if (isPixels(shown?.width) && isPixels(shown.height)) {
    return [shown.width, shown.height];
  }
  // Its first bytes say it; a picture may have many millions.
  const head = multilineText(data[mediaType]).slice(0, HEAD_CHARACTERS);
  const bytes = fromBase64(head.replace(/\s+/g, '').slice(0, 32));
  return mediaType === 'image/png' && bytes ? pngSize(bytes) : null;
}

/** More than the 24 bytes of a PNG's head take as base64, with line breaks. */
const HEAD_CHARACTERS = 64;

/** Width and height from the IHDR chunk, which is always the first (PNG, section 11.2.2). */
export function pngSize(bytes: Uint8Array): [number, number] | null {
  if (bytes.length < 24 || bytes[0] !== 0x89 || bytes[1] !== 0x50) {
    return null;
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return [view.getUint32(16), view.getUint32(20)];
}

/** The bytes of base64 text as nbformat writes it, with or without line breaks. */
export function fromBase64(text: string): Uint8Array | null {
  try {
    const binary = atob(text.replace(/\s+/g, ''));
    const bytes = new Uint8Array(binary.length);
    for (let index = 0; index < binary.length; index++) {
      bytes[index] = binary.charCodeAt(index);
    }
    return bytes;
  } catch {
    return null;
  }
}

function isPixels(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0;
}

/** An error in one line; a shell's has no name but a number. */
export function errorTitle(output: nbformat.IOutput): string {
  const name = multilineText(output['ename']) || 'error';
  return `${name}: ${multilineText(output['evalue'])}`;
}

function errorText(output: nbformat.IOutput): string {
  const traceback = output['traceback'];
  const lines = Array.isArray(traceback) ? traceback.map(String) : [];
  return withoutColours(lines.join('\n') || errorTitle(output));
}

function richness(mediaType: string): number {
  const rich = RICHEST_FIRST.indexOf(mediaType);
  if (rich >= 0) {
    return rich;
  }
  const plain = PLAINEST_LAST.indexOf(mediaType);
  return RICHEST_FIRST.length + (plain >= 0 ? 1 + plain : 0);
}
