/** Menus at buttons and rows, and where the keyboard is after them. */
import type { Menu } from '@lumino/widgets';

/** Opens a menu under a button, gives the keyboard back to the button, and disposes the menu. */
export function openMenu(menu: Menu, anchor: HTMLElement): void {
  returnFocus(menu, anchor, () => menu.dispose());
  const { left, bottom } = anchor.getBoundingClientRect();
  menu.open(left, bottom);
}

/** When a menu closes and leaves the keyboard nowhere, it goes where it was. */
export function returnFocus(
  menu: Menu,
  anchor: HTMLElement,
  then?: () => void
): void {
  const closing = (): void => {
    menu.aboutToClose.disconnect(closing);
    // After the chosen command, which may have put the keyboard elsewhere.
    requestAnimationFrame(() => {
      const { activeElement } = document;
      const isLost =
        activeElement === null ||
        activeElement === document.body ||
        menu.node.contains(activeElement);
      if (isLost && anchor.isConnected) {
        anchor.focus();
      }
      then?.();
    });
  };
  menu.aboutToClose.connect(closing);
}
