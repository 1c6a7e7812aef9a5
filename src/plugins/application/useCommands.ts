import type { CommandRegistry } from '@lumino/commands';
import * as React from 'react';

/**
 * What is made of the commands that there are, made anew when one comes or goes: what is drawn at
 * the start is drawn before all plugins have added theirs.
 */
export function useCommands<T>(
  commands: CommandRegistry,
  make: (commands: CommandRegistry) => T
): T {
  const [changes, count] = React.useReducer((sum: number) => sum + 1, 0);
  React.useEffect(() => {
    const onChanged = (
      _: CommandRegistry,
      { type }: CommandRegistry.ICommandChangedArgs
    ): void => {
      if (type === 'added' || type === 'removed') {
        count();
      }
    };
    commands.commandChanged.connect(onChanged);
    // One may have come between the drawing and this.
    count();
    return () => {
      commands.commandChanged.disconnect(onChanged);
    };
  }, [commands]);
  // eslint-disable-next-line react-hooks/exhaustive-deps
  return React.useMemo(() => make(commands), [commands, make, changes]);
}
