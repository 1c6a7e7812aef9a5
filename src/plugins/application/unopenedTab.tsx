import { ReactWidget } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import * as React from 'react';

import type { StoreChange } from '../../model/library';
import { asCellkeepError } from '../../protocol/errors';
import type { ErrorInfo } from '../../protocol/generated';
import type { ICellkeep } from '../../tokens';
import { TextButton } from '../../ui/TextButton';
import { Failed } from '../../viewers/frame/States';
import { CommandIDs } from './commandIds';
import { actionOf } from './commands';
import { goneWords, inTrash, isGone } from './gone';

/** What such a tab is about. */
export interface IUnopenedOptions {
  readonly commands: CommandRegistry;
  readonly trans: TranslationBundle;
  /** What tells it from the other tabs of its kind, and the arguments that open it. */
  readonly name: string;
  readonly args: ReadonlyPartialJSONObject;
  readonly label: string;
  readonly store: ICellkeep;
  readonly artifactIds: readonly string[];
  readonly error: unknown;
  /** Opens it in place of this one. */
  readonly retry: () => Promise<void>;
}

/** A tab that was open before, and why it cannot be shown now. It is tried again when that changes. */
export class UnopenedTab extends ReactWidget {
  constructor(private readonly _options: IUnopenedOptions) {
    super();
    this.addClass('jp-Cellkeep-Document');
    const { catalog, library } = _options.store;
    this._error = asCellkeepError(_options.error).info();
    this._wasAway = catalog.snapshot.error !== undefined;
    library.changed.connect(this._onChange, this);
    library.missed.connect(this._onMissed, this);
    catalog.stateChanged.connect(this._onCatalog, this);
    void this.explain(_options.error);
  }

  get name(): string {
    return this._options.name;
  }

  get args(): ReadonlyPartialJSONObject {
    return this._options.args;
  }

  /** Says why it is not shown. */
  async explain(thrown: unknown): Promise<void> {
    const { artifactIds, label, store, trans } = this._options;
    const error = asCellkeepError(thrown);
    if (isGone(error)) {
      this._inTrash = await inTrash(store, artifactIds);
      const where = this._inTrash.length > 0 ? 'trash' : 'deleted';
      this._error = goneWords(label, where, store, trans);
    } else {
      this._error = error.info();
    }
    if (!this.isDisposed) {
      this.update();
    }
  }

  protected override render(): JSX.Element {
    const { commands, trans } = this._options;
    const restore = actionOf(commands, CommandIDs.restore, () => ({
      artifactIds: [...this._inTrash]
    }));
    return (
      <Failed error={this._error}>
        {this._inTrash.length > 0 ? (
          <TextButton onClick={restore}>{trans.__('Restore')}</TextButton>
        ) : (
          <TextButton onClick={() => void this._retry()}>
            {trans.__('Try again')}
          </TextButton>
        )}
        <TextButton onClick={() => this.parent?.close()}>
          {trans.__('Close')}
        </TextButton>
      </Failed>
    );
  }

  private async _retry(): Promise<void> {
    try {
      await this._options.retry();
    } catch (error) {
      await this.explain(error);
    }
  }

  private _onChange(_: unknown, { artifact }: StoreChange): void {
    if (artifact && this._options.artifactIds.includes(artifact.id)) {
      void this._retry();
    }
  }

  private _onMissed(): void {
    void this._retry();
  }

  private _onCatalog(): void {
    const isAway = this._options.store.catalog.snapshot.error !== undefined;
    if (this._wasAway && !isAway) {
      void this._retry();
    }
    this._wasAway = isAway;
  }

  private _error: ErrorInfo;
  private _inTrash: readonly string[] = [];
  private _wasAway: boolean;
}
