/** Permanent links, as `Store.link` writes them. */
import type { Artifact } from './generated';

const SCHEME = 'cellkeep://';

/** Returns the permanent link to a version: it means the same after every rename. */
export function permanentLink(
  storeId: string,
  { run_id, name, version }: Pick<Artifact, 'run_id' | 'name' | 'version'>
): string {
  const quoted = name.split('/').map(quote).join('/');
  return `${SCHEME}${storeId}/${run_id}/${quoted}@${version}`;
}

/** Returns the permanent link to a run. */
export function runLink(storeId: string, runId: string): string {
  return `${SCHEME}${storeId}/${runId}`;
}

/** Returns the id of the run that a link is to; undefined for a link to an artifact. */
export function runOfLink(link: string): string | undefined {
  return /^cellkeep:\/\/[0-9a-f]{32}\/([0-9a-f]{32})$/.exec(link)?.[1];
}

/** Percent-encodes what Python's `quote` does too. */
function quote(part: string): string {
  return encodeURIComponent(part).replace(
    /[!'()*]/g,
    mark => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`
  );
}
