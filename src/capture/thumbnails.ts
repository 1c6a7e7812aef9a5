/**
 * Small PNG pictures of big ones, drawn by the browser.
 */

import type { IOutputImage } from './bundle';

/** The size at which the card and the preview pane show it on a dense screen. */
const LONGEST_SIDE = 256;
/** A picture larger than this is not decoded for the sake of a thumbnail. */
const LARGEST_IMAGE_BYTES = 32 * 1024 * 1024;

/** Turns a picture into a small PNG; null where the browser cannot draw it. */
export type MakeThumbnail = (image: IOutputImage) => Promise<Uint8Array | null>;

/**
 * Draw a picture small.
 *
 * A thumbnail is a courtesy: where the browser cannot draw the picture, the artifact goes
 * without one. An SVG is drawn as an image, so no script or link in it comes alive.
 */
export const makeThumbnail: MakeThumbnail = async image => {
  if (image.bytes.byteLength > LARGEST_IMAGE_BYTES) {
    return null;
  }
  // A copy of the buffer's own kind: a Blob takes no view of shared memory.
  const blob = new Blob([Uint8Array.from(image.bytes)], {
    type: image.mediaType
  });
  const url = URL.createObjectURL(blob);
  try {
    const picture = new Image();
    picture.src = url;
    await picture.decode();
    return await draw(picture);
  } catch {
    return null;
  } finally {
    URL.revokeObjectURL(url);
  }
};

async function draw(picture: HTMLImageElement): Promise<Uint8Array | null> {
  // An SVG without a size has none of its own.
  const width = picture.naturalWidth || LONGEST_SIDE;
  const height = picture.naturalHeight || LONGEST_SIDE;
  const scale = Math.min(1, LONGEST_SIDE / Math.max(width, height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  const context = canvas.getContext('2d');
  if (!context) {
    return null;
  }
  context.imageSmoothingQuality = 'high';
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return toPng(canvas);
}

/** What is drawn on a canvas, as PNG. */
export async function toPng(
  canvas: HTMLCanvasElement
): Promise<Uint8Array | null> {
  const png = await new Promise<Blob | null>(resolve =>
    canvas.toBlob(resolve, 'image/png')
  );
  return png && new Uint8Array(await png.arrayBuffer());
}
