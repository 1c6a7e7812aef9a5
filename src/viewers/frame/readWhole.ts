import type { ICall } from '../../codecs/call';
import type { IContentSource } from '../../codecs/view';
import { CellkeepError } from '../../protocol/errors';

const PART_BYTES = 2 * 1024 * 1024;

/** Reads content that can only be shown whole, with its progress. */
export async function readWhole(
  content: IContentSource,
  call: ICall,
  mostBytes: number
): Promise<Uint8Array<ArrayBuffer>> {
  if (content.size > mostBytes) {
    throw new CellkeepError(
      'TOO_LARGE',
      `It can only be shown whole, and its ${content.size} bytes are more than the ${mostBytes} that the browser should hold.`,
      { hint: 'Download it to see it.' }
    );
  }
  const whole = new Uint8Array(content.size);
  for (let start = 0; start < content.size; start += PART_BYTES) {
    const part = await content.read(start, start + PART_BYTES, call.signal);
    whole.set(part, start);
    call.progress(Math.min(start + PART_BYTES, content.size), content.size);
  }
  return whole;
}
