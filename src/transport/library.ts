/** The library's part of the HTTP interface: groups, names, lineage, the trash and archives. */
import type {
  Artifact,
  ArtifactEdit,
  Collected,
  ContactList,
  DeleteReport,
  DeleteRequest,
  GroupPage,
  History,
  IdList,
  ImportReport,
  Lineage,
  NamePage,
  PurgeRequest,
  RunInfo,
  RunSettings,
  RunShares,
  RunTable,
  Share,
  TrashPage
} from '../protocol/generated';
import {
  isArtifact,
  isCollected,
  isContactList,
  isDeleteReport,
  isGroupPage,
  isHistory,
  isIdList,
  isImportReport,
  isLineage,
  isNamePage,
  isRunInfo,
  isRunShares,
  isRunTable,
  isTrashPage
} from '../protocol/validators.generated';
import type {
  GroupBy,
  IArtifactFilter,
  IArtifactQuery,
  IRunTableQuery
} from './queries';
import { sendingWithProgress } from './progress';
import { queryString, Requests, withJson } from './requests';

/** Asks the library. Rejects as `ApiClient` does. */
export class LibraryClient {
  constructor(private readonly _requests: Requests) {}

  /** How many artifacts and bytes there are for each value of something, the newest first. */
  groups(
    by: GroupBy,
    filter: IArtifactFilter = {},
    limit?: number,
    signal?: AbortSignal
  ): Promise<GroupPage> {
    const query = queryString({ by, ...filter, limit });
    return this._requests.json(`groups${query}`, isGroupPage, { signal });
  }

  /**
   * Names across the runs of their notebooks, each with its latest artifact and the number of its
   * versions, which `artifacts` lists by this name and notebook.
   */
  names(query: IArtifactQuery = {}, signal?: AbortSignal): Promise<NamePage> {
    return this._requests.json(`names${queryString(query)}`, isNamePage, {
      signal
    });
  }

  /** Runs as rows of a table, with what they can be compared by; the columns with the first page. */
  runTable(
    { where = [], ...query }: IRunTableQuery = {},
    signal?: AbortSignal
  ): Promise<RunTable> {
    const conditions = where.map(each => JSON.stringify(each));
    const path = `run-table${queryString({ ...query, where: conditions })}`;
    return this._requests.json(path, isRunTable, { signal });
  }

  /** Changes an artifact's name (of every version), tags, notes or metadata. */
  edit(id: string, edit: ArtifactEdit): Promise<Artifact> {
    return this._requests.json(
      `artifacts/${id}`,
      isArtifact,
      withJson('PATCH', edit)
    );
  }

  /** Versions of an artifact's name, the newest first, and all its aliases. */
  history(
    id: string,
    page: { limit?: number; cursor?: string } = {},
    signal?: AbortSignal
  ): Promise<History> {
    const path = `artifacts/${id}/history${queryString(page)}`;
    return this._requests.json(path, isHistory, { signal });
  }

  /** Gives a version an alias; it leaves the version that had it. */
  setAlias(id: string, alias: string): Promise<Artifact> {
    return this._requests.json(aliasPath(id, alias), isArtifact, {
      method: 'PUT'
    });
  }

  /** Takes an alias from a version. */
  removeAlias(id: string, alias: string): Promise<Artifact> {
    return this._requests.json(aliasPath(id, alias), isArtifact, {
      method: 'DELETE'
    });
  }

  /** What an artifact was made from, and what was made from it, so many steps far. */
  lineage(
    id: string,
    steps: { up?: number; down?: number } = {},
    signal?: AbortSignal
  ): Promise<Lineage> {
    const path = `artifacts/${id}/lineage${queryString(steps)}`;
    return this._requests.json(path, isLineage, { signal });
  }

  /** Sets what a run does with a name saved again, and how long it keeps things. */
  putRunSettings(runId: string, settings: RunSettings): Promise<RunInfo> {
    return this._requests.json(
      `runs/${runId}/settings`,
      isRunInfo,
      withJson('PUT', settings)
    );
  }

  /** Whose a run is and whom it is shared with; for who manages it. */
  shares(runId: string): Promise<RunShares> {
    return this._requests.json(`runs/${runId}/shares`, isRunShares, {});
  }

  /** Shares a run with these and nobody else. */
  putShares(runId: string, shares: Share[]): Promise<RunShares> {
    return this._requests.json(
      `runs/${runId}/shares`,
      isRunShares,
      withJson('PUT', { shares })
    );
  }

  /** Persons and groups that a person may know of, by a few letters of their names. */
  contacts(q: string, signal?: AbortSignal): Promise<ContactList> {
    const path = `contacts${queryString({ q })}`;
    return this._requests.json(path, isContactList, { signal });
  }

  /** The artifact that a permanent link, or an id, means. */
  resolve(link: string, signal?: AbortSignal): Promise<Artifact> {
    return this._requests.json(`links${queryString({ link })}`, isArtifact, {
      signal
    });
  }

  /** Deletes, or says what that would free. */
  delete(request: DeleteRequest, signal?: AbortSignal): Promise<DeleteReport> {
    const init = withJson('POST', request, signal);
    return this._requests.json('deletions', isDeleteReport, init);
  }

  /** What can be brought back, the latest first. */
  trash(
    page: { limit?: number; cursor?: string } = {},
    signal?: AbortSignal
  ): Promise<TrashPage> {
    return this._requests.json(`trash${queryString(page)}`, isTrashPage, {
      signal
    });
  }

  /** Brings artifacts back; returns those that were there. */
  restore(ids: ReadonlyArray<string>): Promise<IdList> {
    return this._requests.json(
      'trash/restore',
      isIdList,
      withJson('POST', { ids })
    );
  }

  /** Removes from the trash for good, or says what that would free. */
  purge(request: PurgeRequest, dryRun: boolean): Promise<Collected> {
    return this._requests.json(
      `trash/purge${dryRunQuery(dryRun)}`,
      isCollected,
      withJson('POST', request)
    );
  }

  /** Does what is due: retention, old trash, bytes that nothing names. */
  collect(dryRun: boolean): Promise<Collected> {
    return this._requests.json(`collect${dryRunQuery(dryRun)}`, isCollected, {
      method: 'POST'
    });
  }

  /**
   * Address of an archive of these artifacts, or of what a filter finds.
   *
   * @param library - What comes before a link in an address that opens it for others of a team.
   */
  exportUrl(
    ids: ReadonlyArray<string>,
    filter: IArtifactFilter = {},
    library?: string
  ): string {
    const query = queryString({ id: ids, library, ...filter });
    return this._requests.url(`export${query}`);
  }

  /** Stores what an exported archive holds. */
  importArchive(
    archive: Blob,
    { onProgress, signal }: IImportOptions = {}
  ): Promise<ImportReport> {
    const { path, settings, signIn } = this._requests;
    const requests = new Requests(
      sendingWithProgress(settings, archive, sent => onProgress?.(sent)),
      signIn,
      path
    );
    return requests.json('import', isImportReport, {
      method: 'POST',
      headers: { 'Content-Type': 'application/zip' },
      signal
    });
  }
}

/** How an archive is sent. */
export interface IImportOptions {
  /** Called with the bytes sent so far. */
  readonly onProgress?: (sent: number) => void;
  readonly signal?: AbortSignal;
}

function aliasPath(id: string, alias: string): string {
  return `artifacts/${id}/aliases/${encodeURIComponent(alias)}`;
}

function dryRunQuery(dryRun: boolean): string {
  return queryString({ dry_run: dryRun ? 1 : undefined });
}
