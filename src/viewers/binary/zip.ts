import type { ICall } from '../../codecs/call';
import type { IContentSource } from '../../codecs/view';
import {
  unreadable,
  MOST_ENTRIES,
  viewOf,
  type IEntry,
  type IListing
} from './listing';

const TAIL_BYTES = 66 * 1024;
const MOST_DIRECTORY_BYTES = 32 * 1024 * 1024;

/** Lists a zip archive by the directory at its end. */
export async function listZip(
  content: IContentSource,
  call: ICall
): Promise<IListing> {
  const from = Math.max(0, content.size - TAIL_BYTES);
  const tail = await content.read(from, content.size, call.signal);
  const view = viewOf(tail);
  let end = tail.length - 22;
  while (end >= 0 && view.getUint32(end, true) !== 0x06054b50) {
    end -= 1;
  }
  if (end < 0) {
    throw unreadable('zip archive', 'it has no directory at its end');
  }
  let size = view.getUint32(end + 12, true);
  let start = view.getUint32(end + 16, true);
  const locator = end - 20;
  if (locator >= 0 && view.getUint32(locator, true) === 0x07064b50) {
    const at = Number(view.getBigUint64(locator + 8, true));
    const record = await content.read(at, at + 56, call.signal);
    if (record.length < 56) {
      throw unreadable('zip archive', 'its directory is not where it says');
    }
    size = Number(viewOf(record).getBigUint64(40, true));
    start = Number(viewOf(record).getBigUint64(48, true));
  }
  if (start + size > content.size) {
    throw unreadable('zip archive', 'its directory is not where it says');
  }
  const directory = await content.read(
    start,
    start + Math.min(size, MOST_DIRECTORY_BYTES),
    call.signal
  );
  const entries = zipEntries(directory);
  const isComplete =
    size <= MOST_DIRECTORY_BYTES && entries.length < MOST_ENTRIES;
  return { format: 'zip', entries, isComplete };
}

function zipEntries(directory: Uint8Array): IEntry[] {
  const view = viewOf(directory);
  const entries: IEntry[] = [];
  for (
    let at = 0;
    at + 46 <= directory.length && entries.length < MOST_ENTRIES;
  ) {
    if (view.getUint32(at, true) !== 0x02014b50) {
      throw unreadable(
        'zip archive',
        'an entry of its directory does not start as one'
      );
    }
    const isUtf8 = (view.getUint16(at + 8, true) & 0x800) !== 0;
    const nameLength = view.getUint16(at + 28, true);
    const extraLength = view.getUint16(at + 30, true);
    const name = new TextDecoder(isUtf8 ? 'utf-8' : 'latin1').decode(
      directory.subarray(at + 46, at + 46 + nameLength)
    );
    const extra = directory.subarray(
      at + 46 + nameLength,
      at + 46 + nameLength + extraLength
    );
    const [size, packed] = zipSizes(
      view.getUint32(at + 24, true),
      view.getUint32(at + 20, true),
      extra
    );
    entries.push({
      name,
      size,
      packed,
      modified: dosTime(
        view.getUint16(at + 14, true),
        view.getUint16(at + 12, true)
      ),
      isFolder: name.endsWith('/')
    });
    at += 46 + nameLength + extraLength + view.getUint16(at + 32, true);
  }
  return entries;
}

/** Sizes that do not fit in 32 bits are in an extra field. */
function zipSizes(
  size: number,
  packed: number,
  extra: Uint8Array
): [number, number] {
  const view = viewOf(extra);
  for (
    let at = 0;
    at + 4 <= extra.length;
    at += 4 + view.getUint16(at + 2, true)
  ) {
    if (view.getUint16(at, true) !== 1) {
      continue;
    }
    let next = at + 4;
    const take = (): number => {
      next += 8;
      return next <= extra.length
        ? Number(view.getBigUint64(next - 8, true))
        : NaN;
    };
    const large = size === 0xffffffff ? take() : size;
    return [large, packed === 0xffffffff ? take() : packed];
  }
  return [size, packed];
}

function dosTime(date: number, time: number): string | undefined {
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = date & 31;
  const month = (date >> 5) & 15;
  return day && month
    ? `${1980 + (date >> 9)}-${two(month)}-${two(day)} ${two(time >> 11)}:${two((time >> 5) & 63)}`
    : undefined;
}
