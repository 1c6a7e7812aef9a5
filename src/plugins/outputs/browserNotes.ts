/** A little that the browser remembers for all pages of one server, the newest of it. */

/** What a server's pages may take of the browser's storage for one kind of note. */
const MOST_CHARACTERS = 300_000;

/** Values by their keys; the oldest go first. */
export class BrowserNotes<T> {
  constructor(name: string, serverUrl: string) {
    this._name = `cellkeep:${name}:${serverUrl}`;
  }

  get(key: string): T | undefined {
    return this._read().get(key);
  }

  /** Notes a value; undefined forgets the one that there is. */
  set(key: string, value: T | undefined): void {
    const notes = this._read();
    if (!notes.delete(key) && value === undefined) {
      return;
    }
    if (value !== undefined) {
      notes.set(key, value);
    }
    this._write(notes);
  }

  /** Notes the values of some keys by others. */
  rename(otherKey: (key: string) => string | undefined): void {
    const notes = this._read();
    const renamed = [...notes].map(
      ([key, value]) => [otherKey(key) ?? key, value] as const
    );
    if (renamed.some(([key]) => !notes.has(key))) {
      this._notes = new Map(renamed);
      this._write(this._notes);
    }
  }

  private _write(notes: Map<string, T>): void {
    let text = JSON.stringify([...notes]);
    while (text.length > MOST_CHARACTERS) {
      [...notes.keys()]
        .slice(0, Math.ceil(notes.size / 10))
        .forEach(oldest => notes.delete(oldest));
      text = JSON.stringify([...notes]);
    }
    this._text = text;
    try {
      localStorage.setItem(this._name, text);
    } catch (error) {
      console.debug('Cellkeep: the browser keeps no notes.', error);
    }
  }

  /** Another page may have written meanwhile. */
  private _read(): Map<string, T> {
    try {
      const text = localStorage.getItem(this._name) ?? '[]';
      if (text !== this._text) {
        this._notes = new Map(JSON.parse(text) as [string, T][]);
        this._text = text;
      }
    } catch (error) {
      console.debug('Cellkeep: the browser has no notes to read.', error);
    }
    return this._notes;
  }

  private readonly _name: string;
  private _notes = new Map<string, T>();
  private _text = '[]';
}
