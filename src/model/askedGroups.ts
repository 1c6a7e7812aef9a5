import { asCellkeepError, isAbort } from '../protocol/errors';
import type { IClock } from '../transfer/ports';
import type { ApiClient } from '../transport/http';
import type { IArtifactFilter } from '../transport/queries';
import { Counting } from './counts';
import { GroupPages, type IGroupsOptions } from './groupPages';
import { Latest } from './latest';
import type { IFound } from './types';
import { wireFilter, type ICatalogView } from './view';

/** What the groups need. */
export interface IAskedGroupsOptions extends IGroupsOptions {
  readonly api: Pick<ApiClient, 'artifacts' | 'library'>;
  readonly clock: IClock;
}

/** Groups that the server is asked for; what is shown stays until the answer to another view. */
export abstract class AskedGroups extends GroupPages<IAskedGroupsOptions> {
  /** How much the filter finds; undefined without one, and until it is counted. */
  abstract get found(): IFound | undefined;

  /** Whether there is anything to show. */
  get hasAnswer(): boolean {
    return this.answered !== undefined;
  }

  get isLoading(): boolean {
    return !this.isAnswered && this.failure === undefined;
  }

  /** Whether what is shown answers what was asked for last. */
  get isAnswered(): boolean {
    return this.view === this.answered;
  }

  /** Asks for another view. */
  abstract show(view: ICatalogView): void;

  /** Asks the same again; what is loaded stays, and only what changed is loaded anew. */
  abstract refresh(): Promise<void>;

  abstract remove(artifactIds: ReadonlySet<string>): void;

  /** Shows nothing, and asks for nothing any more. */
  stop(): void {
    this.latest.stop();
    this.counting.stop();
    this.view = undefined;
    this.failure = undefined;
    this.begin([], undefined);
  }

  /** What was asked for last. */
  protected view: ICatalogView | undefined;
  /** The same for the server. */
  protected wire: IArtifactFilter = {};
  protected readonly latest = new Latest(this.options.clock);
  protected readonly counting = new Counting(this.options.clock, signal =>
    this._unlessFailed(signal, this.count(signal))
  );

  /** The view that is shown. */
  protected abstract get answered(): ICatalogView | undefined;

  protected abstract count(signal: AbortSignal): Promise<void>;

  /** Notes what is asked for from now on. */
  protected turnTo(view: ICatalogView): void {
    this.view = view;
    this.failure = undefined;
    this.wire = wireFilter(view.filter, this.options.clock.now());
    this.counting.stop();
  }

  /** Asks the server, once it has answered what was asked before or was given up. */
  protected ask(question: (signal: AbortSignal) => Promise<void>): void {
    this.latest.ask(signal => this._unlessFailed(signal, question(signal)));
  }

  private async _unlessFailed(
    signal: AbortSignal,
    work: Promise<void>
  ): Promise<void> {
    try {
      await work;
    } catch (error) {
      if (!signal.aborted && !isAbort(error)) {
        this.failure = asCellkeepError(error);
        this.options.publish();
      }
    }
  }
}
