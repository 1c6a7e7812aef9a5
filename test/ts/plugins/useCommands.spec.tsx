import type { JupyterFrontEnd } from '@jupyterlab/application';
import { act, render } from '@testing-library/react';
import { CommandRegistry } from '@lumino/commands';
import * as React from 'react';
import { expect, it } from 'vitest';

import {
  actionOf,
  commandsPlugin,
  noArgs
} from '../../../src/plugins/application/commands';
import { useCommands } from '../../../src/plugins/application/useCommands';

const open = (commands: CommandRegistry) => actionOf(commands, 'open', noArgs);

function Button({ commands }: { commands: CommandRegistry }): JSX.Element {
  const onClick = useCommands(commands, open);
  return <>{onClick && <button onClick={() => onClick()} />}</>;
}

it('draws a button as soon as its command is there, and no longer than that', () => {
  const commands = new CommandRegistry();
  const { queryByRole, unmount } = render(<Button commands={commands} />);
  expect(queryByRole('button')).toBeNull();
  let opened = 0;
  let remove = (): void => undefined;
  act(() => {
    const added = commands.addCommand('open', {
      execute: () => (opened += 1)
    });
    remove = () => added.dispose();
  });
  act(() => queryByRole('button')?.click());
  expect(opened).toBe(1);
  act(() => remove());
  expect(queryByRole('button')).toBeNull();
  unmount();
});

it('says what its arguments are; of a text the description is enough', async () => {
  const commands = new CommandRegistry();
  const app = { commands } as unknown as JupyterFrontEnd;
  const { add } = await commandsPlugin.activate(app, null, null);
  const all = { type: 'boolean', description: 'All of them' };
  add('open', { args: { name: 'Its name', all }, execute: noArgs });
  const { args } = await commands.describedBy('open');
  const name = { type: 'string', description: 'Its name' };
  expect(args?.properties).toEqual({ name, all });
});
