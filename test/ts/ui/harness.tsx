/** A sidebar on the page, and what a person does to it. */
import * as React from 'react';
import { fireEvent, render, screen } from '@testing-library/react';

import {
  artifact,
  type GivenSidebar,
  group,
  grouped,
  sidebarProps
} from './fixtures';
import type { SidebarProps } from '../../../src/ui/props';
import { Sidebar } from '../../../src/ui/sidebar/Sidebar';

export const ALPHA = artifact(1, {
  name: 'alpha',
  version: 3,
  summary: '1,000 × 8'
});
export const BETA = artifact(2, { name: 'beta', kind: 'plotly' });
export const GAMMA = artifact(3, { name: 'gamma' });
export const RUNS = [
  group(1, 'analysis.ipynb', [ALPHA, BETA, GAMMA]),
  group(2, 'older.ipynb', [], { expanded: false, complete: false })
];
/** Both, as all there is. */
export const LISTED = { shown: grouped(RUNS) };

/** A sidebar that holds its selection, as its owner does. */
export function Selecting(props: SidebarProps): JSX.Element {
  const { selection } = props;
  const [ids, setIds] = React.useState(selection.ids);
  const onChange = (changed: readonly string[]) => {
    setIds(changed);
    selection.onChange(changed);
  };
  return <Sidebar {...props} selection={{ ...selection, ids, onChange }} />;
}

/** Shows a sidebar whose callbacks are spies, and returns its props. */
export function showSidebar(
  given?: GivenSidebar,
  Shown: (props: SidebarProps) => JSX.Element = Sidebar
) {
  const props = sidebarProps(given);
  render(<Shown {...props} />);
  return props;
}

/** The row with a name. */
export function item(name: RegExp | string): HTMLElement {
  return screen.getByRole('treeitem', { name });
}

/** Presses a key where the keyboard is. */
export function press(key: string, held: object = {}): void {
  fireEvent.keyDown(document.activeElement ?? document.body, { key, ...held });
}

/** The name of what has the keyboard. */
export function focused(): string | null {
  return document.activeElement?.getAttribute('aria-label') ?? null;
}
