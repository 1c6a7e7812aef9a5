/** What jsdom lacks and the interface or its libraries need. Import it before anything else. */

// Lumino's drag and drop derives a class from DragEvent when it is loaded.
globalThis.DragEvent ??= class extends MouseEvent {} as typeof DragEvent;

// FAST, under JupyterLab's own components, asks for media queries when it is loaded.
window.matchMedia ??= (query: string): MediaQueryList =>
  Object.assign(new EventTarget(), {
    matches: false,
    media: query,
    onchange: null,
    addListener: () => undefined,
    removeListener: () => undefined
  }) as MediaQueryList;
