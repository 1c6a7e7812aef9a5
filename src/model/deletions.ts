import type { DeleteReport, DeleteRequest } from '../protocol/generated';
import type { ICatalogModel } from './types';

/** How many deletions can be undone, one after another. */
const REMEMBERED = 20;
/** The most ids in one request. */
const PORTION = 5000;

/** A deletion that can be taken back. */
export interface IDeletion {
  readonly report: DeleteReport;
}

/** What was deleted in this page, latest last, and the way back from the trash. */
export class Deletions {
  constructor(
    private readonly _catalog: Pick<ICatalogModel, 'delete' | 'restore'>
  ) {}

  /** The deletion that `undo` takes back. */
  get latest(): IDeletion | undefined {
    return this._done.at(-1);
  }

  /** Moves artifacts to the trash. */
  async delete(
    request: Omit<DeleteRequest, 'dry_run' | 'permanent'>
  ): Promise<IDeletion> {
    const deletion = { report: await this._catalog.delete(request) };
    if (isWhole(deletion)) {
      this._done = [...this._done, deletion].slice(-REMEMBERED);
    }
    return deletion;
  }

  /**
   * Takes a deletion back; it can be tried again where the server refuses.
   *
   * @returns How many artifacts came back: fewer than were deleted where somebody has emptied the trash.
   */
  async undo({ report }: IDeletion): Promise<number> {
    let restored = 0;
    for (let start = 0; start < report.ids.length; start += PORTION) {
      const part = report.ids.slice(start, start + PORTION);
      restored += (await this._catalog.restore(part)).length;
    }
    this._done = this._done.filter(other => other.report !== report);
    return restored;
  }

  private _done: ReadonlyArray<IDeletion> = [];
}

/** Whether the report names all that it counts: only then can it be taken back as a whole. */
export function isWhole({ report }: IDeletion): boolean {
  return report.ids.length === report.artifacts;
}
