import { Notification } from '@jupyterlab/apputils';

/** What takes no longer than this needs no word. */
const MOMENT_MS = 1000;

/** Says that something goes on, where it takes longer than a moment. */
export async function whileBusy<T>(
  message: string,
  work: Promise<T>
): Promise<T> {
  let shown: string | undefined;
  const timer = setTimeout(() => {
    shown = Notification.emit(message, 'in-progress', { autoClose: false });
  }, MOMENT_MS);
  try {
    return await work;
  } finally {
    clearTimeout(timer);
    if (shown !== undefined) {
      Notification.dismiss(shown);
    }
  }
}
