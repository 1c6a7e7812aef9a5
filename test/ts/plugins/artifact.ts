import type { Artifact } from '../../../src/protocol/generated';

/** An artifact as the store lists it. */
export function artifact(changes: Partial<Artifact> = {}): Artifact {
  return {
    id: 'a'.repeat(32),
    seq: 1,
    run_id: 'b'.repeat(32),
    run_name: 'analysis.ipynb',
    name: 'results',
    version: 1,
    category: 'output',
    media_type: 'text/plain',
    codec: 'bytes.v1',
    kind: 'text',
    size: 5,
    sha256: 'c'.repeat(64),
    created_at: '2026-11-23T16:58:14.120Z',
    stored_at: '2026-11-23T16:58:15.120Z',
    provenance: { via: 'output' },
    metadata: {},
    thumbnail: false,
    ...changes
  };
}
