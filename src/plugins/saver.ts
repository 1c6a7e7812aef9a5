/**
 * Saving from the page: what was pressed, dragged or chosen becomes requests, and failures are told.
 */

import type { Cell } from '@jupyterlab/cells';
import type * as nbformat from '@jupyterlab/nbformat';
import type { TranslationBundle } from '@jupyterlab/translation';

import { captureCell, cellRequests, type ISavedOutput } from '../capture/cells';
import { contentsRequests } from '../capture/contents';
import type { DroppedThings, IDraggedOutput } from '../capture/drag';
import { fileRequests } from '../capture/files';
import type { DropEntry } from '../capture/folders';
import { defaultOutputName, outputRequest } from '../capture/outputs';
import { asCellkeepError, CellkeepError } from '../protocol/errors';
import type { Category, Run } from '../protocol/generated';
import type { ICellkeep } from '../tokens';
import type { SaveRequest } from '../ui/props';
import {
  captureLiveCell,
  cellsOf,
  placeOf,
  type CellHosts,
  type ICellHost,
  type ILocatedOutput
} from './hosts';
import type { KeepStates } from './keepStates';
import { askHowToSave } from './saveDialog';
import type { SettingsModel } from './settings';
import { tellFailure, tellProblems } from './tell';

/** What the saver works with. */
export interface ISaverOptions {
  readonly cellkeep: ICellkeep;
  readonly hosts: CellHosts;
  readonly states: KeepStates;
  readonly settings: SettingsModel;
  readonly trans: TranslationBundle;
}

/** What a cell without outputs is kept as. */
const CODE: Category = 'code';

/** Saves what a person points at. No method throws: what fails is told. */
export class Saver {
  constructor(options: ISaverOptions) {
    this._cellkeep = options.cellkeep;
    this._hosts = options.hosts;
    this._states = options.states;
    this._settings = options.settings;
    this._trans = options.trans;
  }

  /** The run that a drop on the sidebar goes to: that of the notebook a person works in. */
  currentRun(): Run {
    return this._runOf(this._hosts.active());
  }

  /** Save one output with all of its representations. */
  async saveOutput(
    located: ILocatedOutput,
    choice: Partial<SaveRequest> = {}
  ): Promise<void> {
    const { host, cell, index } = located;
    const output = cell.model.outputs.get(index);
    this._states.begin(output);
    try {
      const run = this._runOf(host);
      const captured = await captureLiveCell(host, cell);
      const request = await outputRequest(captured, index, {
        run,
        category: choice.category ?? this._settings.current.defaultCategory,
        name: choice.name
      });
      const [transferId] = this._cellkeep.save([request]);
      if (transferId) {
        this._states.follow(output, transferId);
      }
    } catch (error) {
      this._states.fail(output, asCellkeepError(error).info());
      this._tell(error);
    }
  }

  /** Ask for name and category first. */
  async saveOutputAs(located: ILocatedOutput): Promise<void> {
    const { host, cell, index } = located;
    await this._try(async () => {
      const captured = await captureLiveCell(host, cell);
      const count = captured.executionCount;
      const trans = this._trans;
      const answer = await askHowToSave({
        trans,
        subject: count
          ? trans.__('output of cell [%1]', count)
          : trans.__('output of a cell'),
        name: defaultOutputName(captured, index),
        category: this._settings.current.defaultCategory,
        runName: this._runOf(host).name
      });
      if (answer) {
        await this.saveOutput(located, answer);
      }
    });
  }

  /** Save every output of a cell, each by itself; a cell without outputs gives its source. */
  async saveCell(host: ICellHost, cell: Cell): Promise<void> {
    const code = this._hosts.find(cell.model.id)?.cell;
    if (!code || code.model.outputs.length === 0) {
      await this._saveSource(host, cell);
      return;
    }
    await Promise.all(
      Array.from({ length: code.model.outputs.length }, (_, index) =>
        this.saveOutput({ host, cell: code, index })
      )
    );
  }

  /** Save what was dropped out of JupyterLab. */
  async saveDropped(things: DroppedThings, category: Category): Promise<void> {
    switch (things.type) {
      case 'output':
        return this._saveDraggedOutput(things.output, category);
      case 'cells':
        return this._saveCells(things.cells, category);
      case 'contents':
        return this.saveContents(things.paths, category);
    }
  }

  /** Save files of the file browser. */
  saveContents(paths: readonly string[], category: Category): Promise<void> {
    return this._try(() => {
      const run = this.currentRun();
      this._cellkeep.save(contentsRequests(paths, { run, category }));
    });
  }

  /** Save files of the desktop; folders give each of their files. */
  saveFiles(
    entries: readonly DropEntry[],
    category: Category,
    via: 'drop' | 'upload'
  ): Promise<void> {
    return this._try(async () => {
      const run = this.currentRun();
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
          this._trans.__('There is no file in what was dropped.')
        );
      }
    });
  }

  private _saveDraggedOutput(
    dragged: IDraggedOutput,
    category: Category
  ): Promise<void> {
    // The live output, where it is still there, so that its button shows the tick.
    const id = dragged.cell['id'];
    const found = typeof id === 'string' ? this._hosts.find(id) : undefined;
    if (found && found.cell.model.outputs.length > dragged.index) {
      return this.saveOutput({ ...found, index: dragged.index }, { category });
    }
    return this._try(async () => {
      const place = {
        notebook: dragged.notebook,
        kernelId: dragged.kernel_id
      };
      const request = await outputRequest(
        captureCell(dragged.cell, place),
        dragged.index,
        { run: this._cellkeep.currentRun(place), category }
      );
      this._cellkeep.save([request]);
    });
  }

  private _saveCells(
    cells: readonly nbformat.ICell[],
    category: Category
  ): Promise<void> {
    return this._try(async () => {
      const cellIds = cells.map(cell => cell['id']);
      const host =
        this._hosts.all().find(one => holdsCell(one, cellIds)) ??
        this._hosts.active();
      const run = this._runOf(host);
      const place = host ? await placeOf(host) : {};
      const saves = await cellRequests(cells, place, { run, category });
      if (saves.length === 0) {
        throw new CellkeepError(
          'EMPTY_SELECTION',
          this._trans.__('These cells are empty.')
        );
      }
      const ids = this._cellkeep.save(saves.map(({ request }) => request));
      saves.forEach(({ output }, position) =>
        this._follow(output, ids[position])
      );
    });
  }

  /** Let the button of a saved output show what becomes of it. */
  private _follow(
    saved: ISavedOutput | undefined,
    transferId: string | undefined
  ): void {
    const cell = saved && this._hosts.find(saved.cellId)?.cell;
    if (cell && transferId && saved.index < cell.model.outputs.length) {
      const output = cell.model.outputs.get(saved.index);
      this._states.begin(output);
      this._states.follow(output, transferId);
    }
  }

  private _saveSource(host: ICellHost, cell: Cell): Promise<void> {
    return this._try(async () => {
      const run = this._runOf(host);
      const json = cell.model.toJSON();
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

  private _runOf(host: ICellHost | undefined): Run {
    return this._cellkeep.currentRun({
      notebook: host?.notebook,
      kernelId: host?.sessionContext.session?.kernel?.id
    });
  }

  private async _try(action: () => void | Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      this._tell(error);
    }
  }

  private _tell(error: unknown): void {
    tellFailure(asCellkeepError(error), this._trans);
  }

  private readonly _cellkeep: ICellkeep;
  private readonly _hosts: CellHosts;
  private readonly _states: KeepStates;
  private readonly _settings: SettingsModel;
  private readonly _trans: TranslationBundle;
}

function holdsCell(host: ICellHost, ids: readonly unknown[]): boolean {
  return cellsOf(host).some(cell => ids.includes(cell.model.id));
}
