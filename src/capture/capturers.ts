/**
 * Other extensions' ways to keep outputs: what a volume's or a molecule's output really holds.
 */

import type * as nbformat from '@jupyterlab/nbformat';
import type { JSONObject } from '@lumino/coreutils';
import { Token } from '@lumino/coreutils';
import type { IDisposable } from '@lumino/disposable';

import { DEFAULT_RANK, RankedList } from '../codecs/registry';
import type { Preview } from '../protocol/generated';
import type { SaveSource } from '../transfer/request';

/** What a capturer made of an output. */
export interface ICapture {
  /** Instead of the name that would be guessed. */
  readonly name?: string;
  /** Media type of the bytes. */
  readonly mediaType: string;
  /** Id of the codec that reads the bytes; files are `bytes.v1`. */
  readonly codec: string;
  readonly source: Exclude<SaveSource, { type: 'contents' }>;
  /** What it is in a few characters. */
  readonly summary?: string;
  readonly preview?: Preview;
  /** A PNG. */
  readonly thumbnail?: Uint8Array;
  readonly metadata?: JSONObject;
}

/** A way to keep some outputs as something better than their mimebundle. */
export interface ICapturer {
  /** Unique, such as `my-extension:volume`. */
  readonly id: string;
  /** What people read before they save: "Save … as LABEL". */
  readonly label: string;
  accepts(output: nbformat.IOutput): boolean;
  /** Makes it. Where this rejects, the output is saved as displayed, and the person is told. */
  capture(output: nbformat.IOutput): ICapture | Promise<ICapture>;
}

/** The capturers there are. */
export interface ICapturerRegistry {
  /**
   * Adds a capturer.
   *
   * @param rank - Lowest first. Equal ranks: the newer first.
   * @returns Takes the capturer away again when disposed.
   */
  add(capturer: ICapturer, rank?: number): IDisposable;
  /** Returns the best capturer for an output. */
  capturerFor(output: nbformat.IOutput): ICapturer | undefined;
}

/** Where third parties add capturers. */
export const ICapturerRegistry = new Token<ICapturerRegistry>(
  'cellkeep:ICapturerRegistry',
  'Where extensions add their own ways to keep outputs.'
);

/** The capturers, best first. */
export class CapturerRegistry implements ICapturerRegistry {
  add(capturer: ICapturer, rank = DEFAULT_RANK): IDisposable {
    return this._capturers.add(capturer, rank);
  }

  capturerFor(output: nbformat.IOutput): ICapturer | undefined {
    return this._capturers.filter(one => one.accepts(output))[0];
  }

  private readonly _capturers = new RankedList<ICapturer>();
}
