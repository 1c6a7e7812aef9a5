import { PageConfig } from '@jupyterlab/coreutils';

/** The part of the page's address that holds a link. */
export const LINK_PARAMETER = 'cellkeep';

/** An address of this JupyterLab that opens a link; of a hub, for each in a JupyterLab of their own. */
export function addressOf(link: string): string {
  return libraryAddress() + encodeURIComponent(link);
}

/** What comes before a percent-encoded link in its address. */
export function libraryAddress(): string {
  const page = PageConfig.getUrl({
    mode: 'multiple-document',
    workspace: PageConfig.defaultWorkspace,
    treePath: '',
    toShare: true
  });
  return `${page}?${LINK_PARAMETER}=`;
}
