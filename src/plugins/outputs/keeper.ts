/**
 * Keeping one output: the object itself where it is alive, else what an extension makes of it,
 * else what is displayed, with all of its representations.
 */

import type * as nbformat from '@jupyterlab/nbformat';
import type { TranslationBundle } from '@jupyterlab/translation';

import { representations, WIDGET_VIEW } from '../../capture/bundle';
import type { ICapturer, ICapturerRegistry } from '../../capture/capturers';
import { liveObjectOf, type ILiveObject } from '../../capture/liveObject';
import {
  defaultOutputName,
  outputRequest,
  provenanceOf,
  type ICapturedCell
} from '../../capture/outputs';
import { asCellkeepError, type CellkeepError } from '../../protocol/errors';
import type { Category, Provenance, Run } from '../../protocol/generated';
import { newId } from '../../protocol/ids';
import { checkName } from '../../protocol/names';
import { kindOf } from '../../protocol/registry';
import type { ICellkeep } from '../../tokens';
import type { KeepWhat } from '../../ui/props';
import { kindWord } from '../../ui/words';
import type { ExecutedSources } from './executedSources';
import { captureLiveCell } from './cellPlaces';
import { outputsAround, type ILocatedOutput } from './hosts';
import { nameOfItsKind } from './otherKind';
import { widgetStateOf } from './widgetState';

/** How an output is to be kept. */
export interface IKeepChoice {
  /** May come later than the output, which is taken at once. */
  readonly run: Run | Promise<Run>;
  readonly category: Category;
  readonly name?: string;
  /** By default the object. */
  readonly what?: KeepWhat;
  readonly via?: Provenance['via'];
}

/** What came of it. */
export interface IKeepOutcome {
  readonly transferId: string | undefined;
  /** Why it is less than what was asked for. */
  readonly lessBecause?: CellkeepError;
}

/** What the keeper works with. */
export interface IKeeperOptions {
  readonly cellkeep: ICellkeep;
  readonly capturers: ICapturerRegistry;
  readonly sources: ExecutedSources;
  readonly trans: TranslationBundle;
}

/** Keeps outputs, and says before what it will keep. */
export class OutputKeeper {
  constructor(private readonly _options: IKeeperOptions) {
    this.sources = _options.sources;
  }

  /** What the cells were when they were executed. */
  readonly sources: ExecutedSources;

  /** The cell of an output, as it was executed. */
  async capture(located: ILocatedOutput): Promise<ICapturedCell> {
    const { host, cell, index } = located;
    const source = this.sources.of(cell);
    const live = captureLiveCell(located);
    const output = outputsAround(located).get(index)?.toJSON();
    const isWidget =
      output !== undefined && WIDGET_VIEW in representations(output);
    const widgets = isWidget ? await widgetStateOf(host) : undefined;
    return { ...(await live), source, widgets };
  }

  /** What more than the display can be kept, in words; null where there is no more. */
  moreThanDisplay(output: nbformat.IOutput): string | null {
    const { capturers, trans } = this._options;
    const live = liveObjectOf(output);
    return live
      ? objectWords(live, trans)
      : (capturers.capturerFor(output)?.label ?? null);
  }

  /** Queue an output; rejects where not even its display can be kept. */
  async keep(
    located: ILocatedOutput,
    choice: IKeepChoice
  ): Promise<IKeepOutcome> {
    const captured = await this.capture(located);
    const output = captured.outputs[located.index];
    const wantsMore = choice.what !== 'display' && output !== undefined;
    const live = wantsMore ? liveObjectOf(output) : undefined;
    if (live) {
      try {
        return {
          transferId: await this._keepObject(live, located, captured, choice)
        };
      } catch (error) {
        const transferId = await this._keepLess(captured, located, choice);
        return { transferId, lessBecause: asCellkeepError(error) };
      }
    }
    const { capturers } = this._options;
    const capturer = wantsMore ? capturers.capturerFor(output) : undefined;
    if (capturer) {
      try {
        return {
          transferId: await this._keepDisplay(
            captured,
            located,
            choice,
            capturer
          )
        };
      } catch (error) {
        const transferId = await this._keepLess(captured, located, choice);
        return { transferId, lessBecause: asCellkeepError(error) };
      }
    }
    return { transferId: await this._keepDisplay(captured, located, choice) };
  }

  private async _keepObject(
    live: ILiveObject,
    { host, index }: ILocatedOutput,
    captured: ICapturedCell,
    choice: IKeepChoice
  ): Promise<string | undefined> {
    const { cellkeep, trans } = this._options;
    const run = await choice.run;
    const named = {
      name: checkName(choice.name ?? defaultOutputName(captured, index)),
      kind: live.kind,
      runId: run.id
    };
    const name = await nameOfItsKind(cellkeep.api, named, trans, true);
    if (name === null) {
      return undefined;
    }
    const provenance = await provenanceOf(
      captured,
      choice.via ?? 'output',
      index
    );
    const kernelId = host.sessionContext.session?.kernel?.id ?? '';
    return cellkeep.keepObject(kernelId, {
      request_id: newId(),
      object_id: live.id,
      name,
      category: choice.category,
      run,
      provenance: { ...provenance, captured: 'object' }
    });
  }

  /** What is less than was asked for has no part in the versions of that. */
  private _keepLess(
    captured: ICapturedCell,
    located: ILocatedOutput,
    choice: IKeepChoice
  ): Promise<string | undefined> {
    return this._keepDisplay(captured, located, choice, undefined, false);
  }

  private async _keepDisplay(
    captured: ICapturedCell,
    { index }: ILocatedOutput,
    choice: IKeepChoice,
    capturer?: ICapturer,
    isAsked = true
  ): Promise<string | undefined> {
    const { cellkeep, trans } = this._options;
    const request = await outputRequest(captured, index, {
      run: await choice.run,
      category: choice.category,
      name: choice.name,
      via: choice.via,
      capturer,
      digest: blob => this._options.cellkeep.digest(blob)
    });
    const named = {
      name: request.name,
      kind: kindOf(request.codec, request.mediaType),
      runId: request.run.id
    };
    const name = await nameOfItsKind(cellkeep.api, named, trans, isAsked);
    return name === null ? undefined : cellkeep.save([{ ...request, name }])[0];
  }
}

/** Such as "full table, 1,000,000 × 8". */
export function objectWords(
  { kind, summary }: ILiveObject,
  trans: TranslationBundle
): string {
  const what = trans.__('full %1', kindWord(kind, trans).toLowerCase());
  return summary ? trans.__('%1, %2', what, summary) : what;
}
