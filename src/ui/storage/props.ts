/** The props of the storage document: data in, callbacks out. */
import type { IPiece, IStorageSnapshot, SizesBy } from '../../model/storage';
import type { Translated } from '../props';

/** What is done with a part of the store. */
export interface PieceProps extends Translated {
  readonly by: SizesBy;
  readonly pieces: ReadonlyArray<IPiece>;
  /** Index of the selected piece; -1 for none. */
  readonly selected: number;
  readonly onSelect: (index: number) => void;
  /** Show it in the sidebar. */
  readonly onShow?: (piece: IPiece) => void;
}

/** What is done with the trash. */
export interface TrashProps extends Translated {
  readonly trash: IStorageSnapshot['trash'];
  /** Ids of the selected artifacts. */
  readonly selection: ReadonlySet<string>;
  readonly onSelectionChange: (ids: ReadonlySet<string>) => void;
  readonly onLoadMore: () => void;
  readonly onRestore: (ids: readonly string[]) => void;
  /** Delete for good; all of it without ids. */
  readonly onPurge: (ids?: readonly string[]) => void;
  /** Now, for relative times; given by tests. */
  readonly now?: Date;
}

export interface StorageProps extends Translated {
  readonly snapshot: IStorageSnapshot;
  readonly onBy: (by: SizesBy) => void;
  readonly onRetry: () => void;
  readonly onShow?: (piece: IPiece) => void;
  readonly onExport?: (piece: IPiece) => void;
  readonly onDelete?: (piece: IPiece) => void;
  /** Absent where nothing sets how long runs keep things. */
  readonly onRetention?: (piece: IPiece) => void;
  readonly onCleanUp?: () => void;
  readonly onLimit?: () => void;
  readonly trash: Pick<TrashProps, 'onLoadMore' | 'onRestore' | 'onPurge'>;
}
