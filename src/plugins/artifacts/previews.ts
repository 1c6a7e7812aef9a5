/**
 * Loading what a preview of an artifact draws: no more of its bytes than that takes.
 */

import type { TranslationBundle } from '@jupyterlab/translation';

import { CellkeepError } from '../../protocol/errors';
import type { Artifact } from '../../protocol/generated';
import type { ICellkeep } from '../../tokens';
import { contentOfView, type PreviewContent } from '../../ui';

const MIB = 1024 * 1024;
/** Outputs are JSON, so they have to be read whole. */
const LARGEST_OUTPUT_BYTES = 64 * MIB;
/** As much of unknown bytes as is shown in hexadecimal. */
const HEAD_BYTES = 512;

/** A preview, and what to do when it is not shown any more. */
export interface ILoadedPreview {
  readonly content: PreviewContent;
  readonly release: () => void;
}

/** What loading a preview takes. */
export interface IPreviewOptions {
  readonly cellkeep: Pick<ICellkeep, 'content' | 'contentUrl' | 'decode'>;
  /** Larger pictures are not loaded. */
  readonly limitBytes: number;
  /** Larger outputs are not loaded either; by default 64 MiB. */
  readonly outputLimitBytes?: number;
  readonly trans: TranslationBundle;
}

/**
 * Load a preview.
 *
 * @throws {@link CellkeepError} TOO_LARGE where it could only be read whole.
 */
export async function loadPreview(
  artifact: Artifact,
  options: IPreviewOptions,
  signal: AbortSignal
): Promise<ILoadedPreview> {
  const { cellkeep, limitBytes, trans } = options;
  if (artifact.media_type.startsWith('application/vnd.jupyter.mimebundle')) {
    const most = options.outputLimitBytes ?? LARGEST_OUTPUT_BYTES;
    assertSize(artifact, most, trans);
  }
  const view = await cellkeep.decode(artifact, signal);
  if (view.type === 'media' && view.media === 'image') {
    assertSize(artifact, limitBytes, trans);
    return loadImage(artifact, cellkeep, signal);
  }
  // By its address: the browser reads as much of a film as it plays.
  const url = cellkeep.contentUrl(artifact);
  if (view.type === 'text' && artifact.kind === 'html' && view.complete) {
    return still({ view: 'sandboxed', language: 'html', markup: view.text });
  }
  const isHex =
    view.type === 'opaque' || (view.type === 'media' && view.media === 'pdf');
  const head =
    isHex && artifact.kind !== 'pickle'
      ? await cellkeep.content(artifact).read(0, HEAD_BYTES, signal)
      : undefined;
  return still(contentOfView(view, artifact, { url, head }));
}

/** A picture by its bytes, not by its address: that works however the person is logged in. */
async function loadImage(
  artifact: Artifact,
  cellkeep: IPreviewOptions['cellkeep'],
  signal: AbortSignal
): Promise<ILoadedPreview> {
  const source = cellkeep.content(artifact);
  const bytes = await source.read(0, source.size, signal);
  const mediaType = artifact.media_type;
  const blob = new Blob([Uint8Array.from(bytes)], { type: mediaType });
  const url = URL.createObjectURL(blob);
  const view = { type: 'media', media: 'image', mediaType } as const;
  return {
    content: contentOfView(view, artifact, { url }),
    release: () => URL.revokeObjectURL(url)
  };
}

function assertSize(
  artifact: Artifact,
  limitBytes: number,
  trans: TranslationBundle
): void {
  if (artifact.size > limitBytes) {
    throw new CellkeepError(
      'TOO_LARGE',
      trans.__(
        'It is too large for a preview: %1 MiB, and %2 are the most.',
        Math.ceil(artifact.size / MIB),
        Math.floor(limitBytes / MIB)
      ),
      { hint: trans.__('Download it to see it.') }
    );
  }
}

function still(content: PreviewContent): ILoadedPreview {
  return { content, release: () => undefined };
}
