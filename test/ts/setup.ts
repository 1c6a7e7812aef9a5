/**
 * What JupyterLab's packages take for granted in a browser and jsdom does not have.
 */

class DragEventShim extends MouseEvent {
  readonly dataTransfer: DataTransfer | null = null;
}

class ObserverShim {
  observe(): void {
    /* Nothing is laid out in jsdom, so nothing changes its size or place. */
  }
  unobserve(): void {
    /* As above. */
  }
  disconnect(): void {
    /* As above. */
  }
  takeRecords(): [] {
    return [];
  }
}

const shims: Record<string, unknown> = {
  DragEvent: DragEventShim,
  ResizeObserver: ObserverShim,
  IntersectionObserver: ObserverShim,
  CSS: { escape: (text: string) => text },
  matchMedia: () => ({
    matches: false,
    addEventListener: () => undefined,
    removeEventListener: () => undefined
  })
};

for (const [name, value] of Object.entries(shims)) {
  if (Reflect.get(globalThis, name) === undefined) {
    Object.defineProperty(globalThis, name, {
      value,
      configurable: true,
      writable: true
    });
  }
}

if (!('queryCommandSupported' in document)) {
  Object.defineProperty(document, 'queryCommandSupported', {
    value: () => true
  });
}
