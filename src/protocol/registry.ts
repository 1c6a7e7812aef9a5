/** The registry of artifact types, from `schema/types.json`. */
import type { Artifact } from './generated';
import { CODECS, ENDINGS, FORMS, KINDS, MEDIA_KINDS } from './types.generated';

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
  /** What its artifacts can be downloaded as, the usual one first. */
  readonly forms: ReadonlyArray<FormName>;
}

/** The name of a form. */
export type FormName = (typeof FORMS)[number]['form'];

/** What an artifact can be downloaded as. */
export interface IForm {
  readonly form: FormName;
  readonly label: string;
  /** Empty for the bytes as kept. */
  readonly media_type: string;
  readonly extension: string;
}

/** The form that is the stored bytes themselves. */
export const KEPT: FormName = 'kept';

/** The form of the bytes as kept, which every artifact has. */
const AS_KEPT = FORMS.find(({ form }) => form === KEPT)!;
/** A page with the scripts in it that it would load: only of HTML files. */
const STANDALONE: FormName = 'standalone';
/** What a page draws by a library that it carries. */
const DRAWN = /^application\/vnd\.(plotly|vega|vegalite)\.v/;
const MIMEBUNDLE = 'application/vnd.jupyter.mimebundle+json';

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

/** Returns what a file of a codec's bytes is named with at its end; '' for files. */
export function extensionOf(codec: string, mediaType: string): string {
  return codecType(codec)?.extension ?? endingOf(mediaType);
}

function endingOf(mediaType: string): string {
  const rows: ReadonlyArray<{ media_type: string; extension: string }> = [
    ...FORMS,
    ...ENDINGS
  ];
  const essence = essenceOf(mediaType);
  return rows.find(row => row.media_type === essence)?.extension ?? '';
}

/** Returns what an artifact can be downloaded as, the usual one first. */
export function formsOf(
  artifact: Pick<Artifact, 'codec' | 'media_type' | 'preview'>
): ReadonlyArray<IForm> {
  const { codec, media_type, preview } = artifact;
  const names: ReadonlyArray<FormName> = codecType(codec)?.forms ?? [KEPT];
  const forms: ReadonlyArray<IForm> = FORMS;
  const axes = preview?.type === 'array' ? preview.shape.length : 0;
  const held = preview?.type === 'output' ? preview.media_types : [];
  const isDrawn = held.some(one => DRAWN.test(one));
  const isHtml = essenceOf(media_type) === 'text/html';
  return names
    .map(name => forms.find(({ form }) => form === name) ?? AS_KEPT)
    .filter(
      one =>
        one.form === KEPT ||
        ((axes <= 2 || one.form !== 'csv') &&
          (isHtml || one.form !== STANDALONE) &&
          ((one.form === 'html' && isDrawn) ||
            media_type !== MIMEBUNDLE ||
            held.includes(one.media_type)))
    );
}

/** Returns a file's name with the ending of a form of an artifact. */
export function withEnding(
  name: string,
  artifact: Pick<Artifact, 'codec' | 'media_type'>,
  form: IForm = AS_KEPT
): string {
  const extension = form.extension || keptEnding(name, artifact);
  return name.toLowerCase().endsWith(extension) ? name : name + extension;
}

function keptEnding(
  name: string,
  { codec, media_type }: Pick<Artifact, 'codec' | 'media_type'>
): string {
  const own = extensionOf(codec, media_type);
  return own || HAS_ENDING.test(name) ? own : endingOf(media_type);
}

const HAS_ENDING = /.\.[A-Za-z0-9]{1,12}$/;

/** Returns a media type without its parameters, in lower case. */
export function essenceOf(mediaType: string): string {
  return (mediaType.split(';')[0] ?? '').trim().toLowerCase();
}
