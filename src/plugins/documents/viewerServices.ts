import type { IEditorServices } from '@jupyterlab/codeeditor';
import { Clipboard } from '@jupyterlab/apputils';

import type { Artifact } from '../../protocol/generated';
import type { IViewerServices } from '../../viewers/frame/services';
import type { Work } from '../../viewers/work/client';
import type { IServices } from '../application/services';
import { downloadFile } from '../artifacts/download';

/** Pictures of a run that a person can step through. */
const MOST_PICTURES = 200;

/** What documents need of JupyterLab. */
export interface IDocumentParts {
  readonly services: IServices;
  readonly editors: IEditorServices | null;
}

/** What the viewers need of them. */
export type IViewerParts = Omit<IDocumentParts, 'services'> & {
  readonly services: Pick<IServices, 'cellkeep' | 'trans'>;
};

/** Returns the services of one document. */
export function viewerServices(
  { services, editors }: IViewerParts,
  work: Work,
  actions: Pick<
    IViewerServices,
    'onEditor' | 'onFinder' | 'show' | 'showWith' | 'startFind'
  >
): IViewerServices {
  const { cellkeep, trans } = services;
  return {
    trans,
    work,
    editors,
    content: artifact => cellkeep.content(artifact),
    decode: (artifact, signal) => cellkeep.decode(artifact, signal),
    contentUrl: artifact => cellkeep.contentUrl(artifact),
    pictures: async ({ run_id: run, kind }, signal) => {
      const query = { run, kind: [kind], limit: MOST_PICTURES };
      const page = await cellkeep.api.artifacts(query, signal);
      return page.items;
    },
    download,
    copy: text => Clipboard.copyToSystem(text),
    ...actions
  };
}

function download(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  downloadFile(url, name);
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** The last part of an artifact's name, and its version. */
export function tabTitle({ name, version }: Artifact): string {
  return `${name.split('/').at(-1) ?? name} v${version}`;
}
