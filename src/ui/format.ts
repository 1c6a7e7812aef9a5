/**
 * Numbers, sizes and times for people. Every helper is a pure function of its arguments.
 */
import type { TranslationBundle } from '@jupyterlab/translation';

const BYTE_UNITS = [
  'byte',
  'kilobyte',
  'megabyte',
  'gigabyte',
  'terabyte',
  'petabyte'
];
const BINARY_UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];

/** Texts of numbers that need no shortening. */
const SHORT_TEXT = 8;

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The language of the interface, as JupyterLab sets it on the page; the browser's where it does not. */
function locale(): string | undefined {
  const language = document.documentElement.lang;
  try {
    return language
      ? Intl.getCanonicalLocales(language.replace('_', '-'))[0]
      : undefined;
  } catch {
    return undefined;
  }
}

/** Making a formatter costs far more than using it, and every row of a list uses several. */
function cached<Options, Formatter>(
  make: (language: string | undefined, options: Options) => Formatter
): (options: Options) => Formatter {
  const made = new Map<string, Formatter>();
  return options => {
    const key = `${document.documentElement.lang} ${JSON.stringify(options)}`;
    let formatter = made.get(key);
    if (formatter === undefined) {
      formatter = make(locale(), options);
      made.set(key, formatter);
    }
    return formatter;
  };
}

const numberFormat = cached(
  (language, options: Intl.NumberFormatOptions) =>
    new Intl.NumberFormat(language, options)
);
const timeFormat = cached(
  (language, options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(language, options)
);
const relativeFormat = cached(
  (language, options: Intl.RelativeTimeFormatOptions) =>
    new Intl.RelativeTimeFormat(language, options)
);

/** 1234567 as "1,234,567". */
export function number(value: number): string {
  return numberFormat({ maximumFractionDigits: 0 }).format(value);
}

/**
 * A float in as few digits as tell it apart: six, or all of those before the point.
 * A text that is no such number, or short, is returned as it is.
 */
export function shortFloat(value: number | string): string {
  const float = Number(value);
  if (typeof value === 'string' && value.length <= SHORT_TEXT) {
    return value;
  }
  if (!Number.isFinite(float) || Number.isInteger(float)) {
    return String(value);
  }
  const size = Math.abs(float);
  if (size >= 1e5) {
    return float.toFixed(1);
  }
  const rounded = Number(float.toPrecision(6));
  return size < 1e-4 ? rounded.toExponential() : String(rounded);
}

/** Whether values of a type, as its library writes it, are floats. */
export function isFloatType(dtype: string): boolean {
  return /^(b?float|double|half)/i.test(dtype);
}

/** A size in decimal units with at most three significant digits: 12 kB, 1.5 MB. */
export function bytes(size: number): string {
  let value = Math.max(0, size);
  let unit = 0;
  // 999.5 would be written as 1000 of the smaller unit.
  while (unit < BYTE_UNITS.length - 1 && value >= 999.5) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || value >= 10 ? 0 : 1;
  return numberFormat({
    style: 'unit',
    unit: BYTE_UNITS[unit],
    unitDisplay: unit === 0 ? 'narrow' : 'short',
    maximumFractionDigits: digits
  })
    .format(value)
    .replace('kB', 'KB')
    .replace(/(\d)B$/, '$1 B');
}

/** A size in the binary units that limits are set in: 512 KiB, 1.5 GiB. */
export function binaryBytes(size: number): string {
  let value = Math.max(0, size);
  let unit = 0;
  while (unit < BINARY_UNITS.length - 1 && value >= 1023.5) {
    value /= 1024;
    unit += 1;
  }
  const digits = unit === 0 || value >= 100 ? 0 : 1;
  const amount = numberFormat({ maximumFractionDigits: digits }).format(value);
  return `${amount} ${BINARY_UNITS[unit]}`;
}

/** "24 MB/s". */
export function rate(bytesPerSecond: number, trans: TranslationBundle): string {
  return trans.__('%1/s', bytes(bytesPerSecond));
}

/** How much of a whole, from 0 to 1; a whole of nothing is done. */
export function fractionOf(part: number, whole: number): number {
  if (whole <= 0) {
    return 1;
  }
  return Math.min(1, Math.max(0, part / whole));
}

/** "62%". Never says 100 before it is. */
export function percent(fraction: number): string {
  const shown = fraction < 1 ? Math.min(fraction, 0.99) : 1;
  return numberFormat({ style: 'percent', maximumFractionDigits: 0 }).format(
    Math.floor(shown * 100) / 100
  );
}

/** A span of time in its two largest units: "12 s", "3 min 20 s", "2 h 5 min". */
export function duration(seconds: number, trans: TranslationBundle): string {
  const whole = Math.max(0, Math.ceil(seconds));
  if (whole < MINUTE) {
    return trans.__('%1 s', whole);
  }
  if (whole < HOUR) {
    const rest = whole % MINUTE;
    return rest
      ? trans.__('%1 min %2 s', Math.floor(whole / MINUTE), rest)
      : trans.__('%1 min', whole / MINUTE);
  }
  const minutes = Math.floor((whole % HOUR) / MINUTE);
  return minutes
    ? trans.__('%1 h %2 min', Math.floor(whole / HOUR), minutes)
    : trans.__('%1 h', Math.floor(whole / HOUR));
}

/** "Nov 23, 2026, 2:02:14 PM", in the person's own time zone. */
export function absoluteTime(timestamp: string): string {
  return timeFormat({
    dateStyle: 'medium',
    timeStyle: 'medium'
  }).format(new Date(timestamp));
}

/** "just now", "5 minutes ago", "yesterday"; a date after four weeks. */
export function relativeTime(
  timestamp: string,
  now: Date,
  trans: TranslationBundle
): string {
  const then = new Date(timestamp);
  const seconds = (now.getTime() - then.getTime()) / 1000;
  if (seconds < 45) {
    // A clock of another machine may run a little ahead.
    return trans.__('just now');
  }
  const relative = relativeFormat({ numeric: 'auto' });
  if (seconds < HOUR) {
    return relative.format(
      -Math.max(1, Math.round(seconds / MINUTE)),
      'minute'
    );
  }
  if (seconds < DAY) {
    return relative.format(-Math.round(seconds / HOUR), 'hour');
  }
  if (seconds < 28 * DAY) {
    return relative.format(-Math.round(seconds / DAY), 'day');
  }
  return timeFormat({ dateStyle: 'medium' }).format(then);
}

/** When a run was begun: "14:02" of today, "yesterday 09:15", "Nov 3 14:02", "Nov 3, 2025". */
export function runTime(
  timestamp: string,
  now: Date,
  trans: TranslationBundle,
  toTheSecond = false
): string {
  const then = new Date(timestamp);
  const time = timeFormat({
    hour: '2-digit',
    minute: '2-digit',
    ...(toTheSecond && { second: '2-digit' })
  }).format(then);
  const days = daysBetween(then, now);
  if (days === 0) {
    return time;
  }
  if (days === 1) {
    return trans.__('yesterday %1', time);
  }
  const sameYear = then.getFullYear() === now.getFullYear();
  const date = timeFormat(
    sameYear
      ? { month: 'short', day: 'numeric' }
      : { month: 'short', day: 'numeric', year: 'numeric' }
  ).format(then);
  return sameYear || toTheSecond ? `${date} ${time}` : date;
}

/** A local day (`2026-11-26`): "Today", "Yesterday", "Mon, Nov 3", "Nov 3, 2025". */
export function dayWords(
  day: string,
  now: Date,
  trans: TranslationBundle
): string {
  const [year = NaN, month = NaN, date = NaN] = day.split('-').map(Number);
  const then = new Date(year, month - 1, date);
  if (Number.isNaN(then.getTime())) {
    return day;
  }
  const days = daysBetween(then, now);
  if (days === 0) {
    return trans.__('Today');
  }
  if (days === 1) {
    return trans.__('Yesterday');
  }
  return timeFormat(
    then.getFullYear() === now.getFullYear()
      ? { weekday: 'short', month: 'short', day: 'numeric' }
      : { month: 'short', day: 'numeric', year: 'numeric' }
  ).format(then);
}

function daysBetween(then: Date, now: Date): number {
  const midnight = (date: Date): number =>
    new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
  return Math.round((midnight(now) - midnight(then)) / (DAY * 1000));
}

/** The first eight digits of a sha256: enough to tell two apart at a glance. */
export function shortDigest(sha256: string): string {
  return sha256.slice(0, 8);
}

/** "1,000 × 8"; "scalar" for no dimension. */
export function shape(
  sizes: readonly number[],
  trans: TranslationBundle
): string {
  return sizes.length === 0
    ? trans.__('scalar')
    : sizes.map(number).join(' × ');
}

/** What cannot be seen: controls, lone surrogates, marks that turn the direction of text, zero-width characters. */
const UNSEEN =
  /[\p{Cc}\p{Cs}\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;

/** More marks on one letter than any language has; a browser takes minutes to place thousands. */
const PILE = /(\p{M}{8})\p{M}+/gu;
/** A longer name is not read by anybody. */
const MOST_NAME = 2000;

/** Text whose letters carry no more marks than can be drawn; what is left out is told by a dot. */
export function withoutPiles(text: string): string {
  return text.replace(PILE, '$1\u22ef');
}

/**
 * A name with what cannot be seen made visible, so that two names that differ look different.
 *
 * ASCII control characters become their Unicode pictures, the others their code points.
 */
export function displayName(name: string): string {
  const whole = withoutPiles(name);
  const cut =
    whole.length > MOST_NAME ? `${whole.slice(0, MOST_NAME)}\u2026` : whole;
  return cut.replace(UNSEEN, character => {
    const code = character.charCodeAt(0);
    if (code < 0x20) {
      return String.fromCharCode(0x2400 + code);
    }
    if (code === 0x7f) {
      return '\u2421';
    }
    return `\u27e8${code.toString(16).toUpperCase().padStart(4, '0')}\u27e9`;
  });
}
