/**
 * Delimited text (RFC 4180): where records end, and what their fields are.
 *
 * The index of a file is made from its bytes and its rows are read as text; both go through one
 * state machine, or rows would be lost where they disagree. What it reads is what pandas reads:
 * a quote counts only at the start of a field, and CR, LF and CRLF all end a record.
 */

const QUOTE = 0x22;
const LF = 0x0a;
const CR = 0x0d;

/** Where in its record a character stands, as far as it decides what the next one means. */
const enum State {
  RecordStart,
  FieldStart,
  Plain,
  Quoted,
  /** After a quote in a quoted field: it was the end of it, or the first of two. */
  Quote,
  /** After a CR, which may be the first half of a line end. */
  Return
}

/** Returns the state after one more character, whose code is the same in text and in bytes. */
function after(state: State, code: number, delimiter: number): State {
  if (state === State.Quoted) {
    return code === QUOTE ? State.Quote : State.Quoted;
  }
  switch (code) {
    case delimiter:
      return State.FieldStart;
    case LF:
      return State.RecordStart;
    case CR:
      return State.Return;
    case QUOTE:
      return state === State.Plain ? State.Plain : State.Quoted;
    default:
      return State.Plain;
  }
}

/** Finds the ends of records in bytes that come piece by piece. */
export class RecordScanner {
  constructor(delimiter: string) {
    this._delimiter = delimiter.charCodeAt(0);
  }

  /** Fields of the longest record so far. */
  get widest(): number {
    return this._widest;
  }

  /** Calls back with the place after each record's end, where the next one starts. */
  scan(bytes: Uint8Array, onEnd: (end: number) => void): void {
    const delimiter = this._delimiter;
    let state = this._state;
    const end = (at: number): void => {
      this._widest = Math.max(this._widest, this._fields);
      this._fields = 1;
      onEnd(at);
    };
    for (let index = 0; index < bytes.length; index += 1) {
      const code = bytes[index]!;
      if (state === State.Return && code !== LF) {
        end(index);
      }
      state = after(state, code, delimiter);
      if (state === State.RecordStart) {
        end(index + 1);
      } else if (state === State.FieldStart) {
        this._fields += 1;
      }
    }
    this._state = state;
  }

  private readonly _delimiter: number;
  private _fields = 1;
  private _widest = 0;
  private _state = State.RecordStart;
}

/** Splits text into records of fields; a quote inside a quoted field is doubled. */
export function parseRecords(text: string, delimiter: string): string[][] {
  return parse(text, delimiter).records;
}

function parse(
  text: string,
  delimiter: string
): { records: string[][]; endsInQuotes: boolean } {
  const separator = delimiter.charCodeAt(0);
  const records: string[][] = [];
  let record: string[] = [];
  let field = '';
  /** Where the part of the field starts that is not yet in `field`. */
  let from = 0;
  let state = State.RecordStart;
  const endField = (index: number): void => {
    record.push(field + text.slice(from, index));
    field = '';
  };
  const endRecord = (): void => {
    records.push(record);
    record = [];
  };
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    const before = state;
    state = after(before, code, separator);
    if (before === State.Return) {
      if (code !== LF) {
        endRecord();
      }
      from = index;
    }
    switch (state) {
      case State.Plain:
        break;
      case State.Quoted:
        if (before !== State.Quoted && before !== State.Quote) {
          from = index + 1;
        }
        break;
      case State.Quote:
        field += text.slice(from, index);
        from = index + 1;
        break;
      case State.FieldStart:
      case State.Return:
        endField(index);
        from = index + 1;
        break;
      case State.RecordStart:
        if (before !== State.Return) {
          endField(index);
        }
        endRecord();
        from = index + 1;
        break;
    }
  }
  if (state !== State.RecordStart) {
    if (state !== State.Return) {
      endField(text.length);
    }
    endRecord();
  }
  return { records, endsInQuotes: state === State.Quoted };
}

const SAMPLE_CHARACTERS = 32_768;
const SAMPLE_RECORDS = 20;

/** The delimiter that gives the first records the most fields, in each of them. */
export function delimiterOf(text: string): string {
  const sample = text.slice(0, SAMPLE_CHARACTERS);
  let best = ',';
  let most = 1;
  for (const delimiter of [',', '\t', ';', '|']) {
    const { records, endsInQuotes } = parse(sample, delimiter);
    if (sample.length < text.length || endsInQuotes) {
      records.pop(); // it goes on after the sample, or lacks the quote at its end
    }
    const counts = records
      .slice(0, SAMPLE_RECORDS)
      .map(record => record.length);
    const least = Math.min(...counts);
    if (counts.length > 0 && least > most) {
      most = least;
      best = delimiter;
    }
  }
  return best;
}

/** What a spreadsheet would take for a formula. */
const FORMULA = /^[=+\-@\t\r]/;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$|^[+-]?(inf|nan)$/i;

/**
 * Returns a field of a CSV file that people open in a spreadsheet: what would run there as a
 * formula gets an apostrophe before it.
 */
export function csvField(value: string | null): string {
  if (value === null) {
    return '';
  }
  const safe = FORMULA.test(value) && !NUMBER.test(value) ? `'${value}` : value;
  return /[",\r\n]|^\s|\s$/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
}
