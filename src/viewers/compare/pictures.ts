/** Pictures as the page draws them, one over or beside another. */
import type { ICall } from '../../codecs/call';
import { decodeMimebundle } from '../../codecs/mimebundle';
import { CellkeepError } from '../../protocol/errors';
import type { Artifact } from '../../protocol/generated';
import { readWhole } from '../frame/readWhole';
import type { IViewerServices } from '../frame/services';
import { drawnElements } from '../markup/svgCost';
import { formsOf } from '../media/FigureViewer';
import { isSvg } from '../media/ShownPicture';
import type { Format } from '../sniff';

const MOST_BYTES = 64 * 1024 * 1024;
/** Elements of an SVG that the page draws in an instant. */
const MOST_COMPARED = 20_000;

/** A picture with its type. */
export interface IPicture {
  readonly bytes: Uint8Array<ArrayBuffer> | string;
  readonly mediaType: string;
}

/** Reads a picture. */
export async function pictureOf(
  artifact: Artifact,
  format: Format,
  content: IViewerServices['content'],
  call: ICall
): Promise<IPicture> {
  const source = content(artifact);
  if (format === 'figure') {
    const [form] = formsOf(await decodeMimebundle(source, call.signal));
    return drawable(form ?? { bytes: '', mediaType: 'image/png' });
  }
  const mediaType = format === 'svg' ? 'image/svg+xml' : artifact.media_type;
  const bytes = await readWhole(source, call, MOST_BYTES);
  return drawable({ bytes, mediaType });
}

/** The page itself draws them, one over the other. */
function drawable(picture: IPicture): IPicture {
  const { bytes, mediaType } = picture;
  const markup =
    typeof bytes === 'string' ? bytes : new TextDecoder().decode(bytes);
  if (isSvg(mediaType) && drawnElements(markup) > MOST_COMPARED) {
    throw new CellkeepError(
      'TOO_LARGE',
      'An SVG picture with this many parts is not compared.',
      { hint: 'Open each by itself.' }
    );
  }
  return picture;
}
