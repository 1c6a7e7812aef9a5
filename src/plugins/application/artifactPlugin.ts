import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import type { Token } from '@lumino/coreutils';

import { ICellkeep } from '../../tokens';
import { type AddCommand, ICommands } from './commands';
import type { IServices } from './services';
import { ISidebarState, type SidebarState } from './sidebarState';

/** What a plugin whose commands are about stored artifacts works with. */
export interface IArtifactCommands {
  readonly app: JupyterFrontEnd;
  readonly add: AddCommand;
  readonly services: IServices;
}

/** Such a plugin. */
export interface IArtifactPluginOptions<T extends readonly unknown[]> {
  readonly id: string;
  readonly description: string;
  /** What else it uses where it is there. */
  readonly optional?: { [K in keyof T]: Token<T[K]> };
  readonly activate: (
    ours: IArtifactCommands,
    ...others: { [K in keyof T]: T[K] | null }
  ) => void;
}

/** A plugin whose commands are about stored artifacts: of the store, and of what the sidebar has selected. */
export function artifactPlugin<T extends readonly unknown[]>({
  activate,
  optional,
  ...about
}: IArtifactPluginOptions<T>): JupyterFrontEndPlugin<void> {
  return {
    ...about,
    autoStart: true,
    requires: [ICellkeep, ISidebarState, ICommands],
    optional: [...(optional ?? [])],
    activate: (
      app: JupyterFrontEnd,
      cellkeep: ICellkeep,
      sidebar: SidebarState,
      { add, trans }: ICommands,
      ...others: { [K in keyof T]: T[K] | null }
    ) => {
      activate({ app, add, services: { cellkeep, sidebar, trans } }, ...others);
    }
  };
}
