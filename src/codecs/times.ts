/** Points in time as NumPy and Arrow write them. */

/** What NumPy has where there is no time. */
export const NOT_A_TIME = -(2n ** 63n);
/** Of the units that are parts of a second. */
export const UNITS_PER_SECOND: Readonly<Record<string, bigint>> = {
  s: 1n,
  ms: 1_000n,
  us: 1_000_000n,
  ns: 1_000_000_000n
};

/** Returns a time since 1970 as ISO 8601, with as many digits as its unit has. */
export function timestampText(value: bigint, unit: string): string {
  const perSecond = UNITS_PER_SECOND[unit];
  if (value === NOT_A_TIME || perSecond === undefined) {
    return value === NOT_A_TIME ? 'NaT' : `${value} ${unit}`;
  }
  let seconds = value / perSecond;
  let rest = value % perSecond;
  if (rest < 0n) {
    seconds -= 1n;
    rest += perSecond;
  }
  const date = new Date(Number(seconds) * 1000);
  if (Number.isNaN(date.getTime())) {
    return `${value} ${unit}`;
  }
  const digits = String(perSecond).length - 1;
  const fraction = digits ? `.${String(rest).padStart(digits, '0')}` : '';
  return date.toISOString().replace(/\.\d+Z$/, '') + fraction;
}

/** Returns a time since 1970 in a unit of NumPy's, which may be as long as a year. */
export function calendarText(count: bigint, unit: string): string {
  switch (unit) {
    case 'Y':
      return String(1970n + count);
    case 'M': {
      const month = ((count % 12n) + 12n) % 12n;
      const year = 1970n + (count - month) / 12n;
      return `${year}-${String(month + 1n).padStart(2, '0')}`;
    }
    case 'W':
      return timestampText(count * 604_800n, 's').slice(0, 10);
    case 'D':
      return timestampText(count * 86_400n, 's').slice(0, 10);
    case 'h':
      return timestampText(count * 3_600n, 's').slice(0, 13);
    case 'm':
      return timestampText(count * 60n, 's').slice(0, 16);
    default:
      return timestampText(count, unit);
  }
}
