import { PromiseDelegate } from '@lumino/coreutils';

import type { IFinder } from '../frame/services';
import type { FrameNews, FrameWish, IDrawing } from './libraryFrame';

/** Finds words in what a library draws in its frame, which does the looking. */
export class FrameFinder implements IFinder {
  /**
   * @param _startFind - Opens JupyterLab's search: a key that is pressed in the frame is not heard outside of it.
   */
  constructor(private readonly _startFind?: () => void) {}

  get at(): number | null {
    return this._at;
  }

  get count(): number | null {
    return this._count;
  }

  find(words: RegExp | null): Promise<void> {
    this._at = null;
    this._count = words ? 0 : null;
    const wish = {
      type: 'find',
      pattern: words?.source ?? '',
      flags: words?.flags ?? ''
    } as const;
    return this._answered(wish);
  }

  step(by: 1 | -1): Promise<void> {
    return this._answered({ type: 'step', by });
  }

  readonly onDrawing = (drawing: IDrawing | null): void => {
    this._drawing = drawing;
    this._waiting?.resolve();
  };

  readonly onNews = (news: FrameNews): void => {
    if (news.type === 'wantsToFind') {
      this._startFind?.();
    } else if (news.type === 'found') {
      if (this._count !== null) {
        this._at = news.number < 0 ? null : news.number;
        this._count = news.count;
      }
      this._waiting?.resolve();
    }
  };

  /** Tells the frame, which says once what it found; who asked before waits no longer. */
  private _answered(wish: FrameWish): Promise<void> {
    this._waiting?.resolve();
    this._waiting = new PromiseDelegate<void>();
    if (this._drawing) {
      this._drawing.say(wish);
    } else {
      this._waiting.resolve();
    }
    return this._waiting.promise;
  }

  private _waiting: PromiseDelegate<void> | undefined;
  private _drawing: IDrawing | null = null;
  private _at: number | null = null;
  private _count: number | null = null;
}
