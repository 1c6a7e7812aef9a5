/**
 * Permanent links: copied, opened, and taken from the address of the page.
 */

import type { IRouter, JupyterFrontEnd } from '@jupyterlab/application';
import { Clipboard } from '@jupyterlab/apputils';
import { PageConfig } from '@jupyterlab/coreutils';
import * as React from 'react';

import { asCellkeepError, CellkeepError } from '../../protocol/errors';
import { looksLikeLink, permanentLink } from '../../protocol/links';
import { TextQuestion } from '../../ui/dialogs/TextQuestion';
import { artifactArgs, artifactIds } from '../artifacts/artifactCommands';
import { ask } from '../application/ask';
import { CommandIDs } from '../application/commandIds';
import { tellFailure } from '../application/tell';
import type { IWorkbench } from '../application/workbench';

/** The part of the page's address that holds a link. */
const PARAMETER = 'cellkeep';
/** Run by the router, not by people. */
const ROUTE = 'cellkeep:open-address';

/** Add the commands. */
export function addLinkCommands(
  app: JupyterFrontEnd,
  workbench: IWorkbench,
  router: IRouter | null
): void {
  const { commands } = app;
  const { cellkeep, trans } = workbench;

  commands.addCommand(CommandIDs.copyLink, {
    label: given =>
      given['as'] === 'address'
        ? trans.__('Copy Address for the Browser')
        : trans.__('Copy Permanent Link'),
    caption: given =>
      given['as'] === 'address'
        ? trans.__('An address of this JupyterLab that opens this version')
        : trans.__('A link to this version that stays good'),
    describedBy: {
      args: {
        type: 'object',
        properties: {
          ...(artifactArgs(trans) as { properties: object }).properties,
          as: {
            type: 'string',
            enum: ['link', 'address'],
            description: trans.__(
              'A permanent link (the default), or an address of this JupyterLab'
            )
          }
        }
      }
    },
    isEnabled: given => artifactIds(given, workbench).length > 0,
    execute: async given => {
      try {
        const storeId = await cellkeep.library.storeId();
        const artifacts = await Promise.all(
          artifactIds(given, workbench).map(id => cellkeep.catalog.fetch(id))
        );
        const links = artifacts
          .map(artifact => permanentLink(storeId, artifact))
          .map(link => (given['as'] === 'address' ? addressOf(link) : link));
        Clipboard.copyToSystem(links.join('\n'));
      } catch (error) {
        tellFailure(asCellkeepError(error), trans);
      }
    }
  });

  commands.addCommand(CommandIDs.openLink, {
    label: trans.__('Open Artifact from Link…'),
    caption: trans.__('Open what a permanent link means'),
    describedBy: {
      args: {
        type: 'object',
        properties: {
          link: {
            type: 'string',
            description: trans.__(
              'A permanent link, or an address that holds one; by default it is asked for'
            )
          }
        }
      }
    },
    execute: async given => {
      const link =
        typeof given['link'] === 'string'
          ? given['link']
          : await askLink(workbench);
      if (link !== null) {
        await open(link);
      }
    }
  });

  const open = async (link: string): Promise<void> => {
    try {
      const { id } = await cellkeep.api.library.resolve(linkIn(link));
      await commands.execute(CommandIDs.openArtifact, { artifactId: id });
    } catch (error) {
      const { code, message, hint, status } = asCellkeepError(error);
      tellFailure(
        new CellkeepError(
          code,
          trans.__('The link was not opened. %1', message),
          { hint, status, cause: error }
        ),
        trans
      );
    }
  };

  if (router) {
    commands.addCommand(ROUTE, {
      describedBy: { args: { type: 'object', properties: {} } },
      isVisible: () => false,
      execute: () => {
        const { path, search, hash } = router.current;
        const parameters = new URLSearchParams(search);
        const link = parameters.get(PARAMETER);
        parameters.delete(PARAMETER);
        const rest = parameters.toString();
        // A reload shows the page as it was left, not the link once more.
        router.navigate(`${path}${rest && `?${rest}`}${hash}`, {
          skipRouting: true
        });
        // Not awaited: the page is restored after its address was looked at.
        void app.restored.then(() => (link === null ? undefined : open(link)));
      }
    });
    router.register({ command: ROUTE, pattern: /[?&]cellkeep=/, rank: 10 });
  }
}

/** An address of this JupyterLab that opens a link. */
function addressOf(link: string): string {
  const page = PageConfig.getUrl({
    mode: 'multiple-document',
    workspace: PageConfig.defaultWorkspace,
    treePath: '',
    toShare: true
  });
  return `${page}?${PARAMETER}=${encodeURIComponent(link)}`;
}

/** The link that a text is, or that an address holds. */
function linkIn(text: string): string {
  const trimmed = text.trim();
  try {
    return new URL(trimmed).searchParams.get(PARAMETER) ?? trimmed;
  } catch {
    return trimmed;
  }
}

function askLink({ trans }: IWorkbench): Promise<string | null> {
  return ask<string>({
    trans,
    title: trans.__('Open artifact from link'),
    okLabel: trans.__('Open'),
    first: null,
    focus: 'input',
    body: onAnswer => (
      <TextQuestion
        label={trans.__('Link')}
        text=""
        note={trans.__(
          'It reads cellkeep://store/run/name@version, and is copied in the details of an artifact.'
        )}
        problem={text =>
          looksLikeLink(linkIn(text))
            ? null
            : trans.__('That is no link to an artifact.')
        }
        onAnswer={onAnswer}
      />
    )
  });
}
