/**
 * The card under a cell: the ipywidgets model and view of a save.
 */

import { DOMWidgetModel, DOMWidgetView } from '@jupyter-widgets/base';
import type { ReactElement } from 'react';
import { createRoot, type Root } from 'react-dom/client';

import type { ITransfersModel } from '../model/types';
import type { Preview, TransferStatus } from '../protocol/generated';
import { isTransferList } from '../protocol/validators.generated';

/** Module and version as the kernel helper's widget names them. */
export const WIDGET_MODULE = 'cellkeep';
export const WIDGET_VERSION = '0.1.0';

/** What a card needs of the page around it. */
export interface ICardContext {
  /** What a card looks like. */
  draw(facts: ICardFacts): ReactElement;
  /** Knows of a save that goes through this page before the kernel does. */
  readonly transfers: Pick<ITransfersModel, 'get' | 'act' | 'stateChanged'>;
  openArtifact(artifactId: string): void;
}

/** What a card shows. */
export interface ICardFacts {
  readonly status: TransferStatus;
  readonly preview: Preview | null;
  readonly thumbnailUrl: string | undefined;
  readonly onOpen: (() => void) | undefined;
  readonly onRetry: () => void;
}

/** A message to the kernel: a person pressed a button of the card. */
export interface ICardMessage {
  readonly action: 'retry';
}

/** The traits of a card, as the kernel helper declares them. */
export class CardModel extends DOMWidgetModel {
  override defaults(): Record<string, unknown> {
    return {
      ...super.defaults(),
      _model_module: WIDGET_MODULE,
      _model_module_version: WIDGET_VERSION,
      _model_name: 'CardModel',
      _view_module: WIDGET_MODULE,
      _view_module_version: WIDGET_VERSION,
      _view_name: 'CardView',
      status: {},
      preview: null,
      thumbnail: null
    };
  }
}

/** The view's class, for a page. */
export function cardViewFor(context: ICardContext): typeof DOMWidgetView {
  return class CardView extends DOMWidgetView {
    override render(): void {
      super.render();
      this._root = createRoot(this.el);
      this.listenTo(this.model, 'change', this._draw);
      context.transfers.stateChanged.connect(this._draw, this);
      this._draw();
    }

    override remove(): void {
      context.transfers.stateChanged.disconnect(this._draw, this);
      const root = this._root;
      this._root = undefined;
      this._dropThumbnail();
      // The output may be cleared by a click in this very card, while React renders.
      queueMicrotask(() => root?.unmount());
      super.remove();
    }

    private _draw(): void {
      const told = readStatus(this.model.get('status'));
      if (!this._root || !told) {
        return;
      }
      const status = newer(told, context.transfers.get(told.id));
      const artifactId = status.receipt?.artifact_id;
      this._root.render(
        context.draw({
          status,
          preview: this.model.get('preview') as Preview | null,
          thumbnailUrl: this._thumbnailUrl(),
          onOpen: artifactId
            ? () => context.openArtifact(artifactId)
            : undefined,
          onRetry: () => this._retry(told.id)
        })
      );
    }

    private _retry(transferId: string): void {
      if (context.transfers.get(transferId)) {
        context.transfers.act(transferId, 'retry');
        return;
      }
      const message: ICardMessage = { action: 'retry' };
      this.send(message);
    }

    private _thumbnailUrl(): string | undefined {
      const png = this.model.get('thumbnail') as DataView | null;
      if (png !== this._thumbnail?.png) {
        this._dropThumbnail();
        if (png && png.byteLength > 0) {
          const bytes = new Uint8Array(
            png.buffer,
            png.byteOffset,
            png.byteLength
          );
          const blob = new Blob([Uint8Array.from(bytes)], {
            type: 'image/png'
          });
          this._thumbnail = { png, url: URL.createObjectURL(blob) };
        }
      }
      return this._thumbnail?.url;
    }

    private _dropThumbnail(): void {
      if (this._thumbnail) {
        URL.revokeObjectURL(this._thumbnail.url);
        this._thumbnail = undefined;
      }
    }

    private _root: Root | undefined;
    private _thumbnail: { png: DataView; url: string } | undefined;
  };
}

/** The kernel may be of another version, and has nothing to say before its first state. */
function readStatus(value: unknown): TransferStatus | undefined {
  const list: unknown = { transfers: [value] };
  return isTransferList(list) ? list.transfers[0] : undefined;
}

/** Of what the kernel and what this page say, the later. */
function newer(
  told: TransferStatus,
  known: TransferStatus | undefined
): TransferStatus {
  return known && known.updated_at > told.updated_at ? known : told;
}
