/** Cellkeep's own decoders. Those that need a library load it when they are first used. */
import type { IDisposable } from '@lumino/disposable';
import { DisposableSet } from '@lumino/disposable';

import type { Artifact } from '../protocol/generated';
import { essenceOf } from '../protocol/registry';
import type { ICodecRegistry, IDecoder } from './registry';
import type { IMediaView, View } from './view';

/** Adds Cellkeep's own decoders to a registry. */
export function addDefaultDecoders(registry: ICodecRegistry): IDisposable {
  return DisposableSet.from(DECODERS.map(decoder => registry.add(decoder)));
}

/** The last one takes everything; each other one is better for what it accepts. */
const DECODERS: readonly IDecoder[] = [
  {
    id: 'cellkeep:opaque',
    accepts: () => true,
    decode: () => Promise.resolve<View>({ type: 'opaque' })
  },
  {
    id: 'cellkeep:text',
    accepts: artifact => TEXT_KINDS.has(artifact.kind) || isText(artifact),
    decode: async (artifact, content, signal) =>
      (await import('./text')).decodeText(content, artifact.media_type, signal)
  },
  {
    id: 'cellkeep:media',
    accepts: artifact => mediaOf(artifact) !== undefined,
    decode: artifact =>
      Promise.resolve<View>({
        type: 'media',
        media: mediaOf(artifact) ?? 'image',
        mediaType: essenceOf(artifact.media_type)
      })
  },
  {
    id: 'cellkeep:json',
    accepts: artifact => artifact.kind === 'json',
    decode: async (artifact, content, signal) =>
      (await import('./text')).decodeJson(content, artifact.media_type, signal)
  },
  {
    id: 'cellkeep:plotly',
    accepts: artifact => artifact.kind === 'plotly',
    decode: async (_, content, signal) =>
      (await import('./text')).decodePlotly(content, signal)
  },
  {
    id: 'cellkeep:mimebundle',
    accepts: ofType('application/vnd.jupyter.mimebundle+json'),
    decode: async (_, content, signal) =>
      (await import('./mimebundle')).decodeMimebundle(content, signal)
  },
  {
    id: 'cellkeep:safetensors',
    accepts: ofType('application/vnd.safetensors'),
    decode: async (_, content, signal) =>
      (await import('./safetensors')).decodeSafetensors(content, signal)
  },
  {
    id: 'cellkeep:npy',
    accepts: ofType('application/x-npy'),
    decode: async (_, content, signal) =>
      (await import('./npy')).decodeNpy(content, signal)
  },
  {
    id: 'cellkeep:arrow-table',
    accepts: ofType('application/vnd.apache.arrow.file'),
    decode: async (artifact, content, signal) =>
      (await import('./arrow/tableView')).decodeArrowTable(
        artifact,
        content,
        signal
      )
  },
  {
    id: 'cellkeep:arrow-array',
    accepts: artifact => artifact.codec === 'ndarray-arrow.v1',
    decode: async (_, content, signal) =>
      (await import('./arrow/array')).decodeArrowArray(content, signal)
  }
];

/** What the text decoder takes, tables of text among them. */
const TEXT_KINDS: ReadonlySet<string> = new Set([
  'text',
  'code',
  'html',
  'notebook'
]);
const MEDIA: ReadonlySet<string> = new Set(['image', 'audio', 'video', 'pdf']);

function mediaOf({ kind }: Artifact): IMediaView['media'] | undefined {
  return MEDIA.has(kind) ? (kind as IMediaView['media']) : undefined;
}

function isText({ media_type }: Artifact): boolean {
  return essenceOf(media_type).startsWith('text/');
}

function ofType(mediaType: string): (artifact: Artifact) => boolean {
  return artifact => essenceOf(artifact.media_type) === mediaType;
}
