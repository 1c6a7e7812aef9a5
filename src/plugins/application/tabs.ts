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

/** Puts a new tab into the main area, and goes there. */
export function showTab<T extends Widget>(
  app: JupyterFrontEnd,
  tracker: WidgetTracker<MainAreaWidget<T>>,
  widget: MainAreaWidget<T>
): void {
  void tracker.add(widget);
  app.shell.add(widget, 'main');
  app.shell.activateById(widget.id);
}
