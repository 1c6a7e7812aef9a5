/**
 * Permanent links: copied, opened, and taken from the address of the page.
 */

import type { IRouter, JupyterFrontEnd } from '@jupyterlab/application';
import { Clipboard } from '@jupyterlab/apputils';

import { readings } from '../../protocol/addresses';
import { permanentLink, runOfLink } from '../../protocol/links';
import { askText } from '../application/ask';
import { CommandIDs } from '../application/commandIds';
import type { AddCommand } from '../application/commands';
import { artifactIds, onSelected, textOf } from '../application/commandTargets';
import { LINK_PARAMETER, addressOf } from '../application/linkAddress';
import type { IServices } from '../application/services';
import { showRun } from '../application/showRun';
import { inWords, tellIfFails } from '../application/tell';

/** Run by the router, not by people. */
const ROUTE = 'cellkeep:open-address';

/** Add the commands. */
export function addLinkCommands(
  app: JupyterFrontEnd,
  add: AddCommand,
  services: IServices,
  router: IRouter | null
): void {
  const { commands } = app;
  const { cellkeep, trans } = services;

  const ofSelected = onSelected(services);
  add(CommandIDs.copyLink, {
    ...ofSelected,
    label: given =>
      given['as'] === 'address'
        ? trans.__('Copy Address for the Browser')
        : trans.__('Copy Permanent Link'),
    caption: given =>
      given['as'] === 'address'
        ? trans.__('Copy an address of this JupyterLab that opens this version')
        : trans.__('Copy a link to this version that keeps working'),
    args: {
      ...ofSelected.args,
      as: {
        type: 'string',
        enum: ['link', 'address'],
        description: trans.__(
          'A permanent link (the default), or an address of this JupyterLab'
        )
      }
    },
    inPalette: [{}, { as: 'address' }],
    execute: async given => {
      const storeId = await cellkeep.library.storeId();
      const artifacts = await Promise.all(
        artifactIds(given, services).map(id => cellkeep.catalog.fetch(id))
      );
      const links = artifacts
        .map(artifact => permanentLink(storeId, artifact))
        .map(link => (given['as'] === 'address' ? addressOf(link) : link));
      Clipboard.copyToSystem(links.join('\n'));
    }
  });

  const follow = async (link: string): Promise<void> => {
    const runId = runOfLink(linkIn(link));
    if (runId !== undefined) {
      const { run } = await cellkeep.api.run(runId);
      return showRun(run, cellkeep, commands);
    }
    const { id } = await cellkeep.api.library.resolve(linkIn(link));
    await commands.execute(CommandIDs.openArtifact, { artifactId: id });
  };
  const open = (link: string): Promise<void> =>
    inWords(follow(link), message =>
      trans.__('The link was not opened. %1', message)
    );
  add(CommandIDs.openLink, {
    label: trans.__('Open Artifact from Link…'),
    caption: trans.__('Open the artifact that a permanent link points to'),
    args: {
      link: trans.__(
        'A permanent link, or an address that holds one; by default it is asked for'
      )
    },
    inPalette: true,
    execute: async given => {
      const link = textOf(given, 'link') ?? (await askLink(services));
      if (link !== null) {
        await open(link);
      }
    }
  });

  if (router) {
    add(ROUTE, {
      isVisible: () => false,
      execute: () => {
        const { path, search, hash } = router.current;
        const parameters = new URLSearchParams(search);
        const link = parameters.get(LINK_PARAMETER);
        parameters.delete(LINK_PARAMETER);
        const rest = parameters.toString();
        // A reload shows the page as it was left, not the link once more.
        router.navigate(`${path}${rest && `?${rest}`}${hash}`, {
          skipRouting: true
        });
        if (link !== null) {
          // Not awaited: the page is restored after its address was looked at.
          void app.restored.then(() => tellIfFails(trans, () => open(link)));
        }
      }
    });
    router.register({ command: ROUTE, pattern: /[?&]cellkeep=/, rank: 10 });
  }
}

/** The link that a text is, or that an address holds. */
function linkIn(text: string): string {
  const trimmed = text.trim();
  try {
    return new URL(trimmed).searchParams.get(LINK_PARAMETER) ?? trimmed;
  } catch {
    return trimmed;
  }
}

function askLink({ trans }: IServices): Promise<string | null> {
  return askText({
    trans,
    title: trans.__('Open artifact from link'),
    okLabel: trans.__('Open'),
    label: trans.__('Link'),
    text: '',
    note: trans.__(
      'A link, or a name such as df@3 or training/df. Copy a link from the details of an artifact.'
    ),
    problem: text =>
      readings(linkIn(text)).length > 0
        ? null
        : trans.__('This is not the address of an artifact.')
  });
}
