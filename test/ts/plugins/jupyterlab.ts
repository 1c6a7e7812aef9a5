/**
 * What JupyterLab's packages ask of the window when they are loaded, and jsdom does not have.
 * Import it before them.
 */

function provide(name: string, value: unknown): void {
  // Writable: JupyterLab's notebook puts its own in their place.
  Object.defineProperty(window, name, {
    value,
    configurable: true,
    writable: true
  });
}

provide('matchMedia', () => ({
  matches: false,
  addEventListener: () => undefined,
  removeEventListener: () => undefined,
  // As the web components of JupyterLab's toolbars still call them.
  addListener: () => undefined,
  removeListener: () => undefined
}));

class NoObserver {
  observe(): void {
    /* Nothing is laid out in jsdom. */
  }
  unobserve(): void {
    /* As above. */
  }
  disconnect(): void {
    /* As above. */
  }
}

provide('IntersectionObserver', NoObserver);
provide('ResizeObserver', NoObserver);

// The icons of the tests are SVG without a namespace, so elements of no kind.
Object.defineProperty(Element.prototype, 'dataset', {
  get: () => ({}),
  configurable: true
});
