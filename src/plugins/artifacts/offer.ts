import type { JupyterFrontEnd } from '@jupyterlab/application';
import { Notification } from '@jupyterlab/apputils';

import type { Notice } from '../../ui/props';
import { SIDEBAR_ID, type SidebarState } from '../application/sidebarState';

/** How long undoing is offered; what was deleted is in the trash after that. */
const OFFER_MS = 20_000;

/**
 * Says what was done, with the way back: at the foot of the sidebar, or in a notification where
 * the sidebar is not to be seen.
 */
export function offer(
  notice: Notice,
  app: JupyterFrontEnd,
  sidebar: SidebarState
): void {
  const { message, actionLabel, onAction } = notice;
  const isShown = [...app.shell.widgets('left'), ...app.shell.widgets('right')]
    .filter(({ id }) => id === SIDEBAR_ID)
    .some(({ isVisible }) => isVisible);
  if (isShown) {
    sidebar.notify(notice);
    takeAway(notice, sidebar);
    return;
  }
  Notification.info(message, {
    autoClose: OFFER_MS,
    actions:
      actionLabel && onAction
        ? [{ label: actionLabel, callback: onAction }]
        : []
  });
}

function takeAway(notice: Notice, sidebar: SidebarState): void {
  setTimeout(() => {
    if (sidebar.snapshot.notice !== notice) {
      return;
    }
    if (document.activeElement?.closest('.jp-Cellkeep-NoticeBar')) {
      // Nobody's keyboard is taken away.
      takeAway(notice, sidebar);
    } else {
      sidebar.notify(null);
    }
  }, OFFER_MS);
}
