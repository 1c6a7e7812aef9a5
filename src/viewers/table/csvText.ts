/** Delimited text (RFC 4180): where records end, and what their fields are. */

const QUOTE = 0x22;
const NEWLINE = 0x0a;

/** Finds the ends of records in bytes that come piece by piece. */
export class RecordScanner {
  /** Calls back with the place after each record's end. */
  scan(bytes: Uint8Array, onEnd: (end: number) => void): void {
    for (let index = 0; index < bytes.length; index += 1) {
      const byte = bytes[index];
      if (byte === QUOTE) {
        this._isQuoted = !this._isQuoted;
      } else if (byte === NEWLINE && !this._isQuoted) {
        onEnd(index + 1);
      }
    }
  }

  private _isQuoted = false;
}

/** Splits text into records of fields; a quote inside a quoted field is doubled. */
export function parseRecords(text: string, delimiter: string): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  let index = 0;
  while (index < text.length) {
    let field = '';
    if (text[index] === '"') {
      let from = index + 1;
      for (;;) {
        const end = text.indexOf('"', from);
        if (end < 0) {
          field += text.slice(from);
          index = text.length;
          break;
        }
        field += text.slice(from, end);
        if (text[end + 1] !== '"') {
          index = end + 1;
          break;
        }
        field += '"';
        from = end + 2;
      }
    }
    const end = endOfField(text, index, delimiter);
    record.push(field + text.slice(index, end).replace(/\r$/, ''));
    index = end;
    if (index >= text.length || text[index] === '\n') {
      records.push(record);
      record = [];
      index += 1;
    } else {
      index += 1;
      if (index >= text.length) {
        records.push([...record, '']);
        record = [];
      } else if (text[index] === '\n') {
        records.push([...record, '']);
        record = [];
        index += 1;
      }
    }
  }
  return records;
}

function endOfField(text: string, from: number, delimiter: string): number {
  for (let index = from; index < text.length; index += 1) {
    const character = text[index];
    if (character === delimiter || character === '\n') {
      return index;
    }
  }
  return text.length;
}

const SAMPLE_CHARACTERS = 32_768;
const SAMPLE_RECORDS = 20;

/** The delimiter that gives the first records the most fields, in each of them. */
export function delimiterOf(text: string): string {
  const sample = text.slice(0, SAMPLE_CHARACTERS);
  let best = ',';
  let most = 1;
  for (const delimiter of [',', '\t', ';', '|']) {
    const records = parseRecords(sample, delimiter);
    if (sample.length < text.length) {
      records.pop(); // it goes on after the sample
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
