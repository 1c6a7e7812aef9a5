/**
 * A frame in which a library draws what a stranger wrote: its own origin, its own process, no network.
 *
 * The frame is given the library and our module that uses it as bytes, for it can load nothing.
 */
import { sandboxedDocument } from './sandbox';

/** A library and the module that draws with it. */
export interface ILibrary {
  /** Where the scripts are that run first, one after the other. */
  readonly scripts: readonly string[];
  /** Whether the scripts are modules. */
  readonly areModules?: boolean;
  /** Where our module is; it exports `draw`, and imports nothing. */
  readonly drawing: string;
}

/** What `draw` gets: where it draws, what, and how it tells the page of it. */
export type Draw<Content> = (
  place: HTMLElement,
  content: Content,
  say: (news: FrameNews) => void
) => Promise<void>;

/** What a frame tells the page. Whoever wrote the content may have written it: it is only ever shown. */
export type FrameNews =
  | { readonly type: 'drawn'; readonly width: number; readonly height: number }
  | { readonly type: 'failed'; readonly message: string };

/** Waits for its scripts, draws, and tells. It is text, since the frame can load nothing. */
const START = `<div id="place"></div><script>
const run = (source, type) => new Promise((done, failed) => {
  const script = document.createElement('script');
  Object.assign(script, { src: URL.createObjectURL(source), type, onload: done, onerror: failed });
  document.head.append(script);
});
addEventListener('click', event => event.target.closest?.('a') && event.preventDefault(), true);
addEventListener('message', async ({ data, source, ports: [port] }) => {
  if (source !== parent.parent || !port) return;
  const say = news => port.postMessage(news);
  try {
    for (const script of data.scripts) await run(script, data.type);
    const { draw } = await import(URL.createObjectURL(data.drawing));
    await draw(document.getElementById('place'), data.content, say);
  } catch (error) {
    say({ type: 'failed', message: String(error?.message ?? error).slice(0, 500) });
  }
}, { once: true });
parent.parent.postMessage('ready', '*');
</script>`;

/** The document of such a frame. */
export function libraryDocument(asksServers: boolean): string {
  return sandboxedDocument(START, {
    language: 'html',
    scripts: true,
    asksServers
  });
}

const sources = new Map<string, Promise<Blob>>();

/** The bytes of a script, read once; a `blob:` of the frame must say that it is one. */
function sourceOf(url: string): Promise<Blob> {
  let source = sources.get(url);
  if (!source) {
    source = read(url);
    sources.set(url, source);
    source.catch(() => sources.delete(url));
  }
  return source;
}

async function read(url: string): Promise<Blob> {
  const response = await fetch(url);
  if (!response.ok) {
    throw new Error(`${response.status} ${response.statusText}`);
  }
  return new Blob([await response.blob()], { type: 'text/javascript' });
}

/**
 * Gives a frame what it draws, as soon as it is there.
 *
 * @param tell - Hears what the frame tells.
 * @returns Ends the hearing.
 */
export function drawIn(
  frame: HTMLIFrameElement,
  library: ILibrary,
  content: unknown,
  tell: (news: FrameNews) => void
): () => void {
  const { port1, port2 } = new MessageChannel();
  const given = Promise.all([
    Promise.all(library.scripts.map(sourceOf)),
    sourceOf(library.drawing)
  ]);
  const fail = (reason: unknown): void =>
    tell({
      type: 'failed',
      message: reason instanceof Error ? reason.message : String(reason)
    });
  given.catch(fail);
  port1.onmessage = ({ data }: MessageEvent<unknown>) => {
    const news = newsOf(data);
    if (news) {
      tell(news);
    }
  };
  const onReady = ({ source }: MessageEvent): void => {
    const inner = frame.contentWindow?.frames[0];
    if (!inner || source !== inner) {
      return;
    }
    window.removeEventListener('message', onReady);
    given
      .then(([scripts, drawing]) => {
        const type = library.areModules ? 'module' : 'text/javascript';
        // The frame's origin is nobody's, which has no name.
        inner.postMessage({ scripts, drawing, type, content }, '*', [port2]);
      })
      .catch(fail);
  };
  window.addEventListener('message', onReady);
  return () => {
    window.removeEventListener('message', onReady);
    port1.close();
  };
}

/** A stranger may have sent it. */
function newsOf(data: unknown): FrameNews | undefined {
  const { height, message, type, width } = (data ?? {}) as Record<
    string,
    unknown
  >;
  if (type === 'failed' && typeof message === 'string') {
    return { type, message };
  }
  return type === 'drawn' &&
    typeof width === 'number' &&
    typeof height === 'number'
    ? { type, width, height }
    : undefined;
}
