import { Token } from '@lumino/coreutils';
import { DisposableDelegate, type IDisposable } from '@lumino/disposable';

import type { Artifact } from '../protocol/generated';
import type { IContentSource, View } from './view';

/** Makes something to look at of an artifact's bytes. */
export interface IDecoder {
  /** Unique, such as `my-extension:volume`. */
  readonly id: string;
  accepts(artifact: Artifact): boolean;
  /**
   * Decodes the first part of the content. Reads as little as it can: the content may be
   * far larger than the browser's memory.
   */
  decode(
    artifact: Artifact,
    content: IContentSource,
    signal?: AbortSignal
  ): Promise<View>;
}

/** The decoders there are. */
export interface ICodecRegistry {
  /**
   * Adds a decoder.
   *
   * @param rank - Lowest first; Cellkeep's own are at 100. Equal ranks: the newer first.
   * @returns Takes the decoder away again when disposed.
   */
  add(decoder: IDecoder, rank?: number): IDisposable;
  /** Returns the best decoder for an artifact. */
  decoderFor(artifact: Artifact): IDecoder | undefined;
}

/** Where third parties add decoders. */
export const ICodecRegistry = new Token<ICodecRegistry>(
  'cellkeep:ICodecRegistry',
  'Where extensions add decoders that make something to look at of artifact bytes.'
);

/** The rank of Cellkeep's own decoders and viewers. */
export const DEFAULT_RANK = 100;

/** Things by rank, lowest first; of equal ranks the one added last. */
export class RankedList<T> {
  /** Adds a thing; disposing the result takes it away. */
  add(item: T, rank: number): IDisposable {
    const entry = { item, rank };
    const index = this.#entries.findIndex(other => other.rank >= rank);
    this.#entries.splice(index < 0 ? this.#entries.length : index, 0, entry);
    return new DisposableDelegate(() => {
      this.#entries = this.#entries.filter(other => other !== entry);
    });
  }

  /** Returns the things that pass, best first. */
  filter(accepts: (item: T) => boolean): T[] {
    return this.#entries.map(entry => entry.item).filter(accepts);
  }

  #entries: { item: T; rank: number }[] = [];
}

/** The decoders, best first. */
export class CodecRegistry implements ICodecRegistry {
  add(decoder: IDecoder, rank = DEFAULT_RANK): IDisposable {
    return this.#decoders.add(decoder, rank);
  }

  decoderFor(artifact: Artifact): IDecoder | undefined {
    return this.#decoders.filter(decoder => decoder.accepts(artifact))[0];
  }

  readonly #decoders = new RankedList<IDecoder>();
}
