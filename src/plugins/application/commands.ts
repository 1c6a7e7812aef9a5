/**
 * How the commands of this extension are added: each says what it takes, tells the person when it
 * fails, and may stand in the palette.
 */

import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { ITranslator, type TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import {
  type ReadonlyJSONObject,
  type ReadonlyPartialJSONObject,
  Token
} from '@lumino/coreutils';

import { returnFocusAfterDialogs } from './dialogFocus';
import { wordsOf } from './services';
import { tellIfFails } from './tell';

/** A command. */
export interface ICommandOptions extends Omit<
  CommandRegistry.ICommandOptions,
  'describedBy' | 'execute'
> {
  /** Schemas of the arguments by their names, of a text its description; by default it takes none. */
  readonly args?: ReadonlyJSONObject;
  /** Whether the palette shows it, or the arguments with which it does. */
  readonly inPalette?: true | readonly ReadonlyJSONObject[];
  /** Why it cannot be run while it is disabled, in place of its caption. */
  readonly whyNot?: string | ((args: ReadonlyPartialJSONObject) => string);
  /** What it throws is told to the person. */
  readonly execute: (args: ReadonlyPartialJSONObject) => unknown;
}

/** Adds a command. */
export type AddCommand = (id: string, options: ICommandOptions) => void;

/** What a plugin that has commands needs: what adds them, and the words for them. */
export const ICommands = new Token<ICommands>(
  'cellkeep:ICommands',
  "Adds Cellkeep's commands."
);
export interface ICommands {
  readonly add: AddCommand;
  readonly trans: TranslationBundle;
}

export const commandsPlugin: JupyterFrontEndPlugin<ICommands> = {
  id: 'cellkeep:commands',
  description: 'Adds commands that say when they fail.',
  autoStart: true,
  optional: [ICommandPalette, ITranslator],
  provides: ICommands,
  activate: (
    app: JupyterFrontEnd,
    palette: ICommandPalette | null,
    translator: ITranslator | null
  ) => {
    const trans = wordsOf(translator);
    returnFocusAfterDialogs(document);
    const add: AddCommand = (
      id,
      { args = {}, execute, inPalette, whyNot, ...options }
    ) => {
      const { caption = '', isEnabled } = options;
      app.commands.addCommand(id, {
        ...options,
        caption: given =>
          whyNot !== undefined && isEnabled?.(given) === false
            ? typeof whyNot === 'string'
              ? whyNot
              : whyNot(given)
            : typeof caption === 'string'
              ? caption
              : caption(given),
        describedBy: { args: { type: 'object', properties: schemasOf(args) } },
        execute: given => tellIfFails(trans, () => execute(given))
      });
      const shown = inPalette === true ? [{}] : (inPalette ?? []);
      for (const given of shown) {
        palette?.addItem({
          command: id,
          category: trans.__('Cellkeep'),
          args: given
        });
      }
    };
    return { add, trans };
  }
};

function schemasOf(args: ReadonlyJSONObject): ReadonlyJSONObject {
  const schemas = Object.entries(args).map(([name, given]) => [
    name,
    typeof given === 'string' ? { type: 'string', description: given } : given
  ]);
  return Object.fromEntries(schemas) as ReadonlyJSONObject;
}

/**
 * Returns what runs a command, such as for a button; undefined where no plugin offers it, for then
 * there is no button.
 *
 * @param argsOf - Makes the command's arguments of what the button is about.
 */
export function actionOf<T extends readonly unknown[]>(
  commands: CommandRegistry,
  id: string,
  argsOf: (...about: T) => ReadonlyPartialJSONObject
): ((...about: T) => void) | undefined {
  return commands.isVisible(id)
    ? (...about) => void commands.execute(id, argsOf(...about))
    : undefined;
}

/** Arguments of a command that is about nothing in particular. */
export const noArgs = (): ReadonlyPartialJSONObject => ({});

/** The same of an artifact of which only the id is at hand. */
export const onArtifactId = (
  artifactId: string
): ReadonlyPartialJSONObject => ({
  artifactId
});

/** Arguments of a command on one artifact. */
export const onArtifact = ({
  id
}: {
  readonly id: string;
}): ReadonlyPartialJSONObject => ({ artifactId: id });

/** Arguments of a command on several artifacts. */
export const onArtifacts = (
  artifacts: readonly { readonly id: string }[]
): ReadonlyPartialJSONObject => ({
  artifactIds: artifacts.map(({ id }) => id)
});
