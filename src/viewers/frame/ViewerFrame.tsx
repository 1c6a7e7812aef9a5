import * as React from 'react';

import type { IContentSource } from '../../codecs/view';
import type { Artifact } from '../../protocol/generated';
import type { IViewer, IViewerProps, IViewerRegistry } from '../../tokens';
import { HEAD_BYTES } from '../sniff';
import { KeptView } from './keptState';
import { useServices } from './services';
import { Awaited, Problem } from './States';
import { type Progress, useCall } from './useCall';

/** The viewers that an artifact's first bytes allow. */
export interface IViewerChoice {
  readonly head: Progress<Uint8Array>;
  readonly retry: () => void;
  readonly content: IContentSource;
  /** Best first. */
  readonly fitting: readonly IViewer[];
  /** The one that was asked for, or the best. */
  readonly viewer: IViewer | undefined;
}

/**
 * Reads the first bytes of an artifact and chooses its viewer by them.
 *
 * @param chosen - Id of the viewer that a person wants.
 * @param isSettled - False while nothing is to be read yet.
 */
export function useViewer(
  artifact: Artifact,
  viewers: IViewerRegistry,
  chosen?: string,
  isSettled = true
): IViewerChoice {
  const services = useServices();
  const source = React.useMemo(
    () => services.content(artifact),
    [artifact, services]
  );
  const [head, retry] = useCall(
    isSettled
      ? ({ signal }) =>
          source.read(0, Math.min(HEAD_BYTES, source.size), signal)
      : undefined,
    [source, isSettled]
  );
  const known = head.status === 'ready' ? head.value : undefined;
  const content = React.useMemo(
    () => (known ? withHead(source, known) : source),
    [known, source]
  );
  const fitting = viewers.viewersFor(artifact, known);
  const viewer = fitting.find(({ id }) => id === chosen) ?? fitting[0];
  return { head, retry, content, fitting, viewer };
}

/** The same content; what was read of it already is not asked for again. */
function withHead(content: IContentSource, head: Uint8Array): IContentSource {
  return {
    size: content.size,
    read: (start, end, signal) =>
      Math.min(end, content.size) <= head.length
        ? Promise.resolve(head.slice(start, end))
        : content.read(start, end, signal)
  };
}

/** One viewer, with what it asks to be given; a failure of its own stays in its place. */
export function ViewerFrame(
  props: Omit<IViewerProps, 'view' | 'contentUrl'> & { viewer: IViewer }
): JSX.Element {
  const { artifact, viewer, ...rest } = props;
  const { contentUrl, decode, trans } = useServices();
  const [view, retry] = useCall(
    async ({ signal }) =>
      viewer.reads === 'view' ? decode(artifact, signal) : undefined,
    [artifact, viewer, decode]
  );
  return (
    <Awaited state={view} label={trans.__('Loading…')} onRetry={retry}>
      {value => (
        <Guard>
          <React.Suspense
            fallback={
              <Awaited
                state={STARTED}
                label={trans.__('Loading the viewer…')}
                onRetry={retry}
              >
                {() => null}
              </Awaited>
            }
          >
            <KeptView {...rest}>
              <viewer.component
                {...rest}
                artifact={artifact}
                view={value}
                contentUrl={contentUrl(artifact)}
              />
            </KeptView>
          </React.Suspense>
        </Guard>
      )}
    </Awaited>
  );
}

const STARTED: Progress<never> = { status: 'busy', done: 0, total: 0 };

/** Catches what a viewer throws while it draws: what is around it stays. */
class Guard extends React.Component<
  { children: React.ReactNode },
  { error: Error | undefined }
> {
  static getDerivedStateFromError(error: unknown): { error: Error } {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override state: { error: Error | undefined } = { error: undefined };

  override render(): React.ReactNode {
    const { error } = this.state;
    return error ? (
      <Problem
        error={{ code: 'INTERNAL', message: error.message, retryable: false }}
        onRetry={() => this.setState({ error: undefined })}
        offersBytes
      />
    ) : (
      this.props.children
    );
  }
}
