import * as React from 'react';

/** Colours that JupyterLab gives its collaborators. */
const COLORS = 7;

/** Somebody as JupyterLab shows collaborators: initials on a colour of their own. Their name stands beside it. */
export function Avatar(props: { name: string }): JSX.Element {
  const { name } = props;
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

function add(sum: number, character: string): number {
  return sum + (character.codePointAt(0) ?? 0);
}

/** "Olga Meyer" is OM, "olga" is O. */
export function initials(name: string): string {
  const words = name.split(/[\s._@-]+/u).filter(Boolean);
  const first = words.slice(0, 2).map(word => Array.from(word)[0] ?? '');
  return first.join('').toUpperCase();
}
