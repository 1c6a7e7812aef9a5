/** What only a service for several people has: who did what, who holds how much, and how much they may. */
import type {
  ActivityPage,
  Quota,
  Room,
  Usage,
  UsagePage
} from '../protocol/generated';
import {
  isActivityPage,
  isRoom,
  isUsage,
  isUsagePage
} from '../protocol/validators.generated';
import { queryString, type Requests, withJson } from './requests';

/** By what persons and groups are listed. */
export type UsageSort = 'bytes' | 'name' | 'last';

/** A part of a list. */
export interface IPageQuery {
  readonly limit?: number;
  readonly cursor?: string;
}

/** Persons and groups in an order. */
export interface IUsageQuery extends IPageQuery {
  readonly sort?: UsageSort;
  readonly order?: 'asc' | 'desc';
}

/** Asks a service about its people. Rejects as `ApiClient` does. */
export class TeamClient {
  constructor(private readonly _requests: Requests) {}

  /** What was done with a run, for its owner; with all runs, for admins. */
  activity(
    runId: string | undefined,
    page: IPageQuery = {},
    signal?: AbortSignal
  ): Promise<ActivityPage> {
    const path = runId === undefined ? 'activity' : `runs/${runId}/activity`;
    return this._requests.json(
      `${path}${queryString({ ...page })}`,
      isActivityPage,
      { signal }
    );
  }

  /** What persons and groups hold and may hold; for admins. */
  usage(query: IUsageQuery = {}, signal?: AbortSignal): Promise<UsagePage> {
    const path = `usage${queryString({ ...query })}`;
    return this._requests.json(path, isUsagePage, { signal });
  }

  /** What takes room in the whole store; for admins. */
  room(signal?: AbortSignal): Promise<Room> {
    return this._requests.json('room', isRoom, { signal });
  }

  /** Ends anybody's upload that has begun and not ended; for admins. */
  async endUpload(uploadId: string): Promise<void> {
    await this._requests.send(`room/uploads/${uploadId}`, { method: 'DELETE' });
  }

  /** Says how much somebody may hold; without a limit what holds for everybody; for admins. */
  putQuota(quota: Quota): Promise<Usage> {
    return this._requests.json('quotas', isUsage, withJson('PUT', quota));
  }
}
