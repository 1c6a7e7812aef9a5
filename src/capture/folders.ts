/**
 * The files of a native drop, folders walked to the bottom.
 *
 * The browser empties the drop's list as soon as the event handler returns, so the entries are
 * collected at once ({@link collectEntries}) and walked afterwards ({@link walkEntries}).
 */

/** A file with the path that it was dropped under, such as 'folder/sub/file.txt'. */
export interface INamedFile {
  readonly path: string;
  readonly file: File;
}

/** What could not be read, so that it is told and not passed over. */
export interface IUnreadable {
  readonly path: string;
  readonly reason: string;
}

/** A top-level thing of a drop: an entry, or a bare file where the browser has no entries. */
export type DropEntry = FileSystemEntry | File;

/** Take everything out of the drop. Call it inside the event handler. */
export function collectEntries(transfer: DataTransfer): DropEntry[] {
  const entries: DropEntry[] = [];
  for (const item of Array.from(transfer.items)) {
    if (item.kind !== 'file') {
      continue;
    }
    // A synthetic drop, and a picture dragged out of a page, have a file but no entry.
    const entry = item.webkitGetAsEntry?.() ?? item.getAsFile();
    if (entry) {
      entries.push(entry);
    }
  }
  return entries.length > 0 ? entries : Array.from(transfer.files);
}

/** So many slices are asked for before the first is needed. */
const SLICES_AHEAD = 4;

/**
 * Every file of the drop, in slices.
 *
 * @param entries - What {@link collectEntries} took.
 * @param onUnreadable - Told of each file or folder that the browser could not read.
 * @param sliceSize - Files to a slice; the page draws between slices, and to start reading two
 * hundred files takes Chromium a tenth of a second.
 */
export async function* walkEntries(
  entries: readonly DropEntry[],
  onUnreadable: (unreadable: IUnreadable) => void,
  sliceSize = 32
): AsyncGenerator<INamedFile[]> {
  // Asked for together: the browser's other process answers each in a few milliseconds.
  const asked: Promise<INamedFile[]>[] = [];
  let slice: Promise<INamedFile | undefined>[] = [];
  const unreadable = (path: string, error: unknown): undefined => {
    const reason = error instanceof Error ? error.message : String(error);
    onUnreadable({ path, reason });
  };
  // A stack, not recursion: the depth of a dropped folder is not ours to limit.
  const waiting: { path: string; entry: DropEntry }[] = [];
  for (const entry of [...entries].reverse()) {
    waiting.push({ path: entry.name, entry });
  }
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { path, entry } = next;
    if (entry instanceof File) {
      const name = entry.webkitRelativePath || path;
      slice.push(Promise.resolve({ path: name, file: entry }));
    } else if (isFile(entry)) {
      slice.push(
        readFile(entry).then(
          file => ({ path, file }),
          (error: unknown) => unreadable(path, error)
        )
      );
    } else if (isDirectory(entry)) {
      try {
        const children = await readDirectory(entry);
        children.sort((left, right) => (left.name < right.name ? 1 : -1));
        for (const child of children) {
          waiting.push({ path: `${path}/${child.name}`, entry: child });
        }
      } catch (error) {
        unreadable(path, error);
      }
    }
    if (slice.length >= sliceSize) {
      asked.push(whole(slice));
      slice = [];
      if (asked.length >= SLICES_AHEAD) {
        yield await asked.shift()!;
      }
      await nextTask();
    }
  }
  for (const rest of [...asked, whole(slice)]) {
    const found = await rest;
    if (found.length > 0) {
      yield found;
      await nextTask();
    }
  }
}

async function whole(
  slice: ReadonlyArray<Promise<INamedFile | undefined>>
): Promise<INamedFile[]> {
  const found = await Promise.all(slice);
  return found.filter(one => one !== undefined);
}

function isDirectory(
  entry: FileSystemEntry
): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

/** A directory is read in portions (a hundred in Chromium); an empty one is the end. */
async function readDirectory(
  directory: FileSystemDirectoryEntry
): Promise<FileSystemEntry[]> {
  const reader = directory.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const portion = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject)
    );
    if (portion.length === 0) {
      return all;
    }
    all.push(...portion);
  }
}

function readFile(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

/** A promise would not do: the page draws only between tasks. */
function nextTask(): Promise<void> {
  return new Promise(resolve => setTimeout(resolve));
}
