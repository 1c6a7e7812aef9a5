import type { IContentSource } from '../../../src/codecs/view';

/** Bytes as a content source that notes what is read of it. */
export class BytesContent implements IContentSource {
  constructor(readonly bytes: Uint8Array) {}

  readonly reads: [start: number, end: number][] = [];

  get size(): number {
    return this.bytes.length;
  }

  get bytesRead(): number {
    return this.reads.reduce((sum, [start, end]) => sum + end - start, 0);
  }

  read(start: number, end: number): Promise<Uint8Array> {
    const last = Math.min(end, this.size);
    this.reads.push([start, last]);
    return Promise.resolve(this.bytes.slice(start, last));
  }
}

export function contentOf(value: string | object): BytesContent {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return new BytesContent(new TextEncoder().encode(text));
}
