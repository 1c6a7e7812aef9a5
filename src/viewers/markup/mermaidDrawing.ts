/**
 * Draws the diagrams of a page in their frame. It runs there alone: nothing of it can be imported, and it imports nothing.
 */
import type { Draw } from './libraryFrame';

/** The part of Mermaid that is used here; its script makes it a global. */
interface IMermaid {
  initialize(options: Readonly<Record<string, unknown>>): void;
  render(
    id: string,
    text: string,
    place: HTMLElement
  ): Promise<{ readonly svg: string }>;
}

/** A diagram that waits for what never comes does not hold up the others. */
const MOST_MS = 5000;

/** An `<img>` takes only what is XML, and HTML's elements in a label need not be. */
function asXml(svg: string): string {
  const page = new DOMParser().parseFromString(svg, 'text/html');
  const picture = page.querySelector('svg');
  return picture ? new XMLSerializer().serializeToString(picture) : '';
}

export const draw: Draw<readonly string[]> = async (place, texts, say) => {
  const { mermaid } = globalThis as unknown as { mermaid: IMermaid };
  // As JupyterLab asks for it, within Mermaid's own bounds. What a diagram says of these is not heeded.
  mermaid.initialize({
    securityLevel: 'strict',
    startOnLoad: false,
    suppressErrorRendering: true,
    theme: 'default',
    fontFamily: 'system-ui, sans-serif'
  });
  for (const [number, text] of texts.entries()) {
    let picture = '';
    try {
      const { svg } = await Promise.race([
        mermaid.render(`diagram-${number}`, text, place),
        new Promise<never>((_, late) => setTimeout(late, MOST_MS))
      ]);
      picture = asXml(svg);
    } catch {
      // It is no diagram: its source stays.
    }
    place.replaceChildren();
    say({ type: 'picture', number, text: picture });
  }
  say({ type: 'drawn', width: 0, height: 0 });
};
