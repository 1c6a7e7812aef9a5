import type { Artifact } from '../../protocol/generated';
import { essenceOf, formsOf, KEPT, withEnding } from '../../protocol/registry';

/** A file that an artifact becomes. */
export interface IDownload {
  readonly url: string;
  readonly name: string;
  readonly mediaType: string;
  /** Whether it is the bytes as kept. */
  readonly isKept: boolean;
}

/**
 * Returns the file that an artifact becomes: its own name with the ending of a form.
 *
 * @param wanted - The usual one by default.
 */
export function downloadOf(
  artifact: Artifact,
  contentUrl: string,
  wanted?: string
): IDownload {
  const forms = formsOf(artifact);
  const form = forms.find(one => one.form === wanted) ?? forms[0]!;
  const base = artifact.name.split('/').at(-1) ?? artifact.name;
  const isKept = form.form === KEPT;
  return {
    url: isKept ? contentUrl : `${contentUrl}?as=${form.form}`,
    name: withEnding(base, artifact, form),
    mediaType: form.media_type || essenceOf(artifact.media_type),
    isKept
  };
}

/** Has the browser download an address. */
export function downloadFile(url: string, name: string): void {
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  // Chromium ignores a click on a link that is not in the page.
  document.body.appendChild(link);
  link.click();
  link.remove();
}
