/** Pictures that a library makes of what a stranger wrote, in a frame that nobody sees. */
import { drawIn, libraryDocument, type ILibrary } from './libraryFrame';

/** How long a library may take, and what ends it before. */
export interface IHiddenOptions {
  readonly milliseconds: number;
  readonly signal: AbortSignal;
}

/**
 * Lets a library make pictures, and removes its frame with all that runs in it.
 *
 * @param tell - Gets each picture as the frame sent it, with its number.
 * @returns Resolves when the library has made all that it can.
 * @throws An error with the library's words, or of the time that is over.
 */
export async function picturesOf(
  library: ILibrary,
  content: unknown,
  { milliseconds, signal }: IHiddenOptions,
  tell: (number: number, text: string) => void
): Promise<void> {
  const frame = document.createElement('iframe');
  frame.className = 'jp-Cellkeep-HiddenFrame';
  frame.setAttribute('aria-hidden', 'true');
  frame.setAttribute('sandbox', 'allow-scripts');
  frame.referrerPolicy = 'no-referrer';
  frame.tabIndex = -1;
  frame.srcdoc = libraryDocument(library);
  const over = AbortSignal.any([signal, AbortSignal.timeout(milliseconds)]);
  let end = (): void => undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      over.throwIfAborted();
      over.addEventListener('abort', () => reject(reasonOf(over)));
      ({ end } = drawIn(frame, library, content, news => {
        switch (news.type) {
          case 'picture':
            tell(news.number, news.text);
            break;
          case 'failed':
            reject(new Error(news.message));
            break;
          case 'drawn':
            resolve();
            break;
          case 'found':
          case 'page':
          case 'wantsToFind':
            // Nobody looks for words in it.
            break;
        }
      }));
      document.body.append(frame);
    });
  } finally {
    end();
    frame.remove();
  }
}

function reasonOf({ reason }: AbortSignal): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}
