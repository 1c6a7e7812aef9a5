import { describe, expect, it } from 'vitest';

import { addDefaultDecoders } from '../../../src/codecs/defaults';
import { CodecRegistry, type IDecoder } from '../../../src/codecs/registry';
import { kindOf } from '../../../src/protocol/registry';
import { artifact } from '../plugins/artifact';
import { contentOf } from './content';

const artifactOf = (codec: string, media_type: string) =>
  artifact({ codec, media_type, kind: kindOf(codec, media_type) });

describe('decoders', () => {
  it.each([
    ['ndarray-arrow.v1', 'application/vnd.apache.arrow.file', 'arrow-array'],
    ['table-arrow.v1', 'application/vnd.apache.arrow.file', 'arrow-table'],
    ['bytes.v1', 'application/vnd.apache.arrow.file', 'arrow-table'],
    ['ndarray-npy.v1', 'application/x-npy', 'npy'],
    ['bytes.v1', 'application/x-npy', 'npy'],
    ['tensors-safetensors.v1', 'application/vnd.safetensors', 'safetensors'],
    [
      'figure-mimebundle.v1',
      'application/vnd.jupyter.mimebundle+json',
      'mimebundle'
    ],
    ['mimebundle.v1', 'application/vnd.jupyter.mimebundle+json', 'mimebundle'],
    ['plotly-json.v1', 'application/vnd.plotly.v1+json', 'plotly'],
    ['json.v1', 'application/json', 'json'],
    ['values-json.v1', 'application/json', 'json'],
    ['values-zip.v1', 'application/zip', 'opaque'],
    ['xarray-zarr.v1', 'application/zip', 'opaque'],
    ['bytes.v1', 'application/x-ipynb+json', 'text'],
    ['bytes.v1', 'text/csv', 'text'],
    ['bytes.v1', 'text/x-python', 'text'],
    ['bytes.v1', 'image/png', 'media'],
    ['bytes.v1', 'application/pdf', 'media'],
    ['pickle.v1', 'application/x-python-pickle', 'opaque'],
    ['bytes.v1', 'application/vnd.apache.parquet', 'opaque'],
    ['of-the-future.v9', 'application/x-future', 'opaque']
  ])('of %s as %s: %s', (codec, mediaType, decoder) => {
    const registry = new CodecRegistry();
    addDefaultDecoders(registry);
    const found = registry.decoderFor(artifactOf(codec, mediaType));
    expect(found?.id).toBe(`cellkeep:${decoder}`);
  });

  it('of others come before or after by their rank, and can leave', async () => {
    const registry = new CodecRegistry();
    addDefaultDecoders(registry);
    const decoder = (id: string): IDecoder => ({
      id,
      accepts: ({ media_type }) => media_type === 'image/png',
      decode: () =>
        Promise.resolve({
          type: 'text',
          text: id,
          mediaType: '',
          complete: true
        })
    });
    const image = artifactOf('bytes.v1', 'image/png');
    registry.add(decoder('last'), 200);
    expect(registry.decoderFor(image)?.id).toBe('cellkeep:media');
    const first = registry.add(decoder('first'), 50);
    expect(registry.decoderFor(image)?.id).toBe('first');
    expect(
      await registry.decoderFor(image)?.decode(image, contentOf(''))
    ).toMatchObject({ text: 'first' });
    registry.add(decoder('newer'), 50);
    expect(registry.decoderFor(image)?.id).toBe('newer');
    first.dispose();
    expect(registry.decoderFor(image)?.id).toBe('newer');
  });
});
