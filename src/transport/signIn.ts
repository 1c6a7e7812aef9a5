import { ServerConnection } from '@jupyterlab/services';
import { Signal } from '@lumino/signaling';

import { errorOfBody } from './answers';

/** Whether somebody has signed in is looked at so often while something waits for it. */
const LOOK_MS = 2000;

/**
 * Where requests wait that were refused because nobody is signed in.
 *
 * @param address - What is asked to see whether somebody is; it also gives a page back the XSRF
 * cookie that it lost.
 */
export class SignIn {
  constructor(
    private readonly _settings: ServerConnection.ISettings,
    private readonly _address: string
  ) {}

  /** Whether nobody is signed in, as far as is known. */
  get isNeeded(): boolean {
    return this._isNeeded;
  }

  /** It is needed, or is no more. */
  readonly changed = new Signal<this, boolean>(this);

  /** Resolves when somebody is signed in; rejects with an `AbortError` where that is not waited for. */
  done(signal: AbortSignal | undefined): Promise<void> {
    this._waiting ??= this._untilDone().finally(() => {
      this._waiting = undefined;
    });
    return signal ? unlessAborted(this._waiting, signal) : this._waiting;
  }

  private async _untilDone(): Promise<void> {
    while (await this._look()) {
      this._set(true);
      await laterOrSeen(LOOK_MS);
    }
    this._set(false);
  }

  private async _look(): Promise<boolean> {
    try {
      const answer = await ServerConnection.makeRequest(
        this._address,
        {},
        this._settings
      );
      return await saysSignedOut(answer);
    } catch {
      // Whether it is away is another question: those who wait ask it themselves.
      return false;
    }
  }

  private _set(isNeeded: boolean): void {
    if (isNeeded !== this._isNeeded) {
      this._isNeeded = isNeeded;
      this.changed.emit(isNeeded);
    }
  }

  private _isNeeded = false;
  private _waiting: Promise<void> | undefined;
}

/** Whether an answer says that nobody is signed in. Its body can be read all the same. */
export async function saysSignedOut(response: Response): Promise<boolean> {
  if (response.redirected && isPage(response)) {
    // A hub or a proxy sends whoever is not signed in to its own page.
    return true;
  }
  if (response.status !== 401 && response.status !== 403) {
    return false;
  }
  const body = await response.clone().text();
  return errorOfBody(response.status, body).code === 'SIGNED_OUT';
}

function isPage({ headers }: Response): boolean {
  return headers.get('Content-Type')?.startsWith('text/html') ?? false;
}

/** Resolves after a time, or as soon as a person comes back to this page. */
function laterOrSeen(ms: number): Promise<void> {
  return new Promise(resolve => {
    const page = typeof window === 'undefined' ? undefined : window;
    const go = (): void => {
      clearTimeout(timer);
      page?.removeEventListener('focus', go);
      resolve();
    };
    const timer = setTimeout(go, ms);
    page?.addEventListener('focus', go);
  });
}

function unlessAborted(
  work: Promise<void>,
  signal: AbortSignal
): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void =>
      reject(new DOMException('The request was aborted.', 'AbortError'));
    if (signal.aborted) {
      return stop();
    }
    signal.addEventListener('abort', stop, { once: true });
    void work
      .finally(() => signal.removeEventListener('abort', stop))
      .then(resolve, reject);
  });
}
