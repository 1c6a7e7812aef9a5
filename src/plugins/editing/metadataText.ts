import type { TranslationBundle } from '@jupyterlab/translation';

type Metadata = Record<string, unknown>;

/** Metadata as a person reads and writes it. */
export function metadataText(metadata: Readonly<Metadata>): string {
  return JSON.stringify(metadata, undefined, 2);
}

/** The metadata that a text says, or what is wrong with it. */
export function readMetadata(
  text: string,
  trans: TranslationBundle
): { metadata: Metadata } | { problem: string } {
  let value: unknown;
  try {
    value = JSON.parse(text) as unknown;
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    return { problem: trans.__('Not JSON: %1', said) };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { problem: trans.__('Metadata is an object: { "name": value }.') };
  }
  const inexact = inexactNumber(value);
  if (inexact !== undefined) {
    return {
      problem: trans.__(
        'A browser does not keep a number as large as %1 to its last digit. Write it as text, "%1", or change it in Python.',
        String(inexact)
      )
    };
  }
  return { metadata: value as Metadata };
}

/** A number that was, or may have been, another one before it was read. */
function inexactNumber(value: unknown): number | undefined {
  if (typeof value === 'number') {
    const isExact = Number.isInteger(value)
      ? Number.isSafeInteger(value)
      : Number.isFinite(value);
    return isExact ? undefined : value;
  }
  if (typeof value === 'object' && value !== null) {
    for (const child of Object.values(value)) {
      const found = inexactNumber(child);
      if (found !== undefined) {
        return found;
      }
    }
  }
  return undefined;
}
