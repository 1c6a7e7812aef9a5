/**
 * The artifacts of a group as a person looks for them: the versions of a name are one thing, and
 * names with slashes stand in their folders. Pure.
 */
import type { Artifact } from '../../protocol/generated';

/** Every version of a name that is loaded. */
export interface NameNode {
  readonly type: 'name';
  /** What it is opened and closed by. */
  readonly key: string;
  newest: Artifact;
  readonly versions: Artifact[];
}

/** What the names share before a slash. */
export interface FolderNode {
  readonly type: 'folder';
  /** Without a slash at its end. */
  readonly path: string;
  readonly children: (NameNode | FolderNode)[];
  /** How many names are in it, at any depth. */
  names: number;
}

/** Where a line stands among its siblings; a `setSize` of -1 is not known. */
export interface LinePlace {
  readonly level: number;
  readonly position: number;
  readonly setSize: number;
}

/** One line of a group that is open. */
export type Line = {
  readonly place: LinePlace;
  /** Offset of the line above it in the tree; -1 for the group. */
  readonly parent: number;
} & (
  | {
      readonly type: 'name';
      readonly artifact: Artifact;
      /** The path of the folder that it stands in. */
      readonly within: string;
      /** Its other versions, where some are loaded. */
      readonly older: {
        readonly key: string;
        readonly expanded: boolean;
      } | null;
    }
  | { readonly type: 'version'; readonly artifact: Artifact }
  | {
      readonly type: 'folder';
      readonly key: string;
      readonly label: string;
      readonly names: number;
      readonly expanded: boolean;
    }
);

/** Which folders and names a person opened or closed, by their keys. */
export type Opened = ReadonlyMap<string, boolean>;

/** Folders and runs are open, and versions folded, where nobody chose. */
export function isOpen(opened: Opened, key: string): boolean {
  return opened.get(key) ?? (key.startsWith(FOLDER) || key.startsWith(RUN));
}

const FOLDER = 'folder ';
const RUN = 'run ';

/** How a group is laid out. */
export interface OutlineOptions {
  readonly opened: Opened;
  /** Whether all artifacts of the group are loaded. */
  readonly complete: boolean;
  readonly withFolders: boolean;
  /** Whether the versions of a name can be seen below it. */
  readonly withVersions: boolean;
}

/** The artifacts of one group, which grow page by page. */
export class Outline {
  constructor(private readonly group: string) {}

  /**
   * Takes the artifacts of the group.
   *
   * @returns Whether they go on from those that were taken before; if not, a new outline is needed.
   */
  take(artifacts: readonly Artifact[]): boolean {
    const known = this.#artifacts;
    if (
      known !== artifacts &&
      (known.length > artifacts.length ||
        known.some((artifact, index) => artifacts[index] !== artifact))
    ) {
      return false;
    }
    for (let index = known.length; index < artifacts.length; index += 1) {
      this.#add(artifacts[index]!);
    }
    this.#artifacts = artifacts;
    return true;
  }

  /** The lines of the group while it is open; the same as before where nothing changed. */
  lines(options: OutlineOptions): readonly Line[] {
    const made = this.#made;
    const isSame =
      made?.artifacts === this.#artifacts &&
      made.options.opened === options.opened &&
      made.options.complete === options.complete &&
      made.options.withFolders === options.withFolders &&
      made.options.withVersions === options.withVersions;
    if (made && isSame) {
      return made.lines;
    }
    const lines: Line[] = [];
    const { opened, withFolders } = options;
    const addName = (
      node: NameNode,
      place: LinePlace,
      parent: number,
      within: string
    ): void => {
      const hasOlder = options.withVersions && node.versions.length > 1;
      const expanded = hasOlder && isOpen(opened, node.key);
      const at = lines.length;
      lines.push({
        type: 'name',
        artifact: node.newest,
        within,
        older: hasOlder ? { key: node.key, expanded } : null,
        place,
        parent
      });
      if (expanded) {
        const older = node.versions
          .filter(version => version !== node.newest)
          .sort((left, right) => right.version - left.version);
        older.forEach((artifact, index) =>
          lines.push({
            type: 'version',
            artifact,
            place: {
              level: place.level + 1,
              position: index + 1,
              setSize: older.length
            },
            parent: at
          })
        );
      }
    };
    const addAll = (
      nodes: readonly (NameNode | FolderNode)[],
      level: number,
      parent: number,
      within: string,
      setSize: number
    ): void => {
      nodes.forEach((node, index) => {
        const place = { level, position: index + 1, setSize };
        const shown = node.type === 'folder' ? narrowed(node) : node;
        if (shown.type === 'name') {
          return addName(shown, place, parent, within);
        }
        const key = this.#folderKey(shown.path);
        const expanded = isOpen(opened, key);
        const at = lines.length;
        lines.push({
          type: 'folder',
          key,
          label: relative(shown.path, within),
          names: shown.names,
          expanded,
          place,
          parent
        });
        if (expanded) {
          const { children, path } = shown;
          addAll(children, level + 1, at, path, children.length);
        }
      });
    };
    const top = withFolders ? this.#root.children : [...this.#names.values()];
    addAll(top, 2, -1, '', options.complete ? top.length : -1);
    this.#made = { artifacts: this.#artifacts, options, lines };
    return lines;
  }

  /** What has to be open for an artifact to be seen; undefined where it is not of this group. */
  keysTo(artifactId: string): readonly string[] | undefined {
    const artifact = this.#artifacts.find(({ id }) => id === artifactId);
    const node = artifact && this.#names.get(nameKey(artifact));
    if (!node) {
      return undefined;
    }
    const keys = node.newest.id === artifactId ? [] : [node.key];
    for (
      let path = folderOf(node.newest.name);
      path !== '';
      path = folderOf(path)
    ) {
      keys.push(this.#folderKey(path));
    }
    return keys;
  }

  /** The artifact that stands for all versions of a name. */
  newestOf(artifactId: string): Artifact | undefined {
    const artifact = this.#artifacts.find(({ id }) => id === artifactId);
    return artifact && this.#names.get(nameKey(artifact))?.newest;
  }

  #folderKey(path: string): string {
    return `${FOLDER}${this.group} ${path}`;
  }

  #add(artifact: Artifact): void {
    const key = nameKey(artifact);
    const known = this.#names.get(key);
    if (known) {
      known.versions.push(artifact);
      if (artifact.version > known.newest.version) {
        known.newest = artifact;
      }
      return;
    }
    const node: NameNode = {
      type: 'name',
      key: `versions ${this.group} ${key}`,
      newest: artifact,
      versions: [artifact]
    };
    this.#names.set(key, node);
    const folder = this.#folder(folderOf(artifact.name));
    folder.children.push(node);
    for (let path = folder.path; path !== ''; path = folderOf(path)) {
      this.#folder(path).names += 1;
    }
  }

  #folder(path: string): FolderNode {
    if (path === '') {
      return this.#root;
    }
    const known = this.#folders.get(path);
    if (known) {
      return known;
    }
    const folder: FolderNode = { type: 'folder', path, children: [], names: 0 };
    this.#folders.set(path, folder);
    this.#folder(folderOf(path)).children.push(folder);
    return folder;
  }

  #artifacts: readonly Artifact[] = [];
  readonly #names = new Map<string, NameNode>();
  readonly #folders = new Map<string, FolderNode>();
  readonly #root: FolderNode = {
    type: 'folder',
    path: '',
    children: [],
    names: 0
  };
  #made:
    | {
        artifacts: readonly Artifact[];
        options: OutlineOptions;
        lines: readonly Line[];
      }
    | undefined;
}

/** The outlines of the groups that are open, which go on where only a page came. */
export class Outlines {
  of(group: string, artifacts: readonly Artifact[]): Outline {
    const known = this.#byGroup.get(group);
    if (known?.take(artifacts)) {
      return known;
    }
    const outline = new Outline(group);
    outline.take(artifacts);
    this.#byGroup.set(group, outline);
    return outline;
  }

  /** Forgets the groups that are not open any more. */
  keepOnly(groups: ReadonlySet<string>): void {
    for (const group of this.#byGroup.keys()) {
      if (!groups.has(group)) {
        this.#byGroup.delete(group);
      }
    }
  }

  /** What has to be open for an artifact of a group that is shown to be seen. */
  keysTo(artifactId: string): readonly string[] | undefined {
    return this.#first(outline => outline.keysTo(artifactId));
  }

  /** The newest version of an artifact's name, where its group is shown. */
  newestOf(artifactId: string): Artifact | undefined {
    return this.#first(outline => outline.newestOf(artifactId));
  }

  #first<T>(find: (outline: Outline) => T | undefined): T | undefined {
    for (const outline of this.#byGroup.values()) {
      const found = find(outline);
      if (found !== undefined) {
        return found;
      }
    }
    return undefined;
  }

  readonly #byGroup = new Map<string, Outline>();
}

/** Names belong to their runs; a group may have those of many. */
function nameKey({ name, run_id: run }: Artifact): string {
  return `${run} ${name}`;
}

/** The path before the last slash; empty where there is none. */
function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** A path as it is written in a folder. */
export function relative(path: string, within: string): string {
  return within === '' ? path : path.slice(within.length + 1);
}

/** The folder in it where it has nothing else, or the name where it has only one. */
function narrowed(folder: FolderNode): FolderNode | NameNode {
  const [only, ...others] = folder.children;
  if (!only || others.length > 0) {
    return folder;
  }
  return only.type === 'name' ? only : narrowed(only);
}
