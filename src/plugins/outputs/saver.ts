/**
 * Saving from the page: what was pressed, dragged or chosen becomes requests, and failures are told.
 */

import { CodeCell, type Cell } from '@jupyterlab/cells';
import type * as nbformat from '@jupyterlab/nbformat';
import type { IStateDB } from '@jupyterlab/statedb';
import type { TranslationBundle } from '@jupyterlab/translation';

import {
  captureCell,
  cellRequests,
  type ISavedOutput
} from '../../capture/cells';
import { contentsRequests } from '../../capture/contents';
import type { DroppedThings, IDraggedOutput } from '../../capture/drag';
import { fileRequests } from '../../capture/files';
import type { DropEntry } from '../../capture/folders';
import { defaultOutputName, outputRequest } from '../../capture/outputs';
import { asCellkeepError, CellkeepError } from '../../protocol/errors';
import type { Category, Run } from '../../protocol/generated';
import type { ICellkeep } from '../../tokens';
import type { SaveRequest } from '../../ui/drop/props';
import type { IKeepChoice, OutputKeeper } from './keeper';
import { kernelIdOf, placeOf } from './cellPlaces';
import {
  cellIn,
  cellsOf,
  outputsAround,
  type CellHosts,
  type ICellHost,
  type ILocatedOutput
} from './hosts';
import type { KeepStates } from './keepStates';
import { askHowToSave } from './saveDialog';
import { describeOnceStored, nameHeld, RememberedCategory } from './saveWishes';
import type { SettingsModel } from '../application/settings';
import {
  tellFailure,
  tellIfFails,
  tellLess,
  tellProblems
} from '../application/tell';

/** What the saver works with. */
export interface ISaverOptions {
  readonly cellkeep: ICellkeep;
  readonly hosts: CellHosts;
  readonly states: KeepStates;
  readonly settings: SettingsModel;
  readonly keeper: OutputKeeper;
  readonly trans: TranslationBundle;
  /** Where the dialog's last category is remembered. */
  readonly state: IStateDB | null;
}

type DroppedCells = Extract<DroppedThings, { type: 'cells' }>;

/** What a cell without outputs is kept as. */
const CODE: Category = 'code';

/** Saves what a person points at. No method throws: what fails is told. */
export class Saver {
  constructor(options: ISaverOptions) {
    this._cellkeep = options.cellkeep;
    this._hosts = options.hosts;
    this.states = options.states;
    this._settings = options.settings;
    this.keeper = options.keeper;
    this._trans = options.trans;
    this._category = new RememberedCategory(options.state);
  }

  /** Keeps one output. */
  readonly keeper: OutputKeeper;
  /** What became of the outputs that were kept. */
  readonly states: KeepStates;

  /** The run that a drop on the sidebar goes to: that of the notebook a person works in. */
  currentRun(): Run {
    const host = this._hosts.active();
    return this._cellkeep.currentRun({
      notebook: host?.notebook,
      kernelId: host?.sessionContext.session?.kernel?.id
    });
  }

  /** Save one output with all of its representations. */
  async saveOutput(
    located: ILocatedOutput,
    choice: Partial<SaveRequest> & Partial<IKeepChoice> & { run?: Run } = {}
  ): Promise<string | undefined> {
    const { host, index } = located;
    const output = outputsAround(located).get(index);
    const { more } = this.keeper.promise(located);
    this.states.begin(output);
    try {
      const { transferId, lessBecause } = await this.keeper.keep(located, {
        ...choice,
        run: choice.run ?? this._runOf(host),
        category: choice.category ?? this._settings.current.defaultCategory
      });
      if (lessBecause) {
        tellLess(lessBecause, this._trans);
      }
      if (transferId) {
        const isMore = more && !lessBecause && choice.what !== 'display';
        const what = isMore ? more : this._trans.__('as displayed');
        this.states.follow(output, transferId, what);
      } else {
        this.states.drop(output);
      }
      return transferId;
    } catch (error) {
      const failure = asCellkeepError(error);
      this.states.fail(output, failure.info());
      tellFailure(failure, this._trans);
      return undefined;
    }
  }

  /** Ask for name and category first. */
  async saveOutputAs(located: ILocatedOutput): Promise<void> {
    const { host, index } = located;
    await this._try(async () => {
      await this.keeper.lookSoon(located);
      const captured = await this.keeper.capture(located);
      const count = captured.executionCount;
      const trans = this._trans;
      const run = await this._runOf(host);
      const usual = this._settings.current.defaultCategory;
      const answer = await askHowToSave({
        trans,
        subject: count
          ? trans.__('output of cell [%1]', count)
          : trans.__('output of a cell'),
        name: defaultOutputName(captured, index),
        category: await this._category.get(usual),
        runName: run.name,
        ...this.keeper.promise(located),
        look: (name, signal) => nameHeld(this._cellkeep, run.id, name, signal)
      });
      if (answer) {
        this._category.set(answer.category);
        const transferId = await this.saveOutput(located, answer);
        if (transferId) {
          describeOnceStored(this._cellkeep, transferId, answer, trans);
        }
      }
    });
  }

  /** Save every output of a cell, each by itself; a cell without outputs gives its source. */
  async saveCell(host: ICellHost, cell: Cell): Promise<void> {
    if (!(cell instanceof CodeCell) || cell.model.outputs.length === 0) {
      await this._saveSource(host, cell);
      return;
    }
    await Promise.all(
      Array.from({ length: cell.model.outputs.length }, (_, index) =>
        this.saveOutput({ host, cell, index })
      )
    );
  }

  /** Save what was dropped out of JupyterLab. */
  async saveDropped(
    things: DroppedThings,
    category: Category,
    into?: Run
  ): Promise<void> {
    switch (things.type) {
      case 'output':
        return this._saveDraggedOutput(things.output, category, into);
      case 'cells':
        return this._saveCells(things, category, into);
      case 'contents':
        return this.saveContents(things.paths, category, into);
    }
  }

  /** Save files of the file browser. */
  saveContents(
    paths: readonly string[],
    category: Category,
    into?: Run
  ): Promise<void> {
    return this._try(async () => {
      const run = into ?? (await this._runOf(this._hosts.active()));
      this._cellkeep.save(contentsRequests(paths, { run, category }));
    });
  }

  /** Save files of the desktop; folders give each of their files. */
  saveFiles(
    entries: readonly DropEntry[],
    category: Category,
    via: 'drop' | 'upload',
    into?: Run
  ): Promise<void> {
    return this._try(async () => {
      const run = into ?? (await this._runOf(this._hosts.active()));
      const outcome = await fileRequests(
        entries,
        { run, category, via },
        requests => this._cellkeep.save(requests)
      );
      if (outcome.problems.length > 0) {
        tellProblems(outcome.problems, this._trans);
      } else if (outcome.count === 0) {
        throw new CellkeepError(
          'EMPTY_SELECTION',
          this._trans.__('What was dropped holds no files.')
        );
      }
    });
  }

  private _saveDraggedOutput(
    dragged: IDraggedOutput,
    category: Category,
    into: Run | undefined
  ): Promise<void> {
    // The live output, where it is still there, so that its button shows the tick.
    const found = this._hosts.of(dragged.live);
    const { inner } = dragged;
    const isThere =
      found &&
      !inner?.isDisposed &&
      outputsAround({ ...found, inner }).length > dragged.index;
    if (isThere) {
      const located = { ...found, index: dragged.index, inner };
      return this._try(async () => {
        await this.saveOutput(located, { category, run: into });
      });
    }
    return this._try(async () => {
      const place = {
        notebook: dragged.notebook,
        kernelId: dragged.kernel_id
      };
      const request = await outputRequest(
        captureCell(dragged.cell, place),
        dragged.index,
        { run: into ?? this._cellkeep.currentRun(place), category }
      );
      this._cellkeep.save([request]);
    });
  }

  private _saveCells(
    { cells, live }: DroppedCells,
    category: Category,
    into: Run | undefined
  ): Promise<void> {
    return this._try(async () => {
      const host = this._hostOf(cells, live);
      const run = into ?? (await this._runOf(host));
      const place = host ? await placeOf(host) : {};
      const saves = await cellRequests(cells, place, { run, category });
      if (saves.length === 0) {
        throw new CellkeepError(
          'EMPTY_SELECTION',
          this._trans.__('These cells are empty.')
        );
      }
      // An output that is still there is saved by itself, so that its button shows the tick.
      const gone = saves.filter(({ output }) => !locate(host, output));
      this._cellkeep.save(gone.map(({ request }) => request));
      for (const { output, request } of saves) {
        const located = locate(host, output);
        if (located) {
          const { name } = request;
          await this.saveOutput(located, {
            name,
            category,
            run,
            via: 'cell'
          });
        }
      }
    });
  }

  /** The host that cells were dragged out of. A console gives no live ones; its ids are its own. */
  private _hostOf(
    cells: readonly nbformat.ICell[],
    live: readonly Cell[]
  ): ICellHost | undefined {
    const hosts = this._hosts.all();
    const ids = cells.map(cell => cell['id']);
    return (
      hosts.find(host => cellsOf(host).some(cell => live.includes(cell))) ??
      hosts.find(
        host =>
          host.notebook === undefined &&
          cellsOf(host).some(cell => ids.includes(cell.model.id))
      ) ??
      this._hosts.active()
    );
  }

  private _saveSource(host: ICellHost, cell: Cell): Promise<void> {
    return this._try(async () => {
      // Before anything is awaited: it may be edited at any moment.
      const json = cell.model.toJSON();
      const run = await this._runOf(host);
      const place = await placeOf(host);
      const saves = await cellRequests([json], place, {
        run,
        category: CODE
      });
      if (saves.length === 0) {
        throw new CellkeepError(
          'EMPTY_SELECTION',
          this._trans.__('This cell is empty.')
        );
      }
      this._cellkeep.save(saves.map(({ request }) => request));
    });
  }

  private async _runOf(host: ICellHost | undefined): Promise<Run> {
    const kernelId = host && (await kernelIdOf(host));
    return this._cellkeep.currentRun({ notebook: host?.notebook, kernelId });
  }

  private _try(action: () => void | Promise<void>): Promise<void> {
    return tellIfFails(this._trans, action);
  }

  private readonly _cellkeep: ICellkeep;
  private readonly _hosts: CellHosts;
  private readonly _settings: SettingsModel;
  private readonly _trans: TranslationBundle;
  private readonly _category: RememberedCategory;
}

function locate(
  host: ICellHost | undefined,
  saved: ISavedOutput | undefined
): ILocatedOutput | undefined {
  const cell = host && saved && cellIn(host, saved.cellId);
  return cell && saved.index < cell.model.outputs.length
    ? { host, cell, index: saved.index }
    : undefined;
}
