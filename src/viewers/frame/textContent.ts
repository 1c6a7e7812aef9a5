import type { IContentSource } from '../../codecs/view';

/** A text as content that is read. */
export function contentOf(text: string): IContentSource {
  const bytes = new TextEncoder().encode(text);
  return {
    size: bytes.length,
    read: (start, end) => Promise.resolve(bytes.slice(start, end))
  };
}
