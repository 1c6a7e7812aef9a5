/**
 * A side bar's tab that opens its panel while something is held over it.
 *
 * The file browser and the artifacts usually share a side, so only one of them is on the
 * page: without this nothing could be dragged from one to the other.
 */

/** Long enough not to open what the pointer only passes over. */
const HOLD_MS = 350;

/**
 * Watch for drags of either kind, Lumino's and the browser's own, that stop on a tab.
 *
 * @param tab - CSS selector of the tab.
 * @param accepts - Whether what the event drags could be dropped in the panel.
 * @param open - Bring the panel to the front.
 */
export function openWhileDraggedOver(
  tab: string,
  accepts: (event: Event) => boolean,
  open: () => void
): void {
  let timer: number | undefined;
  const onEnter = (event: Event): void => {
    if (event.target === document.body) {
      // Lumino enters the body too whenever nobody accepted the element under the pointer.
      return;
    }
    const over =
      event.target instanceof Element && event.target.closest(tab) !== null;
    if (!over || !accepts(event)) {
      window.clearTimeout(timer);
      timer = undefined;
    } else {
      timer ??= window.setTimeout(() => {
        timer = undefined;
        open();
      }, HOLD_MS);
    }
  };
  const onEnd = (): void => {
    window.clearTimeout(timer);
    timer = undefined;
  };
  // In the capture phase: other listeners stop drag events on their way up.
  for (const type of ['lm-dragenter', 'dragenter']) {
    document.addEventListener(type, onEnter, true);
  }
  for (const type of ['lm-drop', 'drop', 'pointerup']) {
    document.addEventListener(type, onEnd, true);
  }
}
