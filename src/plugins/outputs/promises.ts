/**
 * What a save of an output will keep, so that it can be said before: the object, where the kernel
 * still has it, or what is displayed, and then of which form that is.
 */

import type * as nbformat from '@jupyterlab/nbformat';
import type { IOutputModel } from '@jupyterlab/rendermime';
import type { TranslationBundle } from '@jupyterlab/translation';
import { Signal } from '@lumino/signaling';

import {
  mediaTypesOf,
  multilineText,
  representations,
  WIDGET_VIEW
} from '../../capture/bundle';
import type { ICapturerRegistry } from '../../capture/capturers';
import {
  liveObjectOf,
  whyRefused,
  type ILiveObject
} from '../../capture/liveObject';
import { summaryOf } from '../../capture/outputs';
import type { ICellkeep } from '../../tokens';
import type { ObjectLook } from '../../transport/frontEnd';
import { kindWord } from '../../ui/words';
import type { ICellHost } from './hosts';
import type { OutputMakers } from './outputMakers';

/** What a save of an output will keep. */
export interface IKeepPromise {
  /** Such as "full table, 1,000,000 × 8"; null where it is the display. */
  readonly more: string | null;
  /** The display, such as "HTML table of 20 rows", and why it is no more where that is a loss. */
  readonly display: string;
  /** Whether there is an object, and it is not kept. */
  readonly isLess: boolean;
  /** Whether the kernel has not been heard yet, and may not have the object any more. */
  readonly isUnsure: boolean;
}

/** What will be kept, in words that hold while the kernel has yet to speak. */
export function promisedWords(
  { more, isUnsure }: IKeepPromise,
  trans: TranslationBundle
): string | null {
  return more !== null && isUnsure
    ? trans.__('%1, if the kernel still has it', more)
    : more;
}

/** What the promises are made from. */
export interface IPromiseOptions {
  readonly cellkeep: Pick<ICellkeep, 'lookAtObject'>;
  readonly capturers: ICapturerRegistry;
  readonly makers: OutputMakers;
  readonly trans: TranslationBundle;
}

/** Knows which objects are gone or will be refused, as far as the kernels were asked. */
export class KeepPromises {
  constructor(private readonly _options: IPromiseOptions) {
    this.makers = _options.makers;
  }

  /** Which process made each output. */
  readonly makers: OutputMakers;

  /** Fires with an output of which something else is promised now. */
  readonly changed = new Signal<this, IOutputModel>(this);

  /** What a save of an output will keep. */
  of(host: ICellHost, output: IOutputModel): IKeepPromise {
    const { capturers, trans } = this._options;
    const json = output.toJSON();
    const live = liveObjectOf(json);
    const form = displayForm(json, trans);
    const why = this._whyLess(host, output);
    if (live && !why) {
      return {
        more: objectWords(live, trans),
        display: form,
        isLess: false,
        isUnsure: this.makers.now(host) === undefined
      };
    }
    // An extension may make more of the display than there is to see.
    const capturer = capturers.capturerFor(json);
    return {
      more: capturer?.label ?? null,
      display: why ? trans.__('%1. %2', form, why) : form,
      isLess: why !== undefined,
      isUnsure: false
    };
  }

  /** Why the object that an output shows is not kept; undefined where it is, or there is none. */
  private _whyLess(host: ICellHost, output: IOutputModel): string | undefined {
    const { trans } = this._options;
    const json = output.toJSON();
    const live = liveObjectOf(json);
    if (live && this.isGone(host, output)) {
      return trans.__(
        'The %1, is gone from the kernel: to save it, run the cell again',
        objectWords(live, trans)
      );
    }
    return live ? this._refused.get(this._keyOf(host, live)) : whyRefused(json);
  }

  /** Whether the object that an output showed cannot be kept any more, as far as is known. */
  isGone(host: ICellHost, output: IOutputModel): boolean {
    const live = liveObjectOf(output.toJSON());
    const { makers } = this;
    const kernel = host.sessionContext.session?.kernel;
    const process = makers.now(host);
    return (
      live !== undefined &&
      ((!kernel && host.sessionContext.isReady) ||
        kernel?.status === 'dead' ||
        // A kernel that was restarted may have another object of the same mark.
        (process !== undefined && makers.of(host, output) !== process) ||
        this._gone.has(this._keyOf(host, live)))
    );
  }

  /** Ask the kernel what it still has of the object; undefined where nobody says. */
  async look(
    host: ICellHost,
    output: IOutputModel
  ): Promise<ObjectLook | undefined> {
    const live = liveObjectOf(output.toJSON());
    const kernelId = host.sessionContext.session?.kernel?.id;
    if (!live || kernelId === undefined) {
      return undefined;
    }
    const key = this._keyOf(host, live);
    try {
      const { cellkeep } = this._options;
      const look = await cellkeep.lookAtObject(kernelId, live.id);
      // Not for ever: a cell that runs again in a new process may have made it again.
      if (
        look &&
        (look.there === this._gone.has(key) ||
          look.refused !== this._refused.get(key))
      ) {
        this._note(key, look);
        this.changed.emit(output);
      }
      return look;
    } catch (error) {
      // The save itself tells where it becomes less than was promised.
      console.debug('Cellkeep: could not look for an object.', error);
      return undefined;
    }
  }

  private _note(key: string, { there, refused }: ObjectLook): void {
    if (there) {
      this._gone.delete(key);
    } else {
      this._gone.add(key);
    }
    if (refused) {
      this._refused.set(key, refused);
    } else {
      this._refused.delete(key);
    }
  }

  private _keyOf(host: ICellHost, { id }: ILiveObject): string {
    const kernelId = host.sessionContext.session?.kernel?.id ?? '';
    return `${kernelId} ${this.makers.now(host) ?? ''} ${id}`;
  }

  private readonly _gone = new Set<string>();
  private readonly _refused = new Map<string, string>();
}

/** Such as "full table, 1,000,000 × 8". */
export function objectWords(
  { kind, summary }: Pick<ILiveObject, 'kind' | 'summary'>,
  trans: TranslationBundle
): string {
  const what =
    kind === 'figure'
      ? trans.__('figure as PNG and SVG')
      : kind === 'archive'
        ? trans.__('all values')
        : trans.__('full %1', kindWord(kind, trans).toLowerCase());
  return summary ? trans.__('%1, %2', what, summary) : what;
}

/** Of which form an output's display is, in words. */
export function displayForm(
  output: nbformat.IOutput,
  trans: TranslationBundle
): string {
  const richest = mediaTypesOf(output)[0] ?? '';
  const text = multilineText(representations(output)[richest]);
  if (richest === 'text/html') {
    const rows = tableRows(text);
    return rows > 0
      ? trans._n('HTML table of %1 row', 'HTML table of %1 rows', rows)
      : trans.__('HTML');
  }
  if (richest === 'text/plain' && output.output_type !== 'error') {
    const lines = text.trimEnd().split('\n').length;
    return trans._n('text of %1 line', 'text of %1 lines', lines);
  }
  if (richest.startsWith('image/')) {
    return trans.__('%1, a picture', summaryOf(output, false));
  }
  return richest === WIDGET_VIEW
    ? trans.__('widget, as it stands')
    : summaryOf(output, false);
}

/** The rows of the tables in HTML, without their heads and the row that stands for others. */
function tableRows(html: string): number {
  const without = html
    .replace(/<thead\b[^]*?<\/thead>/gi, '')
    .replace(/<tr\b[^>]*>\s*<t[hd]>(\.\.\.|…|&hellip;)</gi, '');
  return without.match(/<tr\b/gi)?.length ?? 0;
}
