import type { Kernel } from '@jupyterlab/services';
import { Signal } from '@lumino/signaling';

import { CellkeepError } from '../protocol/errors';
import type { TransferStatus } from '../protocol/generated';
import { newId } from '../protocol/ids';
import { Disposable } from '../transport/disposable';
import { KernelFeed, type IFeedOptions } from '../transport/feed';
import {
  KernelLink,
  type IKernelLink,
  type IKernelLinkOptions,
  type IRunHint
} from './kernels';

/** The kernels that the page listens to. */
export class KernelLinks extends Disposable {
  constructor(
    private readonly _options: Omit<IKernelLinkOptions, 'feed' | 'onProblem'>
  ) {
    super();
  }

  /** A process of a kernel was heard for the first time; its kernel's id. */
  readonly helperHeard = new Signal<this, string>(this);

  /** Parameters of a kernel changed, and what is saved goes on in the same run. */
  readonly hinted = new Signal<this, IRunHint>(this);

  /** A message of a kernel could not be understood. */
  readonly problem = new Signal<this, CellkeepError>(this);

  /** Listens to a kernel until the link is disposed. */
  connect(
    kernel: Kernel.IKernelConnection,
    options: Omit<IFeedOptions, 'clientId'>
  ): IKernelLink {
    // One id for each connection: the kernel takes them for front ends of their own.
    const feed = new KernelFeed(kernel, { ...options, clientId: newId() });
    feed.processChanged.connect(() => this.helperHeard.emit(kernel.id), this);
    feed.hinted.connect(
      (_, parameters) => this.hinted.emit({ kernelId: kernel.id, parameters }),
      this
    );
    const link = new KernelLink({
      ...this._options,
      feed,
      onProblem: error => this.problem.emit(error)
    });
    this._links.add(link);
    link.disposed.connect(this._onLinkGone, this);
    // With it goes the link.
    return feed;
  }

  /** What is told to a kernel, whether it has a helper or not. */
  of(kernelId: string): IKernelLink | undefined {
    return this._find(kernelId, () => true)?.feed;
  }

  /** The link of a kernel whose helper is there to be asked. */
  openOf(kernelId: string): KernelLink | undefined {
    return this._find(kernelId, ({ feed }) => feed.isOpen);
  }

  /** The same, or an error that says that there is none. */
  needOpen(kernelId: string): KernelLink {
    const link = this.openOf(kernelId);
    if (!link) {
      throw new CellkeepError(
        'NOT_SERIALISABLE',
        'The kernel has no Cellkeep helper.'
      );
    }
    return link;
  }

  /** Which process of a kernel has the helper. */
  processOf(kernelId: string): string | undefined {
    return this._find(kernelId, ({ feed }) => feed.process !== undefined)?.feed
      .process;
  }

  /** Tells every kernel again what it is told at its attachment. */
  attach(): void {
    this._links.forEach(({ feed }) => feed.attach());
  }

  /** Tells the kernels what became of a save. */
  settle(status: TransferStatus): void {
    this._links.forEach(link => link.settle(status));
  }

  protected override letGo(): void {
    [...this._links].forEach(link => link.dispose());
  }

  private _find(
    kernelId: string,
    isWanted: (link: KernelLink) => boolean
  ): KernelLink | undefined {
    return [...this._links].find(
      link => link.feed.kernel.id === kernelId && isWanted(link)
    );
  }

  private _onLinkGone(link: KernelLink): void {
    this._links.delete(link);
  }

  private readonly _links = new Set<KernelLink>();
}
