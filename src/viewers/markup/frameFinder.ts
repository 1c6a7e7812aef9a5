import { type ISignal, Signal } from '@lumino/signaling';

import type { IFinder } from '../frame/services';
import type { FrameNews, IDrawing } from './libraryFrame';

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

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  find(words: RegExp | null): void {
    this._set(null, words ? 0 : null);
    this._drawing?.say({
      type: 'find',
      pattern: words?.source ?? '',
      flags: words?.flags ?? ''
    });
  }

  step(by: 1 | -1): void {
    this._drawing?.say({ type: 'step', by });
  }

  readonly onDrawing = (drawing: IDrawing | null): void => {
    this._drawing = drawing;
  };

  readonly onNews = (news: FrameNews): void => {
    if (news.type === 'wantsToFind') {
      this._startFind?.();
    } else if (news.type === 'found' && this._count !== null) {
      this._set(news.number < 0 ? null : news.number, news.count);
    }
  };

  private _set(at: number | null, count: number | null): void {
    this._at = at;
    this._count = count;
    this._changed.emit();
  }

  private readonly _changed = new Signal<this, void>(this);
  private _drawing: IDrawing | null = null;
  private _at: number | null = null;
  private _count: number | null = null;
}
