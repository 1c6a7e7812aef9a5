/**
 * Keeping one output: the object itself where it is alive, else what an extension makes of it,
 * else what is displayed, with all of its representations.
 */

import type { IOutputModel } from '@jupyterlab/rendermime';
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
import { likenessOf } from '../../codecs/likeness';
import { asCellkeepError, CellkeepError } from '../../protocol/errors';
import type { Category, Provenance, Run } from '../../protocol/generated';
import { newId } from '../../protocol/ids';
import { checkName } from '../../protocol/names';
import { kindOf } from '../../protocol/registry';
import type { ICellkeep } from '../../tokens';
import type { ObjectLook } from '../../transport/frontEnd';
import type { KeepWhat } from '../../ui/drop/props';
import type { ExecutedSources } from './executedSources';
import { captureLiveCell } from './cellPlaces';
import { outputsAround, type ILocatedOutput } from './hosts';
import { nameOfItsKind } from './otherKind';
import type { IKeepPromise, KeepPromises } from './promises';
import { reachKernel } from './reachKernel';
import { widgetStateOf } from './widgetState';

/** How long a save waits for the word of a kernel that may be busy. */
const SOON_MS = 1500;

/** How an output is to be kept. */
export interface IKeepChoice {
  /** May come later than the output, which is taken at once. */
  readonly run: Run | Promise<Run>;
  readonly category: Category;
  readonly name?: string;
  /** By default the object. */
  readonly what?: KeepWhat;
  readonly via?: Provenance['via'];
  /** As it stands in the notebook, for it to come back the same. */
  readonly isExact?: boolean;
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
  readonly promises: KeepPromises;
  readonly trans: TranslationBundle;
}

/** Keeps outputs, and says before what it will keep. */
export class OutputKeeper {
  constructor(private readonly _options: IKeeperOptions) {
    this.sources = _options.sources;
    this.promises = _options.promises;
  }

  /** What the cells were when they were executed. */
  readonly sources: ExecutedSources;
  /** What a save will keep. */
  readonly promises: KeepPromises;

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

  /** What a save of an output will keep. */
  promise(located: ILocatedOutput): IKeepPromise {
    const output = outputsAround(located).get(located.index);
    return this.promises.of(located.host, output);
  }

  /** What the kernel still has of an output's object; undefined where it does not say soon. */
  lookSoon(located: ILocatedOutput): Promise<ObjectLook | undefined> {
    const output = outputsAround(located).get(located.index);
    const patience = new Promise<undefined>(resolve =>
      setTimeout(() => resolve(undefined), SOON_MS)
    );
    return Promise.race([this.promises.look(located.host, output), patience]);
  }

  /** Queue an output; rejects where not even its display can be kept. */
  async keep(
    located: ILocatedOutput,
    choice: IKeepChoice
  ): Promise<IKeepOutcome> {
    const model = outputsAround(located).get(located.index);
    const captured = await this.capture(located);
    const output = captured.outputs[located.index];
    const wantsMore = choice.what !== 'display' && output !== undefined;
    const { capturers } = this._options;
    const live = wantsMore ? liveObjectOf(output) : undefined;
    const capturer =
      wantsMore && !live ? capturers.capturerFor(output) : undefined;
    try {
      return {
        transferId: live
          ? await this._keepObject(live, model, located, captured, choice)
          : await this._keepDisplay(captured, located, choice, capturer)
      };
    } catch (error) {
      if (!live && !capturer) {
        throw error;
      }
      // What is less than was asked for has no part in the versions of that.
      const isAsked = false;
      const transferId = await this._keepDisplay(
        captured,
        located,
        choice,
        undefined,
        isAsked
      );
      return { transferId, lessBecause: asCellkeepError(error) };
    }
  }

  private async _keepObject(
    live: ILiveObject,
    model: IOutputModel,
    located: ILocatedOutput,
    captured: ICapturedCell,
    choice: IKeepChoice
  ): Promise<string | undefined> {
    const { cellkeep, trans } = this._options;
    const { host, index } = located;
    await reachKernel(host, cellkeep);
    if (this.promises.isGone(host, model)) {
      await this.lookSoon(located);
    }
    if (this.promises.isGone(host, model)) {
      throw new CellkeepError(
        'ARTIFACT_NOT_FOUND',
        trans.__(
          'It is gone from the kernel: run the cell again and save it then.'
        )
      );
    }
    const run = await choice.run;
    const named = {
      name: checkName(choice.name ?? defaultOutputName(captured, index)),
      like: async () => ({
        kind: live.kind,
        ...(await this.lookSoon(located))
      }),
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
      isExact: choice.isExact,
      capturer,
      digest: blob => this._options.cellkeep.digest(blob)
    });
    const named = {
      name: request.name,
      like: () =>
        likenessOf(kindOf(request.codec, request.mediaType), request.preview),
      runId: request.run.id
    };
    const name = await nameOfItsKind(cellkeep.api, named, trans, isAsked);
    return name === null ? undefined : cellkeep.save([{ ...request, name }])[0];
  }
}
