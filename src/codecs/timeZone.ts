/** How far a time zone is from UTC at a moment. */

/** A distance from UTC. */
export interface IZoneOffset {
  readonly seconds: number;
  /** `Z` for UTC, else such as `+0100`. */
  readonly text: string;
}

const UTC: IZoneOffset = { seconds: 0, text: 'Z' };
const formats = new Map<string, Intl.DateTimeFormat | undefined>();

/**
 * Returns the offset of a zone.
 *
 * @param zone - A name of the IANA database, or a fixed offset such as `+02:30`.
 * @param at - Milliseconds since 1970.
 */
export function zoneOffset(zone: string, at: number): IZoneOffset {
  if (zone === 'UTC') {
    return UTC;
  }
  // "GMT+01:00", or "GMT" alone where the zone is at UTC just then.
  const text = /^[+-]/.test(zone) ? zone : formatOf(zone)?.format(at);
  const match = /([+-])(\d\d):?(\d\d)/.exec(text ?? '');
  if (!match) {
    return text?.includes('GMT') ? { seconds: 0, text: '+0000' } : UTC;
  }
  const [, sign, hours, minutes] = match;
  const seconds = Number(hours) * 3600 + Number(minutes) * 60;
  return {
    seconds: sign === '-' ? -seconds : seconds,
    text: `${sign}${hours}${minutes}`
  };
}

/** Undefined for a zone that the browser does not know; its times are shown in UTC. */
function formatOf(timeZone: string): Intl.DateTimeFormat | undefined {
  if (!formats.has(timeZone)) {
    formats.set(timeZone, newFormat(timeZone));
  }
  return formats.get(timeZone);
}

function newFormat(timeZone: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone,
      timeZoneName: 'longOffset'
    });
  } catch {
    return undefined;
  }
}
