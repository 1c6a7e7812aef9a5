/**
 * Values of Arrow columns as text, exactly: 64-bit integers, decimals and times included.
 *
 * The text is the one that Arrow's own cast to strings gives, so that a table looks the same
 * in its preview, which the kernel made, and when it is opened.
 */
import { DataType, Precision, type TimeUnit, type Vector } from 'apache-arrow';

import { anyText } from '../anyText';
import { numberText, shortFloat32 } from '../numbers';
import { timestampText, UNITS_PER_SECOND } from '../times';
import { zoneOffset } from '../timeZone';

/** Returns a value as text, null where it is missing. */
export type TextReader = (row: number) => string | null;

/** Returns the reader of a column. */
export function textReader(column: Vector): TextReader {
  const read = valueReader(column);
  return row => (column.isValid(row) ? read(row) : null);
}

/** Returns a type's name as Arrow users know it. */
export function typeName(type: DataType): string {
  if (DataType.isDictionary(type)) {
    return `dictionary<${typeName(type.dictionary as DataType)}>`;
  }
  return (type as { toString(): string }).toString();
}

function valueReader(column: Vector): (row: number) => string {
  const type: DataType = column.type as DataType;
  const value = (row: number): unknown => column.get(row);
  if (DataType.isBool(type)) {
    return row => (value(row) ? 'true' : 'false');
  }
  if (DataType.isFloat(type)) {
    const isShort = type.precision === Precision.SINGLE;
    return row => {
      const number = value(row) as number;
      return numberText(isShort ? shortFloat32(number) : number);
    };
  }
  if (DataType.isTimestamp(type)) {
    const { timezone } = type;
    const unit = unitOf(type.unit);
    return row => instantText(rawInteger(column, row), unit, timezone);
  }
  if (DataType.isDuration(type)) {
    return row => String(rawInteger(column, row));
  }
  if (DataType.isDate(type)) {
    return row => dateText(value(row));
  }
  if (DataType.isTime(type)) {
    return row => timeText(rawInteger(column, row), unitOf(type.unit));
  }
  if (DataType.isDecimal(type)) {
    return row => decimalText(value(row) as Uint32Array, type.scale);
  }
  if (DataType.isDictionary(type)) {
    // get() looks the value up; its text is that of the dictionary's type.
    return row => anyText(value(row));
  }
  return row => anyText(value(row));
}

/** Returns an integer as it lies in the column, before Arrow makes a date or a float of it. */
function rawInteger(column: Vector, row: number): bigint {
  let index = row;
  for (const data of column.data) {
    if (index < data.length) {
      const values = data.values as BigInt64Array | Int32Array;
      return BigInt(values[index] ?? 0);
    }
    index -= data.length;
  }
  return 0n;
}

function unitOf(unit: TimeUnit): string {
  return ['s', 'ms', 'us', 'ns'][unit] ?? 's';
}

/** Thousandths, millionths or billionths of a second that are all nothing, at the end. */
const WHOLE = /\.?(?:000)+$/;

/** A point in time, in its own zone, as `2026-11-23 09:30:00.250+0100`. */
function instantText(
  value: bigint,
  unit: string,
  zone: string | null | undefined
): string {
  if (!zone) {
    return timestampText(value, unit).replace('T', ' ').replace(WHOLE, '');
  }
  const perSecond = UNITS_PER_SECOND[unit] ?? 1n;
  const offset = zoneOffset(zone, Number((value * 1000n) / perSecond));
  const local = value + BigInt(offset.seconds) * perSecond;
  const text = timestampText(local, unit).replace('T', ' ');
  return text.replace(WHOLE, '') + offset.text;
}

function dateText(value: unknown): string {
  const date = new Date(Number(value));
  return Number.isNaN(date.getTime())
    ? String(value)
    : date.toISOString().replace(/T00:00:00\.000Z$/, '');
}

function timeText(value: bigint, unit: string): string {
  return timestampText(value, unit).slice('1970-01-01T'.length);
}

/** A 256-bit decimal has 76 digits. */
const MOST_SCALE = 100;

/** A decimal is a 128 or 256-bit integer in two's complement, and a scale. */
function decimalText(words: Uint32Array, scale: number): string {
  let value = 0n;
  for (let index = words.length - 1; index >= 0; index -= 1) {
    value = (value << 32n) | BigInt(words[index]!);
  }
  value = BigInt.asIntN(words.length * 32, value);
  if (Math.abs(scale) > MOST_SCALE) {
    return `${value}e${-scale}`;
  }
  const sign = value < 0n ? '-' : '';
  const digits = String(value < 0n ? -value : value).padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  return scale > 0
    ? `${sign}${whole}.${digits.slice(-scale)}`
    : `${sign}${whole}${'0'.repeat(-scale)}`;
}
