/**
 * A still picture of an output, with a line under it that says what it is a picture of: for
 * readers of the notebook who cannot show the artifact itself.
 */

import { toPng } from './thumbnails';

/** The width of a notebook's outputs on GitHub. */
const WIDTH = 700;
const LINE = 18;
const PADDING = 8;
/** As much text as a picture shows. */
const TEXT_LINES = 16;
const TEXT_COLUMNS = 90;
/** What the picture may add to the notebook. */
const MOST_BYTES = 100 * 1024;

/** What the picture shows: another picture, or text. */
export type Pictured = { image: Blob } | { text: string };

/**
 * Draw it.
 *
 * @returns A PNG small enough to lie in a notebook; null where the browser cannot draw it.
 */
export async function drawPicture(
  pictured: Pictured,
  caption: string
): Promise<Uint8Array | null> {
  try {
    const content =
      'image' in pictured ? await createImageBitmap(pictured.image) : undefined;
    const text = 'text' in pictured ? pictured.text : '';
    let width = WIDTH;
    for (;;) {
      const canvas = compose(content, text, caption, width);
      const png = canvas && (await toPng(canvas));
      // A noisy picture does not get small otherwise.
      if (!png || png.byteLength <= MOST_BYTES || width < 150) {
        return png;
      }
      width = Math.round(width * 0.75);
    }
  } catch {
    return null;
  }
}

function compose(
  content: ImageBitmap | undefined,
  text: string,
  caption: string,
  width: number
): HTMLCanvasElement | null {
  const lines = text.split('\n').slice(0, TEXT_LINES);
  const scale = content ? Math.min(1, width / content.width) : 1;
  const high = content
    ? Math.min(content.height * scale, 2 * width)
    : lines.length * LINE + 2 * PADDING;
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = Math.round(high) + LINE + PADDING;
  const context = canvas.getContext('2d');
  if (!context) {
    return null;
  }
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.textBaseline = 'top';
  if (content) {
    context.imageSmoothingQuality = 'high';
    context.drawImage(content, 0, 0, content.width * scale, high);
  } else {
    context.fillStyle = '#222';
    context.font = '12px monospace';
    lines.forEach((line, row) =>
      context.fillText(
        [...line].slice(0, TEXT_COLUMNS).join(''),
        PADDING,
        PADDING + row * LINE
      )
    );
  }
  context.fillStyle = '#555';
  context.font = '12px sans-serif';
  context.fillText(caption, PADDING, Math.round(high) + 4, width - 2 * PADDING);
  return canvas;
}
