/**
 * Draws a PDF in its frame, by pdf.js without its scripting. It runs there alone: nothing of it can be
 * imported, and it imports nothing.
 */
import type { Draw } from '../markup/libraryFrame';
import type { IFindDrawing, ISearched } from './pdfFindDrawing';

interface IViewport {
  readonly width: number;
  readonly height: number;
}

interface IPdfPage {
  getViewport(options: { scale: number }): IViewport;
  getTextContent(): Promise<{
    items: readonly { str?: string; hasEOL?: boolean }[];
  }>;
  streamTextContent(): ReadableStream;
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
    onPassword: (give: (password: string | Error) => void) => void;
  };
  TextLayer: new (options: {
    textContentSource: ReadableStream;
    container: HTMLElement;
    viewport: IViewport;
  }) => { render(): Promise<void> };
}

/** What is drawn, and what is said in its frame. */
export interface IPdfContent {
  readonly bytes: Uint8Array;
  /** The page that is seen at first, counted from 0. */
  readonly page?: number;
  readonly words: {
    /** "Page %1 of %2". */
    readonly page: string;
    /** "Page %1 could not be drawn: %2". */
    readonly failed: string;
    /** "The first %1 of %2 pages are shown.". */
    readonly more: string;
    /** A document that nobody unlocked. */
    readonly locked: string;
  };
}

/** The file of pdf.js that reads colour profiles. */
const PROFILES = 'qcms_bg.wasm';
/** More pages are not listed. */
const MOST_PAGES = 2000;
/** A page says its own size, which may be any number. */
const MOST_PIXELS = 16_000_000;
/** What keeps its canvas; the pages far away give theirs back. */
const AROUND = '100% 0px';
/** The text of so many pages is there to be found before a page is looked at. */
const MOST_FOUND_PAGES = 200;

/** What pdf.js says of its text in variables, as its own viewer reads them. */
const STYLE = `
.sheet{position:relative;max-width:900px;margin:0 auto 8px;background:#fff;overflow:hidden}
canvas{display:block;width:100%}
.text{position:absolute;inset:0;overflow:clip;line-height:1;text-size-adjust:none;forced-color-adjust:none;transform-origin:0 0;
--min-font-size-inv:calc(1 / var(--min-font-size))}
.text :is(span,br){color:transparent;position:absolute;white-space:pre;cursor:text;transform-origin:0 0}
.text>:not(.markedContent),.text .markedContent span:not(.markedContent){--font-height:0;--scale-x:1;--rotate:0deg;
font-size:calc(var(--total-scale-factor) * var(--min-font-size) * var(--font-height));
transform:rotate(var(--rotate)) scaleX(var(--scale-x)) scale(var(--min-font-size-inv))}
.text .markedContent{display:contents}
.text[data-main-rotation="90"]{transform:rotate(90deg) translateY(-100%)}
.text[data-main-rotation="180"]{transform:rotate(180deg) translate(-100%,-100%)}
.text[data-main-rotation="270"]{transform:rotate(270deg) translateX(-100%)}
.text ::selection{background:rgb(0 0 255/.25)}
::highlight(matches){background:rgb(255 220 0/.4)}
::highlight(match){background:rgb(255 120 0/.6)}
.said{position:relative;margin:0 auto;padding:16px;max-width:868px;font:14px/1.5 system-ui,sans-serif;color:#000;background:#fff}`;

export const draw: Draw<IPdfContent> = async (
  place,
  { bytes, page = 0, words },
  say,
  ask,
  hear
) => {
  const pdfjsLib = library();
  document.body.style.cssText = 'margin:0;background:#777';
  const style = document.createElement('style');
  style.textContent = STYLE;
  document.head.append(style);
  await serveFiles(ask);
  const loading = pdfjsLib.getDocument({
    data: bytes,
    isEvalSupported: false,
    stopAtErrors: false,
    // Only said to be there: the frame can load nothing, and asks the page.
    cMapUrl: 'files/',
    standardFontDataUrl: 'files/',
    wasmUrl: 'files/',
    useWorkerFetch: true
  });
  let question = 'password';
  loading.onPassword = give => {
    void ask(question).then(answer =>
      give(answer ? new TextDecoder().decode(answer) : new Error(words.locked))
    );
    question = 'another password';
  };
  const pdf = await loading.promise;
  const first = (await pdf.getPage(1)).getViewport({ scale: 1 });
  const sheets = Array.from(
    { length: Math.min(pdf.numPages, MOST_PAGES) },
    (_, index) => new Sheet(pdf, index + 1, first, words)
  );
  const byPlace = new Map(sheets.map(sheet => [sheet.place as Element, sheet]));
  const seen = new IntersectionObserver(
    entries => {
      for (const { isIntersecting, target } of entries) {
        byPlace.get(target)?.show(isIntersecting);
      }
    },
    { rootMargin: AROUND }
  );
  const sized = new ResizeObserver(entries => {
    for (const { target } of entries) {
      byPlace.get(target)?.fit();
    }
  });
  for (const { place: sheet } of sheets) {
    place.append(sheet);
    seen.observe(sheet);
    sized.observe(sheet);
  }
  if (pdf.numPages > MOST_PAGES) {
    place.append(said(words.more, MOST_PAGES, pdf.numPages));
  }
  sheets[page]?.place.scrollIntoView();
  document.addEventListener('scroll', () => {
    const top = document.elementFromPoint(innerWidth / 2, 1)?.closest('.sheet');
    const number = sheets.findIndex(sheet => sheet.place === top);
    if (number >= 0) {
      say({ type: 'page', number });
    }
  });
  // Its script ran before.
  const { PdfFinder } = globalThis as unknown as IFindDrawing;
  const finder = new PdfFinder(sheets, say);
  hear(wish => void finder.hear(wish));
  document.addEventListener('keydown', event => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'f') {
      event.preventDefault();
      say({ type: 'wantsToFind' });
    }
  });
  say({ type: 'drawn', width: first.width, height: first.height });
  for (const sheet of sheets.slice(0, MOST_FOUND_PAGES)) {
    await sheet.text().catch(() => undefined);
  }
};

/** Lets pdf.js fetch its own files, which the page has; what reads colour profiles it needs at once. */
async function serveFiles(
  ask: (name: string) => Promise<Uint8Array | null>
): Promise<void> {
  const profiles = await ask(PROFILES);
  Object.assign(globalThis, {
    fetch: async (url: string) => {
      const bytes = await ask(url.slice(url.lastIndexOf('/') + 1));
      return {
        ok: bytes !== null,
        statusText: 'no such file',
        bytes: () => Promise.resolve(bytes)
      };
    },
    XMLHttpRequest: class {
      response: ArrayBufferLike | null = null;
      open = (_method: string, url: string): void => {
        this.response = url.endsWith(PROFILES)
          ? (profiles?.buffer ?? null)
          : null;
      };
      send = (): void => undefined;
    }
  });
}

function library(): IPdfLibrary {
  return (globalThis as unknown as { pdfjsLib: IPdfLibrary }).pdfjsLib;
}

/** A sentence in the place of a page. */
function said(sentence: string, ...values: readonly unknown[]): HTMLElement {
  const paragraph = document.createElement('p');
  paragraph.className = 'said';
  paragraph.textContent = values.reduce<string>(
    (text, value, index) => text.replace(`%${index + 1}`, String(value)),
    sentence
  );
  return paragraph;
}

/** A page: its picture while it is near, and its text, which can be selected and found. */
class Sheet implements ISearched {
  constructor(
    private readonly _pdf: IPdf,
    private readonly _number: number,
    size: IViewport,
    private readonly _words: IPdfContent['words']
  ) {
    this.place.className = 'sheet';
    this.place.dataset.page = String(_number);
    this.place.role = 'group';
    this.place.ariaLabel = said(
      _words.page,
      _number,
      _pdf.numPages
    ).textContent;
    this.#size = size;
    this.#shape();
  }

  readonly place = document.createElement('div');

  /** Draws the page, or gives its picture back. */
  show(isNear: boolean): void {
    if (!isNear) {
      this.#canvas?.remove();
      this.#canvas = undefined;
    } else if (!this.#canvas) {
      const canvas = document.createElement('canvas');
      this.#canvas = canvas;
      this.place.prepend(canvas);
      this.#draw(canvas).catch((reason: unknown) => {
        canvas.replaceWith(said(this._words.failed, this._number, reason));
      });
      void this.text().catch(() => undefined);
    }
  }

  /** Lets the text be as large as the page is. */
  fit(): void {
    const factor = this.place.clientWidth / this.#size.width;
    this.place.style.setProperty('--total-scale-factor', String(factor));
  }

  /** Lays the text over the page, once. */
  text(): Promise<HTMLElement> {
    this.#text ??= this.#layText();
    return this.#text;
  }

  /** Its text, a space for each end of a line. */
  words(): Promise<string> {
    this.#searched ??= this.#readWords();
    return this.#searched;
  }

  async #readWords(): Promise<string> {
    const { items } = await (await this.#page()).getTextContent();
    return items
      .map(({ hasEOL, str }) => (str ?? '') + (hasEOL ? ' ' : ''))
      .join('');
  }

  async #layText(): Promise<HTMLElement> {
    const { TextLayer } = library();
    const page = await this.#page();
    const container = document.createElement('div');
    container.className = 'text';
    this.place.append(container);
    this.fit();
    const layer = new TextLayer({
      textContentSource: page.streamTextContent(),
      container,
      viewport: page.getViewport({ scale: 1 })
    });
    await layer.render();
    return container;
  }

  async #draw(canvas: HTMLCanvasElement): Promise<void> {
    const page = await this.#page();
    const { height, width } = this.#size;
    const wanted = (this.place.clientWidth * devicePixelRatio) / width;
    const most = Math.sqrt(MOST_PIXELS / (width * height));
    const viewport = page.getViewport({ scale: Math.min(wanted, most) });
    Object.assign(canvas, {
      width: Math.ceil(viewport.width),
      height: Math.ceil(viewport.height)
    });
    await page.render({ canvas, viewport }).promise;
    page.cleanup();
  }

  async #page(): Promise<IPdfPage> {
    const page = await this._pdf.getPage(this._number);
    this.#size = page.getViewport({ scale: 1 });
    this.#shape();
    return page;
  }

  #shape(): void {
    const { height, width } = this.#size;
    this.place.style.aspectRatio = `${width}/${height}`;
  }

  #size: IViewport;
  #canvas: HTMLCanvasElement | undefined;
  #text: Promise<HTMLElement> | undefined;
  #searched: Promise<string> | undefined;
}
