import { cleanup, configure } from '@testing-library/react';
import { afterAll, afterEach } from 'vitest';

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
    removeEventListener: () => undefined,
    // As the web components of JupyterLab's toolbars still call them.
    addListener: () => undefined,
    removeListener: () => undefined
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

// Nothing is laid out, but a virtual list draws nothing in a panel without height.
for (const [side, pixels] of [
  ['offsetHeight', 480],
  ['offsetWidth', 300],
  ['clientHeight', 480],
  ['clientWidth', 600]
] as const) {
  Object.defineProperty(HTMLElement.prototype, side, {
    configurable: true,
    value: pixels
  });
}

// The icons of the tests are SVG without a namespace, so elements of no kind.
Object.defineProperty(Element.prototype, 'dataset', {
  get: () => ({}),
  configurable: true
});

// A busy machine may keep still for a second.
configure({ asyncUtilTimeout: 50_000 });

afterEach(cleanup);

// The next file has the same document.
afterAll(() => document.body.replaceChildren());
