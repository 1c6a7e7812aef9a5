/**
 * Ticks of outputs that were kept before this page was opened, or by the kernel itself.
 *
 * The catalog is asked for what came from the notebook. An output is taken for kept where an artifact
 * holds its bytes as displayed, or the object with its mark from the process that made the output
 * (`docs/protocol.md`, "Ticks").
 */

import type { CodeCell, ICodeCellModel } from '@jupyterlab/cells';
import * as nbformat from '@jupyterlab/nbformat';
import { NotebookPanel } from '@jupyterlab/notebook';
import type { IOutputModel } from '@jupyterlab/rendermime';
import type { TranslationBundle } from '@jupyterlab/translation';
import { Debouncer } from '@lumino/polling';
import { sha256 } from 'hash-wasm';

import { encodeOutputs } from '../../capture/bundle';
import { liveObjectOf } from '../../capture/liveObject';
import { type ReadPicture, withOutputPictures } from '../../capture/markdown';
import type {
  Artifact,
  ChangeEvent,
  OutputPlace,
  TransferStatus
} from '../../protocol/generated';
import type { ICellkeep } from '../../tokens';
import { kindWord } from '../../ui/words';
import type { BrowserNotes } from './browserNotes';
import type { ExecutedSources } from './executedSources';
import { codeCellsOf, type CellHosts, type ICellHost } from './hosts';
import type { KeepStates } from './keepStates';
import type { OutputMakers } from './outputMakers';
import { objectWords } from './promises';

/** At most so many pages of the newest artifacts are looked at. */
const PAGES = 5;
const PAGE_SIZE = 100;
/** Saves of a kernel come in crowds. */
const QUIET_MS = 1000;
/** Larger outputs are not hashed for the sake of a tick. */
const LARGEST_COMPARED = 16 * 1024 * 1024;

/** What the look-up works with. */
export interface ILookupOptions {
  readonly cellkeep: ICellkeep;
  readonly hosts: CellHosts;
  readonly states: KeepStates;
  readonly sources: ExecutedSources;
  readonly makers: OutputMakers;
  /** The latest executions that made the bytes of an artifact once more. */
  readonly again: BrowserNotes<OutputPlace>;
  readonly trans: TranslationBundle;
}

/** Finds which outputs are kept, when a notebook opens and after its kernel has kept something. */
export class KeptLookup {
  constructor(private readonly _options: ILookupOptions) {
    const { cellkeep, hosts } = _options;
    hosts.all().forEach(host => this._onOpened(host));
    hosts.added.connect((_, host) => this._onOpened(host), this);
    cellkeep.transfers.stored.connect(this._onStored, this);
    cellkeep.changed.connect(this._onChanged, this);
    cellkeep.helperHeard.connect(() => void this._later.invoke(), this);
  }

  private _onStored(_: unknown, status: TransferStatus): void {
    const { origin, receipt, output } = status;
    if (origin === 'kernel') {
      if (receipt?.existing && output) {
        // The artifact tells of the execution that made it, and not of this one.
        this._options.again.set(receipt.artifact_id, output);
      }
      void this._later.invoke();
    }
  }

  /** Another page of the same notebook keeps outputs too. */
  private _onChanged(_: unknown, { kind, artifact }: ChangeEvent): void {
    const notebook = artifact?.provenance.notebook;
    const isOpen = () =>
      this._options.hosts.all().some(host => host.notebook === notebook);
    if (kind === 'stored' && notebook && isOpen()) {
      void this._later.invoke();
    }
  }

  private _onOpened(host: ICellHost): void {
    const { widget } = host;
    if (widget instanceof NotebookPanel) {
      void widget.revealed.then(() => this._look(host));
    }
  }

  private async _lookAll(): Promise<void> {
    for (const host of this._options.hosts.all()) {
      await this._look(host);
    }
  }

  private async _look(host: ICellHost): Promise<void> {
    const { notebook } = host;
    if (!notebook || !codeCellsOf(host).some(hasOutputs)) {
      return;
    }
    try {
      const byCell = await this._keptOf(notebook);
      const digests = new OutputDigests(this._options.cellkeep);
      for (const cell of codeCellsOf(host)) {
        const { id, executionCount } = cell.model;
        const keys = [id, countKey(executionCount)];
        const artifacts = keys.flatMap(key => byCell.get(key) ?? []);
        if (artifacts.length > 0 && cell.model.executionCount === null) {
          this._lookWhenNumbered(cell.model);
        }
        for (const artifact of artifacts) {
          await this._match(host, cell, artifact, digests);
        }
      }
    } catch (error) {
      // Without a store there are no ticks, and the sidebar says why there is none.
      console.debug('Cellkeep: could not look up what is kept.', error);
    }
  }

  /** With server-side execution a cell has its number when it has ended. */
  private _lookWhenNumbered(model: ICodeCellModel): void {
    if (this._unnumbered.has(model)) {
      return;
    }
    this._unnumbered.add(model);
    const onState = () => {
      if (model.executionCount !== null) {
        model.stateChanged.disconnect(onState);
        this._unnumbered.delete(model);
        void this._later.invoke();
      }
    };
    model.stateChanged.connect(onState);
  }

  /** What came from the notebook, by cell; newest first. */
  private async _keptOf(notebook: string): Promise<Map<string, Artifact[]>> {
    const byCell = new Map<string, Artifact[]>();
    let cursor: string | undefined;
    for (let page = 0; page < PAGES; page++) {
      const { api } = this._options.cellkeep;
      const found = await api.artifacts({
        notebook,
        limit: PAGE_SIZE,
        cursor
      });
      for (const artifact of found.items) {
        const { provenance } = artifact;
        const { cell_id, execution_count } = provenance;
        const key = cell_id ?? countKey(execution_count);
        byCell.set(key, [...(byCell.get(key) ?? []), artifact]);
      }
      cursor = found.next_cursor;
      if (!cursor) {
        break;
      }
    }
    return byCell;
  }

  private async _match(
    host: ICellHost,
    cell: CodeCell,
    artifact: Artifact,
    digests: OutputDigests
  ): Promise<void> {
    const { states, trans } = this._options;
    const isObject = artifact.provenance.captured === 'object';
    const output = isObject
      ? this._shownObject(host, cell, artifact)
      : await this._shownBytes(host, cell, artifact, digests);
    if (!output || cell.isDisposed || !outputsOf(cell).includes(output)) {
      return;
    }
    const { id, name, version, kind, summary = '' } = artifact;
    const what = isObject
      ? objectWords({ kind, summary }, trans)
      : artifact.codec === 'mimebundle.v1'
        ? trans.__('as displayed')
        : kindWord(kind, trans);
    states.recall(output, { id, name, version, what });
  }

  /** The output with the object's mark, where the process that kept the object made it. */
  private _shownObject(
    host: ICellHost,
    cell: CodeCell,
    { id, provenance }: Artifact
  ): IOutputModel | undefined {
    const { again, makers } = this._options;
    const saves = [provenance, again.get(id)];
    return outputsOf(cell).find(output => {
      const mark = liveObjectOf(output.toJSON())?.id;
      const maker = makers.of(host, output);
      return (
        mark !== undefined &&
        maker !== undefined &&
        saves.some(save => save?.object_id === mark && save.process === maker)
      );
    });
  }

  /** The output whose bytes were kept; among equal ones that which stands where it stood. */
  private async _shownBytes(
    { readPicture }: ICellHost,
    cell: CodeCell,
    artifact: Artifact,
    digests: OutputDigests
  ): Promise<IOutputModel | undefined> {
    const { sources } = this._options;
    const { provenance } = artifact;
    const again = this._options.again.get(artifact.id);
    const isAgain = isExecution(cell, again);
    const wanted =
      provenance.output_sha256 ??
      (artifact.codec === 'mimebundle.v1' ? artifact.sha256 : undefined);
    if (
      wanted === undefined ||
      provenance.output_index === undefined ||
      !(
        isAgain ||
        (provenance.execution_count ===
          (cell.model.executionCount ?? undefined) &&
          provenance.source_sha256 === (await sha256(sources.of(cell))))
      )
    ) {
      return undefined;
    }
    const outputs = outputsOf(cell);
    const place = isAgain ? again?.output_index : provenance.output_index;
    const likeliest = outputs[place ?? -1];
    for (const output of new Set([likeliest, ...outputs])) {
      if (output && (await digests.of(output, readPicture)).includes(wanted)) {
        return output;
      }
    }
    return undefined;
  }

  private readonly _unnumbered = new WeakSet<ICodeCellModel>();
  private readonly _later = new Debouncer(() => this._lookAll(), QUIET_MS);
}

/** The digests of outputs as displayed, each computed once in one look. */
class OutputDigests {
  constructor(private readonly _cellkeep: Pick<ICellkeep, 'digest'>) {}

  of(output: IOutputModel, read?: ReadPicture): Promise<string[]> {
    const known =
      this._known.get(output) ?? this._compute(output.toJSON(), read);
    this._known.set(output, known);
    return known;
  }

  private async _compute(
    output: nbformat.IOutput,
    read: ReadPicture | undefined
  ): Promise<string[]> {
    const forms = [output];
    if (nbformat.isExecuteResult(output)) {
      // The kernel keeps by itself before it says whether this is a cell's result.
      const { data, metadata } = output;
      forms.push({ output_type: 'display_data', data, metadata });
    }
    const digests: string[] = [];
    // Pictures beside the notebook are kept in it: those that are there now are what is displayed.
    const whole = forms.map(form => withOutputPictures(form, read));
    for (const form of new Set([...forms, ...(await Promise.all(whole))])) {
      const blob = await encodeOutputs([form]);
      if (blob.size <= LARGEST_COMPARED) {
        digests.push(await this._cellkeep.digest(blob));
      }
    }
    return digests;
  }

  private readonly _known = new Map<IOutputModel, Promise<string[]>>();
}

/** Where the kernel was not told which cell it ran, as before the helper was there. */
function countKey(count: number | null | undefined): string {
  return `[${count ?? ' '}]`;
}

function isExecution(
  { model }: CodeCell,
  place: OutputPlace | undefined
): boolean {
  return (
    place?.cell_id === model.id &&
    place.execution_count === model.executionCount
  );
}

function outputsOf({ model }: CodeCell): IOutputModel[] {
  return Array.from({ length: model.outputs.length }, (_, index) =>
    model.outputs.get(index)
  );
}

function hasOutputs({ model }: CodeCell): boolean {
  return model.outputs.length > 0;
}
