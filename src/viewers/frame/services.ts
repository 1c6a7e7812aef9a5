import type { CodeEditor, IEditorServices } from '@jupyterlab/codeeditor';
import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { IContentSource, View } from '../../codecs/view';
import type { Artifact } from '../../protocol/generated';
import type { Work } from '../work/client';

/** What Cellkeep's own viewers work with. */
export interface IViewerServices {
  readonly trans: TranslationBundle;
  /** The worker of the document. */
  readonly work: Work;
  /** JupyterLab's own editors; null where it has none. */
  readonly editors: IEditorServices | null;
  content(artifact: Artifact): IContentSource;
  /** What the artifact's codec makes of its first bytes. */
  decode(artifact: Artifact, signal: AbortSignal): Promise<View>;
  contentUrl(artifact: Pick<Artifact, 'id'>): string;
  /** The pictures of the run, in the order of the list. */
  pictures(
    artifact: Artifact,
    signal: AbortSignal
  ): Promise<readonly Artifact[]>;
  /** Shows another artifact in the same tab. */
  show(artifact: Artifact): void;
  /** Gives a file that the browser made to the person. */
  download(file: Blob, name: string): void;
  copy(text: string): void;
  /** Is told of the editor that shows the artifact, which can be searched; null where there is none. */
  onEditor?: (editor: CodeEditor.IEditor | null) => void;
  /** Shows the same artifact with the viewer of an id; absent where several artifacts are shown. */
  showWith?: (viewerId: string) => void;
}

/** The services of the document that a viewer stands in. */
export const ViewerServices = React.createContext<IViewerServices | null>(null);

/** Returns the services of the document. */
export function useServices(): IViewerServices {
  const services = React.useContext(ViewerServices);
  if (!services) {
    throw new Error('A viewer of Cellkeep stands in a document of Cellkeep.');
  }
  return services;
}
