/**
 * Ticks of outputs that were kept before this page was opened, or by the kernel itself.
 *
 * The catalog is asked for what came from the notebook; an output is taken for kept where its
 * place and its execution agree, and what is kept as displayed has the same bytes.
 */

import type { CodeCell, ICodeCellModel } from '@jupyterlab/cells';
import { NotebookPanel } from '@jupyterlab/notebook';
import type { IOutputModel } from '@jupyterlab/rendermime';
import type { TranslationBundle } from '@jupyterlab/translation';
import { Debouncer } from '@lumino/polling';
import { sha256 } from 'hash-wasm';

import { encodeOutputs } from '../../capture/bundle';
import type {
  Artifact,
  ChangeEvent,
  OutputPlace,
  TransferStatus
} from '../../protocol/generated';
import type { ICellkeep } from '../../tokens';
import { digest } from '../../transport/hashing/digest';
import { kindWord } from '../../ui/words';
import { objectWords } from './keeper';
import type { ExecutedSources } from './executedSources';
import { codeCellsOf, type CellHosts, type ICellHost } from './hosts';
import type { KeepStates } from './keepStates';

/** As far back as is looked. */
const PAGES = 5;
const PAGE_SIZE = 100;
/** Saves of a kernel come in crowds. */
const QUIET_MS = 1000;
/** Larger outputs are not hashed for the sake of a tick. */
const LARGEST_COMPARED = 16 * 1024 * 1024;

/** Hashed at a time: about 5 ms of the page's thread. */
const SLICE_BYTES = 1024 * 1024;

/** What the look-up works with. */
export interface ILookupOptions {
  readonly cellkeep: ICellkeep;
  readonly hosts: CellHosts;
  readonly states: KeepStates;
  readonly sources: ExecutedSources;
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
  }

  private _onStored(_: unknown, status: TransferStatus): void {
    const { origin, receipt, output } = status;
    if (origin === 'kernel') {
      if (receipt?.existing && output) {
        // The artifact tells of the execution that made it, and not of this one.
        this._again.set(receipt.artifact_id, output);
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
      for (const cell of codeCellsOf(host)) {
        const artifacts = byCell.get(cell.model.id) ?? [];
        if (artifacts.length > 0 && cell.model.executionCount === null) {
          this._lookWhenNumbered(cell.model);
        }
        for (const artifact of artifacts) {
          await this._match(cell, artifact);
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
    // A run bears its notebook's name until somebody gives it another.
    const q = notebook.split('/').at(-1);
    let cursor: string | undefined;
    for (let page = 0; page < PAGES; page++) {
      const { api } = this._options.cellkeep;
      const found = await api.artifacts({ q, limit: PAGE_SIZE, cursor });
      for (const artifact of found.items) {
        const { provenance } = artifact;
        if (provenance.notebook === notebook && provenance.cell_id) {
          const list = byCell.get(provenance.cell_id) ?? [];
          byCell.set(provenance.cell_id, [...list, artifact]);
        }
      }
      cursor = found.next_cursor;
      if (!cursor) {
        break;
      }
    }
    return byCell;
  }

  private async _match(cell: CodeCell, artifact: Artifact): Promise<void> {
    const { states, sources, trans } = this._options;
    const { provenance } = artifact;
    const { model } = cell;
    const again = this._again.get(artifact.id);
    const isAgain =
      again?.cell_id === model.id &&
      again.execution_count === model.executionCount;
    const index = isAgain ? again.output_index : provenance.output_index;
    if (
      cell.isDisposed ||
      index === undefined ||
      index >= model.outputs.length
    ) {
      return;
    }
    const output = model.outputs.get(index);
    if (states.stateOf(output).status !== 'idle') {
      return;
    }
    const isSameRun =
      isAgain ||
      (provenance.execution_count === (model.executionCount ?? undefined) &&
        provenance.source_sha256 === (await sha256(sources.of(cell))));
    if (!isSameRun) {
      return;
    }
    if (provenance.captured !== 'object') {
      // The bytes themselves say whether it is this output.
      if (artifact.size > LARGEST_COMPARED) {
        return;
      }
      const isBundle = artifact.codec === 'mimebundle.v1';
      if (isBundle && !(await isEncodedAs(output, artifact))) {
        return;
      }
    }
    if (!cell.isDisposed && model.outputs.get(index) === output) {
      const { id, name, version, kind, summary = '' } = artifact;
      const what =
        provenance.captured === 'object'
          ? objectWords({ id, kind, summary }, trans)
          : artifact.codec === 'mimebundle.v1'
            ? trans.__('as displayed')
            : kindWord(kind, trans);
      states.recall(output, { id, name, version, what });
    }
  }

  /** The latest executions that made the bytes of an artifact once more. */
  private readonly _again = new Map<string, OutputPlace>();
  private readonly _unnumbered = new WeakSet<ICodeCellModel>();
  private readonly _later = new Debouncer(() => this._lookAll(), QUIET_MS);
}

async function isEncodedAs(
  output: IOutputModel,
  { sha256, size }: Artifact
): Promise<boolean> {
  const blob = await encodeOutputs([output.toJSON()]);
  return (
    blob.size === size &&
    (await digest(blob, { sliceBytes: SLICE_BYTES })) === sha256
  );
}

function hasOutputs({ model }: CodeCell): boolean {
  return model.outputs.length > 0;
}
