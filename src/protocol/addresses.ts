/** Addresses of artifacts: the same rules, by the same golden vectors, as `cellkeep_core.addresses`. */
import type { Artifact } from './generated';

const SCHEME = 'cellkeep://';
/** Digits of a run's id in an address that this program writes. */
const RUN_DIGITS = 12;
const MOST_CHARACTERS = 4096;
const MOST_RUNS = 8;
const VERSION = /^(?:v?[0-9]{1,15}|[a-z][a-z0-9._-]{0,63})$/;

/** One thing that an address may mean. */
export interface IReading {
  readonly name: string;
  /** A number, with or without a `v`, or an alias; absent for the latest. */
  readonly version?: string;
  /** A run's name, id or the beginning of its id. */
  readonly run?: string;
  /** The store's id, where a link says it. */
  readonly store?: string;
}

/** What an address may mean, the first of it first; nothing where it can be no address. */
export function readings(address: string): ReadonlyArray<IReading> {
  const text = address.normalize('NFC');
  if (!text.trim() || [...text].length > MOST_CHARACTERS) {
    return [];
  }
  if (text.startsWith(SCHEME)) {
    const link = readLink(text.slice(SCHEME.length));
    return link ? [link] : [];
  }
  const found = withVersion(text, {});
  let slash = -1;
  for (let count = 0; count < MOST_RUNS; count++) {
    slash = text.indexOf('/', slash + 1);
    if (slash < 0) {
      break;
    }
    const [run, rest] = [text.slice(0, slash), text.slice(slash + 1)];
    if (run && rest) {
      found.push(...withVersion(rest, { run }));
    }
  }
  return found;
}

/** An address that means this version tomorrow too. */
export function shortAddress({
  run_id,
  name,
  version
}: Pick<Artifact, 'run_id' | 'name' | 'version'>): string {
  return `${run_id.slice(0, RUN_DIGITS)}/${name}@${version}`;
}

function withVersion(text: string, run: { run?: string }): IReading[] {
  const found: IReading[] = [{ name: text, ...run }];
  const at = text.lastIndexOf('@');
  const version = text.slice(at + 1);
  if (at > 0 && VERSION.test(version)) {
    found.push({ name: text.slice(0, at), version, ...run });
  }
  return found;
}

function readLink(text: string): IReading | null {
  const [store = '', path = ''] = split(text);
  const [run = '', rest = ''] = split(path);
  const at = rest.lastIndexOf('@');
  const name = at < 0 ? rest : rest.slice(0, at);
  if (!run || !name) {
    return null;
  }
  const version = at < 0 ? '' : unquote(rest.slice(at + 1));
  return {
    name: unquote(name),
    run: unquote(run),
    ...(version && { version }),
    ...(store && { store })
  };
}

/** What stands before the first slash, and after it. */
function split(text: string): string[] {
  const slash = text.indexOf('/');
  return slash < 0 ? [text] : [text.slice(0, slash), text.slice(slash + 1)];
}

/** As Python's `unquote`: what is no percent-encoding stays as it is. */
function unquote(text: string): string {
  return text.replace(/(?:%[0-9a-fA-F]{2})+/g, encoded => {
    const bytes = encoded.slice(1).split('%');
    return new TextDecoder().decode(
      Uint8Array.from(bytes, byte => parseInt(byte, 16))
    );
  });
}
