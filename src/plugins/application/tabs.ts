/** Documents in tabs of the main area, or below the one document that a page of Notebook 7 has. */
import type { ILabShell, JupyterFrontEnd } from '@jupyterlab/application';
import { MainAreaWidget, type WidgetTracker } from '@jupyterlab/apputils';
import type { Widget } from '@lumino/widgets';

import type { ICellkeep } from '../../tokens';

/** Frames a document for a tab, without the toolbar: a document has its own tools. */
export function asTab<T extends Widget>(
  content: T,
  id: string
): MainAreaWidget<T> {
  const widget = new MainAreaWidget({ content });
  widget.toolbar.hide();
  widget.id = id;
  widget.title.closable = true;
  return widget;
}

/**
 * Goes to the tab that shows it already, or to a new one.
 *
 * @param place - Another tab that it takes the place of, and whether it comes to the front.
 */
export function openTab<T extends Widget>(
  app: JupyterFrontEnd,
  tracker: WidgetTracker<MainAreaWidget<T>>,
  shows: (tab: MainAreaWidget<T>) => boolean,
  make: () => MainAreaWidget<T>,
  place: { readonly instead?: Widget; readonly activate?: boolean } = {}
): void {
  const { activate = true, instead } = place;
  let tab = tracker.find(shows);
  if (!tab) {
    tab = make();
    const area = areaOf(app);
    tab.toggleClass('jp-Cellkeep-mod-below', area === 'down');
    app.shell.add(tab, area, { ref: instead?.id, activate });
    // Before the other one is kept: that may have its name.
    instead?.dispose();
    void tracker.add(tab);
  } else if (!tab.isAttached) {
    // It was opened while JupyterLab brought its layout back, which did not know of it.
    app.shell.add(tab, areaOf(app), { activate });
  }
  if (activate) {
    app.shell.activateById(tab.id);
  }
}

/** Closes the tabs of what belongs to the store that was shown: they must not act on the other one. */
export function closeWithStore<T extends Widget>(
  { placeChanged }: Pick<ICellkeep, 'placeChanged'>,
  tracker: WidgetTracker<MainAreaWidget<T>>
): void {
  placeChanged.connect(() => {
    tracker.filter(() => true).forEach(tab => tab.dispose());
  });
}

/** Where documents go: Notebook 7 shows nothing beside what its page was opened for, but below it. */
function areaOf({ shell }: JupyterFrontEnd): 'main' | 'down' {
  return (shell as Partial<Pick<ILabShell, 'mode'>>).mode === undefined
    ? 'down'
    : 'main';
}
