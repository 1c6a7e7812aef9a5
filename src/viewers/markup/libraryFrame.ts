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
  /** Whether the files that it asks for are WebAssembly too. */
  readonly compiles?: boolean;
  /** Where our module is; it exports `draw`, and imports nothing. */
  readonly drawing: string;
  /** Where the library's own files are that it may ask for by name; undefined for any other name. */
  readonly files?: (name: string) => string | undefined;
}

/**
 * What `draw` gets: where it draws, what, how it tells the page of it, how it gets a file of its library
 * or the answer of a person, and how it hears what else the page says.
 */
export type Draw<Content> = (
  place: HTMLElement,
  content: Content,
  say: (news: FrameNews) => void,
  ask: (name: string) => Promise<Uint8Array | null>,
  hear: (listener: (wish: FrameWish) => void) => void
) => Promise<void>;

/** What the page says to a frame in which words can be found. */
export type FrameWish =
  /** Other words are looked for; none without a pattern. */
  | { readonly type: 'find'; readonly pattern: string; readonly flags: string }
  /** Another of the places where they were found is shown. */
  | { readonly type: 'step'; readonly by: 1 | -1 };

/** What a frame tells the page. Whoever wrote the content may have written it: it is only ever shown. */
export type FrameNews =
  | { readonly type: 'drawn'; readonly width: number; readonly height: number }
  | { readonly type: 'picture'; readonly number: number; readonly text: string }
  /** The place that is shown, counted from 0 (-1 for none), of those at which the words are so far. */
  | { readonly type: 'found'; readonly number: number; readonly count: number }
  /** The page that is seen, counted from 0. */
  | { readonly type: 'page'; readonly number: number }
  /** A person wants to find words. */
  | { readonly type: 'wantsToFind' }
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
  const listeners = [];
  port.onmessage = ({ data }) => {
    if ('number' in data) asked[data.number]?.(data.bytes);
    else for (const listener of listeners) listener(data);
  };
  const ask = name => new Promise(answer => say({ type: 'asks', number: asked.push(answer) - 1, name }));
  try {
    for (const script of data.scripts) await run(script, data.type);
    const { draw } = await import(URL.createObjectURL(data.drawing));
    await draw(document.getElementById('place'), data.content, say, ask, one => listeners.push(one));
  } catch (error) {
    say({ type: 'failed', message: String(error?.message ?? error).slice(0, 500) });
  }
}, { once: true });
parent.parent.postMessage('ready', '*');
</script>`;

/** The document of such a frame. */
export function libraryDocument(
  { compiles }: ILibrary,
  asksServers = false
): string {
  return sandboxedDocument(START, {
    language: 'html',
    scripts: true,
    compiles,
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

/** A frame that draws. */
export interface IDrawing {
  say(wish: FrameWish): void;
  /** Ends the hearing. */
  end(): void;
}

/** Answers what a frame asks a person; undefined where that is a file's name. */
export type Answer = (name: string) => Promise<Uint8Array | null> | undefined;

/**
 * Gives a frame what it draws, as soon as it is there.
 *
 * @param tell - Hears what the frame tells.
 */
export function drawIn(
  frame: HTMLIFrameElement,
  library: ILibrary,
  content: unknown,
  tell: (news: FrameNews) => void,
  answer?: Answer
): IDrawing {
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
      const given =
        typeof name === 'string' && asked <= MOST_ASKED
          ? (answer?.(name) ?? bytesOf(library.files?.(name)))
          : Promise.resolve(null);
      void given.then(bytes => port1.postMessage({ number, bytes }));
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
  return {
    say: wish => port1.postMessage(wish),
    end: () => {
      window.removeEventListener('message', onReady);
      port1.close();
    }
  };
}

/** A picture that is larger is not taken. */
const MOST_PICTURE = 4_000_000;

/** A stranger may have sent it. */
function newsOf(data: unknown): FrameNews | undefined {
  const { count, height, message, number, text, type, width } = (data ??
    {}) as Record<string, unknown>;
  if (type === 'picture') {
    return typeof number === 'number' &&
      typeof text === 'string' &&
      text.length <= MOST_PICTURE
      ? { type, number, text }
      : undefined;
  }
  if (type === 'page') {
    return Number.isInteger(number)
      ? { type, number: Number(number) }
      : undefined;
  }
  if (type === 'found') {
    return Number.isInteger(number) && Number.isInteger(count)
      ? { type, number: Number(number), count: Number(count) }
      : undefined;
  }
  if (type === 'wantsToFind') {
    return { type };
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
