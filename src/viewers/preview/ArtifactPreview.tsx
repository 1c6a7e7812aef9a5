import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { viewOfPreview } from '../../codecs/manifest';
import type { ErrorInfo, Artifact } from '../../protocol/generated';
import type { IViewer, IViewerRegistry } from '../../tokens';
import { displayName } from '../../ui/format';
import {
  type IViewerServices,
  useServices,
  ViewerServices
} from '../frame/services';
import { Awaited, Known, Problem } from '../frame/States';
import { useViewer, ViewerFrame } from '../frame/ViewerFrame';
import { GivenViewer } from '../given/GivenViewer';
import { Work } from '../work/client';

const MIB = 1024 * 1024;
/** While someone runs down the list with the arrow keys, nothing is read. */
const SETTLE_MS = 150;

/** What a small preview shows, and how much of it may be loaded. */
export interface IArtifactPreviewProps {
  readonly artifact: Artifact;
  readonly viewers: IViewerRegistry;
  readonly servicesOf: (work: Work) => IViewerServices;
  /** Contents that can only be read whole are not loaded where they are larger. */
  readonly limitBytes: number;
  /** The same for outputs of cells. */
  readonly outputLimitBytes: number;
}

/**
 * An artifact in a small frame, by the viewer that shows it in a tab too. What its record says
 * stands there at once, and stays until the viewer has read more.
 */
export function ArtifactPreview(props: IArtifactPreviewProps): JSX.Element {
  return <Small key={props.artifact.id} {...props} />;
}

function Small(props: IArtifactPreviewProps): JSX.Element {
  const { artifact, servicesOf } = props;
  // A worker of its own, which ends with it; it starts when a viewer has work for it.
  const [work] = React.useState(() => new Work());
  React.useEffect(() => () => work.dispose(), [work]);
  const services = React.useMemo(() => servicesOf(work), [servicesOf, work]);
  return (
    <ViewerServices.Provider value={services}>
      <div
        className="jp-Cellkeep-Preview"
        role="group"
        aria-label={services.trans.__(
          'Preview of %1',
          displayName(artifact.name)
        )}
      >
        <Shown {...props} />
      </div>
    </ViewerServices.Provider>
  );
}

function Shown(props: IArtifactPreviewProps): JSX.Element {
  const { artifact, viewers } = props;
  const { contentUrl, trans } = useServices();
  const [isSettled, setSettled] = React.useState(false);
  React.useEffect(() => {
    const timer = setTimeout(() => setSettled(true), SETTLE_MS);
    return () => clearTimeout(timer);
  }, []);
  // What is said to be large is not read at all, not even to see whether it is something else.
  const [said] = viewers.viewersFor(artifact);
  const refused = said && problemOf(said, props, trans);
  const { content, head, retry, viewer } = useViewer(
    artifact,
    viewers,
    undefined,
    isSettled && !refused
  );
  const known = React.useMemo(
    () => viewOfPreview(artifact.preview),
    [artifact.preview]
  );
  const frame = {
    artifact,
    content,
    contentUrl: contentUrl(artifact),
    compact: true
  };
  const tooLarge = refused ?? (viewer && problemOf(viewer, props, trans));
  if (tooLarge) {
    return <Problem error={tooLarge} />;
  }
  return (
    <Known.Provider value={known && <GivenViewer {...frame} view={known} />}>
      <Awaited state={head} label={trans.__('Loading…')} onRetry={retry}>
        {() =>
          viewer && <ViewerFrame key={viewer.id} {...frame} viewer={viewer} />
        }
      </Awaited>
    </Known.Provider>
  );
}

/** Why a content is not loaded, where it could only be read whole and is too large for that. */
function problemOf(
  viewer: IViewer,
  { artifact, limitBytes, outputLimitBytes }: IArtifactPreviewProps,
  trans: TranslationBundle
): ErrorInfo | undefined {
  const most = viewer.reads === 'view' ? outputLimitBytes : limitBytes;
  return viewer.readsWhole && artifact.size > most
    ? {
        code: 'TOO_LARGE',
        message: trans.__(
          'Too large for a preview: it has %1 MiB, and the limit is %2 MiB.',
          Math.ceil(artifact.size / MIB),
          Math.floor(most / MIB)
        ),
        hint: trans.__('Download it to see it.'),
        retryable: false
      }
    : undefined;
}
