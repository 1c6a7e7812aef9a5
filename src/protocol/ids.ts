/** Ids and times as the protocol writes them. */

/** Returns a random UUID (version 4, RFC 9562) as 32 lower-case hex digits. */
export function newId(): string {
  // Not crypto.randomUUID: it is missing where Jupyter is served by plain http on a network.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return toHex(bytes);
}

/** Returns the time now in UTC, RFC 3339 with milliseconds and a `Z`. */
export function utcNow(): string {
  return new Date().toISOString();
}

/** Returns bytes as lower-case hex digits. */
export function toHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) {
    text += HEX[byte];
  }
  return text;
}

const HEX = Array.from({ length: 256 }, (_, byte) =>
  byte.toString(16).padStart(2, '0')
);
