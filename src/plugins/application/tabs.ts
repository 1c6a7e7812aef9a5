/** Documents in tabs of the main area. */
import type { JupyterFrontEnd } from '@jupyterlab/application';
import { MainAreaWidget, type WidgetTracker } from '@jupyterlab/apputils';
import type { Widget } from '@lumino/widgets';

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

/** Goes to the tab that shows it already, or to a new one in the main area. */
export function openTab<T extends Widget>(
  app: JupyterFrontEnd,
  tracker: WidgetTracker<MainAreaWidget<T>>,
  shows: (tab: MainAreaWidget<T>) => boolean,
  make: () => MainAreaWidget<T>
): void {
  let tab = tracker.find(shows);
  if (!tab) {
    tab = make();
    void tracker.add(tab);
    app.shell.add(tab, 'main');
  }
  app.shell.activateById(tab.id);
}
