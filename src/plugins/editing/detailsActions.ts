/**
 * What the buttons of an artifact's details do: each is a command.
 */

import { Clipboard } from '@jupyterlab/apputils';
import type { CommandRegistry } from '@lumino/commands';
import { Menu } from '@lumino/widgets';

import type { Artifact } from '../../protocol/generated';
import type { DetailsProps } from '../../ui/props';
import { CommandIDs } from '../application/commandIds';
import { actionOf, onArtifact } from '../application/commands';
import { openMenu } from '../application/openMenu';

/** The menu of everything, for the button "more". */
const MENU = [
  CommandIDs.openArtifact,
  CommandIDs.insertLoadCode,
  CommandIDs.copyLoadCode,
  CommandIDs.download,
  CommandIDs.compare,
  CommandIDs.lineage,
  CommandIDs.goToSource,
  CommandIDs.renameArtifact,
  CommandIDs.editTags,
  CommandIDs.setAlias,
  CommandIDs.copyLink,
  CommandIDs.shareRun,
  CommandIDs.runActivity,
  CommandIDs.deleteArtifact
];

type Callbacks = Pick<
  DetailsProps,
  | 'onOpen'
  | 'onInsertLoadCode'
  | 'onCopyLoadCode'
  | 'onDownload'
  | 'onMore'
  | 'onCopy'
  | 'onGoToSource'
>;

/** The callbacks of `Details`. */
export function detailsActions(commands: CommandRegistry): Callbacks {
  const run = (command: string) => actionOf(commands, command, onArtifact);
  return {
    onOpen: run(CommandIDs.openArtifact),
    onInsertLoadCode: run(CommandIDs.insertLoadCode),
    onCopyLoadCode: run(CommandIDs.copyLoadCode),
    onDownload: run(CommandIDs.download),
    onGoToSource: run(CommandIDs.goToSource),
    onMore: (artifact, anchor) => openActions(commands, artifact, anchor),
    onCopy: text => Clipboard.copyToSystem(text)
  };
}

function openActions(
  commands: CommandRegistry,
  artifact: Artifact,
  anchor: HTMLElement
): void {
  const menu = new Menu({ commands });
  for (const command of MENU) {
    menu.addItem({ command, args: { artifactId: artifact.id } });
    if (command === CommandIDs.copyLink) {
      const args = { artifactId: artifact.id, as: 'address' };
      menu.addItem({ command, args });
    }
  }
  openMenu(menu, anchor);
}
