/**
 * Draws a PDF in its frame, by pdf.js without its scripting. It runs there alone: nothing of it can be
 * imported, and it imports nothing.
 */
import type { Draw } from '../markup/libraryFrame';

interface IViewport {
  readonly width: number;
  readonly height: number;
}

interface IPdfPage {
  getViewport(options: { scale: number }): IViewport;
  render(options: { canvas: HTMLCanvasElement; viewport: IViewport }): {
    promise: Promise<void>;
  };
  cleanup(): void;
}

interface IPdf {
  readonly numPages: number;
  getPage(number: number): Promise<IPdfPage>;
}

/** The part of pdf.js that is used here; its script makes it a global. */
interface IPdfLibrary {
  getDocument(options: Readonly<Record<string, unknown>>): {
    promise: Promise<IPdf>;
  };
}

/** More pages are not listed. */
const MOST_PAGES = 2000;
/** A page says its own size, which may be any number. */
const MOST_PIXELS = 16_000_000;
/** What keeps its canvas; the pages far away give theirs back. */
const AROUND = '100% 0px';

export const draw: Draw<Uint8Array> = async (place, data, say) => {
  const { pdfjsLib } = globalThis as unknown as { pdfjsLib: IPdfLibrary };
  document.body.style.cssText = 'margin:0;background:#777';
  const pdf = await pdfjsLib.getDocument({
    data,
    isEvalSupported: false,
    stopAtErrors: false
  }).promise;
  const first = (await pdf.getPage(1)).getViewport({ scale: 1 });
  const seen = new IntersectionObserver(
    entries => {
      for (const { isIntersecting, target } of entries) {
        const sheet = target as HTMLElement;
        if (isIntersecting && !sheet.firstChild) {
          const canvas = document.createElement('canvas');
          canvas.style.cssText = 'display:block;width:100%';
          sheet.append(canvas);
          void drawPage(pdf, Number(sheet.dataset.page), canvas, sheet);
        } else if (!isIntersecting) {
          sheet.replaceChildren();
        }
      }
    },
    { rootMargin: AROUND }
  );
  for (
    let number = 1;
    number <= Math.min(pdf.numPages, MOST_PAGES);
    number += 1
  ) {
    const sheet = document.createElement('div');
    sheet.dataset.page = String(number);
    sheet.style.cssText = `max-width:900px;margin:0 auto 8px;background:#fff;aspect-ratio:${first.width}/${first.height}`;
    place.append(sheet);
    seen.observe(sheet);
  }
  say({ type: 'drawn', width: first.width, height: first.height });
};

async function drawPage(
  pdf: IPdf,
  number: number,
  canvas: HTMLCanvasElement,
  sheet: HTMLElement
): Promise<void> {
  const page = await pdf.getPage(number);
  const whole = page.getViewport({ scale: 1 });
  sheet.style.aspectRatio = `${whole.width}/${whole.height}`;
  const wanted = (sheet.clientWidth * devicePixelRatio) / whole.width;
  const most = Math.sqrt(MOST_PIXELS / (whole.width * whole.height));
  const viewport = page.getViewport({ scale: Math.min(wanted, most) });
  Object.assign(canvas, {
    width: Math.ceil(viewport.width),
    height: Math.ceil(viewport.height)
  });
  await page.render({ canvas, viewport }).promise;
  page.cleanup();
}
