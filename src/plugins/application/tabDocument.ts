import { ReactWidget } from '@jupyterlab/apputils';
import type { Message } from '@lumino/messaging';

/** A document in a tab, which asks anew when somebody comes to it. */
export abstract class TabDocument extends ReactWidget {
  constructor() {
    super();
    this.addClass('jp-Cellkeep-Document');
  }

  /** Somebody looks at it: at first, and whenever its tab comes to the front. */
  protected abstract looked(): void;

  protected override onAfterAttach(message: Message): void {
    super.onAfterAttach(message);
    // One that is restored behind another tab is looked at later.
    if (this.isVisible) {
      this.looked();
    }
  }

  protected override onAfterShow(message: Message): void {
    super.onAfterShow(message);
    this.looked();
  }
}
