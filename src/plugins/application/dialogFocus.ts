/**
 * The keyboard after a dialog: where it was before, also where the dialog was opened from a menu.
 *
 * JupyterLab's dialogs give the focus back to what had it when they opened. After a menu that is
 * the page as a whole, and then the keyboard is nowhere.
 */
import { Dialog } from '@jupyterlab/apputils';

const PASSING = '.lm-Menu, .lm-MenuBar, .jp-Dialog, .lm-CommandPalette';

/** Looks after the focus for as long as the page is open. */
export function returnFocusAfterDialogs(page: Document): void {
  let place: HTMLElement | null = null;
  page.addEventListener(
    'focusin',
    ({ target }) => {
      if (target instanceof HTMLElement && !target.closest(PASSING)) {
        place = target;
      }
    },
    { capture: true, passive: true }
  );
  Dialog.tracker.widgetAdded.connect((_, dialog) => {
    const before = place;
    dialog.disposed.connect(() => {
      // It says so before it goes, and gives back the focus as its last act.
      queueMicrotask(() => {
        const isNowhere =
          page.activeElement === null || page.activeElement === page.body;
        if (isNowhere && before?.isConnected) {
          before.focus({ preventScroll: true });
        }
      });
    });
  });
}
