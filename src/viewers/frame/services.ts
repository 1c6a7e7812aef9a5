import type { CodeEditor, IEditorServices } from '@jupyterlab/codeeditor';
import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { IContentSource, View } from '../../codecs/view';
import type { Artifact } from '../../protocol/generated';
import type { Work } from '../work/client';

/** Finds words in what a viewer draws by itself. */
export interface IFinder {
  /** How often they are there; null where nothing is looked for. */
  readonly count: number | null;
  /** Which of these places is shown, counted from 0. */
  readonly at: number | null;
  /** Looks for other words, or for none, until all was looked through or others are looked for. */
  find(words: RegExp | null): Promise<void>;
  /** Shows the next place, or the one before. */
  step(by: 1 | -1): Promise<void>;
}

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
  /** Is told of what finds words in the artifact, where that is no editor. */
  onFinder?: (finder: IFinder | null) => void;
  /** Opens JupyterLab's search for the artifact. */
  startFind?: () => void;
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
