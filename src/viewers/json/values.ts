/**
 * The JSON that says what is in a ZIP file, whose first entry it is, not compressed: that of typed
 * values (`values-zip.v1`), or of Zarr (`xarray-zarr.v1`).
 */
import type { ICall } from '../../codecs/call';
import type { IContentSource } from '../../codecs/view';
import { unreadable, viewOf } from '../binary/listing';
import { listZip } from '../binary/zip';

const NAMES: readonly string[] = ['values.json', '.zmetadata'];
const HEADER_BYTES = 30;

/** Finds the JSON, and returns a source of its bytes alone. */
export async function valuesIn(
  content: IContentSource,
  call: ICall
): Promise<IContentSource> {
  const { entries } = await listZip(content, call);
  const head = await content.read(0, HEADER_BYTES, call.signal);
  const entry = entries[0];
  if (!entry || !NAMES.includes(entry.name) || head.length < HEADER_BYTES) {
    throw unreadable(
      'ZIP of values',
      `it does not start with ${NAMES.join(' or ')}`
    );
  }
  const view = viewOf(head);
  const from =
    HEADER_BYTES + view.getUint16(26, true) + view.getUint16(28, true);
  const { size } = entry;
  return {
    size,
    read: (start, end, signal) =>
      content.read(from + start, from + Math.min(end, size), signal)
  };
}
