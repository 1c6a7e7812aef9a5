/**
 * Taking an output out of the notebook into the store, and back.
 */

import { Notification } from '@jupyterlab/apputils';
import type * as nbformat from '@jupyterlab/nbformat';
import type { IOutputModel } from '@jupyterlab/rendermime';
import type { TranslationBundle } from '@jupyterlab/translation';

import {
  imageOf,
  multilineText,
  PLOTLY,
  representations
} from '../../capture/bundle';
import { drawPicture, type Pictured } from '../../capture/picture';
import {
  readReference,
  REFERENCE,
  referenceOutput
} from '../../capture/reference';
import { asCellkeepError, CellkeepError } from '../../protocol/errors';
import type { Artifact } from '../../protocol/generated';
import type { ICellkeep } from '../../tokens';
import { bytes } from '../../ui/format';
import { plotlySnapshot } from '../../viewers/plotly/plotlySnapshot';
import { awaitReceipt } from './awaitReceipt';
import type { ILocatedOutput } from '../outputs/hosts';
import { loadExpression } from '../artifacts/loadCode';
import { tellFailure, tellIfFails } from '../application/tell';
import type { Saver } from '../outputs/saver';

/** How long undoing is offered. */
const UNDO_MS = 10_000;

/** Keeps outputs and leaves references, and the other way round. No method throws. */
export class Offloader {
  constructor(
    private readonly _cellkeep: ICellkeep,
    private readonly _saver: Saver,
    private readonly _trans: TranslationBundle
  ) {}

  /**
   * Keep an output, and put a reference in its place.
   *
   * Not before the store has said that it has it; an output that changed meanwhile stays.
   */
  async offload(located: ILocatedOutput): Promise<void> {
    const trans = this._trans;
    const { cell, index } = located;
    const output = cell.model.outputs.get(index);
    let isChanged = false;
    const onChanged = () => {
      isChanged = true;
    };
    output.changed.connect(onChanged);
    try {
      const original = output.toJSON();
      // What is displayed, whatever it was made from: only that can come back.
      const transferId = await this._saver.saveOutput(located, {
        what: 'display',
        isExact: true
      });
      if (!transferId) {
        return;
      }
      const receipt = await awaitReceipt(this._cellkeep.transfers, transferId);
      const artifact = await this._cellkeep.catalog.fetch(receipt.artifact_id);
      const reference = await this._referenceOf(artifact, original);
      if (isChanged || outputAt(located) !== output) {
        Notification.warning(
          trans.__(
            'Cellkeep: %1 was saved. The output in the notebook has changed meanwhile and was left as it is.',
            artifact.name
          )
        );
        return;
      }
      cell.model.outputs.set(index, reference);
      this._offerUndo(located, original, artifact);
    } catch (error) {
      const { code, message, hint } = asCellkeepError(error);
      const stays = trans.__('The output stays in the notebook.');
      tellFailure(
        new CellkeepError(code, message, {
          hint: hint ? `${stays} ${hint}` : stays
        }),
        trans
      );
    } finally {
      output.changed.disconnect(onChanged);
    }
  }

  /** Put the output that a reference stands for back into the notebook. */
  async bringBack(located: ILocatedOutput): Promise<void> {
    await tellIfFails(this._trans, async () => {
      const before = outputAt(located);
      const original = await this._read(located);
      if (outputAt(located) === before) {
        located.cell.model.outputs.set(located.index, original);
      }
    });
  }

  private async _read({
    cell,
    index
  }: ILocatedOutput): Promise<nbformat.IOutput> {
    const trans = this._trans;
    const data = representations(cell.model.outputs.get(index).toJSON());
    const reference = readReference(data[REFERENCE]);
    if (!reference) {
      throw new CellkeepError(
        'BAD_REQUEST',
        trans.__('This is not a reference to an artifact.')
      );
    }
    const artifact = await this._cellkeep.catalog.fetch(reference.id);
    if (artifact.sha256 !== reference.sha256) {
      throw new CellkeepError(
        'DIGEST_MISMATCH',
        trans.__('The artifact in this store is not the one of this notebook.')
      );
    }
    const view = await this._cellkeep.decode(artifact);
    const [original] = view.type === 'outputs' ? view.outputs : [];
    if (!original) {
      throw new CellkeepError(
        'CONTENT_UNREADABLE',
        trans.__('The artifact holds no output.')
      );
    }
    return original;
  }

  private async _referenceOf(
    artifact: Artifact,
    original: nbformat.IOutput
  ): Promise<nbformat.IOutput> {
    const trans = this._trans;
    const { name, size, summary, version } = artifact;
    const about = [`${name} v${version}`, summary, bytes(size)]
      .filter(Boolean)
      .join(' · ');
    const caption = trans.__('%1 · saved by Cellkeep', about);
    const picture = await drawPicture(await picturedOf(original), caption);
    const words = `${caption}\nimport cellkeep; ${loadExpression(artifact)}`;
    return referenceOutput(artifact, picture, words);
  }

  private _offerUndo(
    located: ILocatedOutput,
    original: nbformat.IOutput,
    artifact: Artifact
  ): void {
    const trans = this._trans;
    const placed = outputAt(located);
    Notification.info(
      trans.__(
        'Cellkeep: %1 (%2) was saved, and the notebook holds a reference to it.',
        artifact.name,
        bytes(artifact.size)
      ),
      {
        autoClose: UNDO_MS,
        actions: [
          {
            label: trans.__('Undo'),
            callback: () => {
              if (outputAt(located) === placed) {
                located.cell.model.outputs.set(located.index, original);
              }
            }
          }
        ]
      }
    );
  }
}

/** The output that is there now; undefined where the cell or the output is gone. */
function outputAt({ cell, index }: ILocatedOutput): IOutputModel | undefined {
  return !cell.isDisposed && index < cell.model.outputs.length
    ? cell.model.outputs.get(index)
    : undefined;
}

async function picturedOf(output: nbformat.IOutput): Promise<Pictured> {
  const data = representations(output);
  const figure = data[PLOTLY] && (await plotlySnapshot(data[PLOTLY]));
  if (figure) {
    return { image: figure };
  }
  const image = imageOf(output);
  if (image && image.mediaType !== 'image/svg+xml') {
    const bytes = Uint8Array.from(image.bytes);
    return { image: new Blob([bytes], { type: image.mediaType }) };
  }
  return { text: multilineText(data['text/plain']) };
}
