import { PageConfig } from '@jupyterlab/coreutils';
import * as React from 'react';

/** Colours that JupyterLab gives its collaborators. */
const COLORS = 7;

/** Somebody as JupyterLab shows collaborators: their picture, or initials on a colour of their own. Their name stands beside it. */
export function Avatar(props: {
  name: string;
  /** Where the picture is, as the service says. */
  url?: string;
}): JSX.Element {
  const { name, url } = props;
  const [failed, setFailed] = React.useState<string>();
  if (url !== undefined && url !== failed && mayLoad(url)) {
    return (
      <img
        className="jp-Cellkeep-Avatar"
        src={url}
        alt=""
        referrerPolicy="no-referrer"
        onError={() => setFailed(url)}
      />
    );
  }
  const color = (Array.from(name).reduce(add, 0) % COLORS) + 1;
  return (
    <span
      className="jp-Cellkeep-Avatar"
      aria-hidden="true"
      style={{ backgroundColor: `var(--jp-collaborator-color${color})` }}
    >
      {initials(name)}
    </span>
  );
}

/** Whether this Jupyter server lets its pages load pictures of persons from there: its host would learn who looks when. */
function mayLoad(url: string): boolean {
  if (!URL.canParse(url)) {
    return false;
  }
  const { host, protocol } = new URL(url);
  const hosts = JSON.parse(PageConfig.getOption(HOSTS) || '[]') as unknown[];
  return protocol === 'https:' && hosts.includes(host);
}

/** Where a page is told of the hosts. */
const HOSTS = 'cellkeepAvatarHosts';

function add(sum: number, character: string): number {
  return sum + (character.codePointAt(0) ?? 0);
}

/** "Olga Meyer" is OM, "olga" is O. */
export function initials(name: string): string {
  const words = name.split(/[\s._@-]+/u).filter(Boolean);
  const first = words.slice(0, 2).map(word => Array.from(word)[0] ?? '');
  return first.join('').toUpperCase();
}
