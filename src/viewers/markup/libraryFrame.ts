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
  /** Where the library's own files are that it may ask for by name; undefined for any other name. */
  readonly files?: (name: string) => string | undefined;
}

/** What `draw` gets: where it draws, what, how it tells the page of it, and how it gets a file of its library. */
export type Draw<Content> = (
  place: HTMLElement,
  content: Content,
  say: (news: FrameNews) => void,
  ask: (name: string) => Promise<Uint8Array | null>
) => Promise<void>;

/** What a frame tells the page. Whoever wrote the content may have written it: it is only ever shown. */
export type FrameNews =
  | { readonly type: 'drawn'; readonly width: number; readonly height: number }
  | { readonly type: 'picture'; readonly number: number; readonly text: string }
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
  const asked = [];
  port.onmessage = ({ data }) => asked[data.number]?.(data.bytes);
  const ask = name => new Promise(answer => say({ type: 'asks', number: asked.push(answer) - 1, name }));
  try {
    for (const script of data.scripts) await run(script, data.type);
    const { draw } = await import(URL.createObjectURL(data.drawing));
    await draw(document.getElementById('place'), data.content, say, ask);
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

/** A stranger's document would ask for no more of its library. */
const MOST_ASKED = 500;

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

/** Null where there is no such file, or it cannot be had. */
async function bytesOf(url: string | undefined): Promise<Uint8Array | null> {
  try {
    const source = url === undefined ? undefined : await sourceOf(url);
    return source ? new Uint8Array(await source.arrayBuffer()) : null;
  } catch {
    return null;
  }
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
  let asked = 0;
  port1.onmessage = ({ data }: MessageEvent<unknown>) => {
    const { name, number, type } = (data ?? {}) as Record<string, unknown>;
    if (type === 'asks') {
      asked += 1;
      const url =
        typeof name === 'string' && asked <= MOST_ASKED
          ? library.files?.(name)
          : undefined;
      void bytesOf(url).then(bytes => port1.postMessage({ number, bytes }));
      return;
    }
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

/** A picture that is larger is not taken. */
const MOST_PICTURE = 4_000_000;

/** A stranger may have sent it. */
function newsOf(data: unknown): FrameNews | undefined {
  const { height, message, number, text, type, width } = (data ?? {}) as Record<
    string,
    unknown
  >;
  if (type === 'picture') {
    return typeof number === 'number' &&
      typeof text === 'string' &&
      text.length <= MOST_PICTURE
      ? { type, number, text }
      : undefined;
  }
  if (type === 'failed' && typeof message === 'string') {
    return { type, message };
  }
  return type === 'drawn' &&
    typeof width === 'number' &&
    typeof height === 'number'
    ? { type, width, height }
    : undefined;
}
