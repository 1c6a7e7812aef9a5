/** The registry of artifact types, from `schema/types.json`. */
import { CODECS, KINDS, MEDIA_KINDS } from './types.generated';

/** What an artifact is shown as. */
export type Kind = (typeof KINDS)[number]['kind'];

/** One row of the registry: how a codec's bytes are called, shown and named. */
export interface ICodecType {
  readonly codec: string;
  readonly media_type: string;
  readonly kind: Kind;
  readonly extension: string;
  /** Whether reading the bytes can never run code. */
  readonly safe: boolean;
  readonly about: string;
}

/** The codec of files: their bytes as they are. */
export const BYTES_CODEC = 'bytes.v1';

/** Every kind, in the order in which people see them. */
export const kinds: ReadonlyArray<Kind> = KINDS.map(row => row.kind);

/** Returns the row of a codec, or undefined where the registry has none. */
export function codecType(codec: string): ICodecType | undefined {
  return CODECS.find(row => row.codec === codec);
}

/** Returns the kind of an artifact from its codec, or from its media type for files. */
export function kindOf(codec: string, mediaType: string): Kind {
  const row = codecType(codec);
  if (row && row.codec !== BYTES_CODEC) {
    return row.kind;
  }
  const essence = essenceOf(mediaType);
  const media = MEDIA_KINDS.find(({ media_type }) =>
    media_type.endsWith('/')
      ? essence.startsWith(media_type)
      : essence === media_type
  );
  return media?.kind ?? 'file';
}

/** Returns the English label of a kind, for the translation bundle; an unknown kind is its own. */
export function kindLabel(kind: string): string {
  return KINDS.find(row => row.kind === kind)?.label ?? kind;
}

/** Returns what a file of the codec's bytes is named with at its end; '' for files. */
export function extensionOf(codec: string): string {
  return codecType(codec)?.extension ?? '';
}

/** Returns a media type without its parameters, in lower case. */
export function essenceOf(mediaType: string): string {
  return (mediaType.split(';')[0] ?? '').trim().toLowerCase();
}
