/** What JupyterLab's packages ask of the window when they are loaded, and jsdom does not have. */

Object.defineProperty(window, 'matchMedia', {
  value: () => ({
    matches: false,
    addEventListener: () => undefined,
    removeEventListener: () => undefined
  }),
  configurable: true
});

export {};
