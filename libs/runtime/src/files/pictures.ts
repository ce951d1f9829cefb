import pLimit from 'p-limit';

/** 50 megapixels: more than phones take, and what fits into memory. */
const mostPixels = 50_000_000;

/** Decoded pictures are large: a process has one of the public in memory at a time, and one of callers with a key. */
const turns = { ofPublic: pLimit(1), ofOthers: pLimit(1) };

/** Loaded with the first picture, which is made in a thread of its own, outside of the event loop, and leaves the other processors to everybody else. */
async function library() {
  const { default: sharp } = await import('sharp');
  sharp.concurrency(1);
  return sharp;
}

/**
 * The picture alone, as it is meant to be seen: turned as its orientation says, in sRGB, and encoded anew, so that nothing else that the
 * file held is kept: position, time, camera, author, thumbnails (EXIF, XMP, IPTC, text chunks). One of few colours stays one. Throws what
 * the decoder says of bytes that are no picture.
 */
export const pictureAlone = (bytes: Uint8Array, format: 'jpeg' | 'png' | 'webp', isPublic: boolean): Promise<Buffer> =>
  turns[isPublic ? 'ofPublic' : 'ofOthers'](() => encode(bytes, format));

async function encode(bytes: Uint8Array, format: 'jpeg' | 'png' | 'webp'): Promise<Buffer> {
  const options = { failOn: 'error', limitInputPixels: mostPixels, animated: format === 'webp' } as const;
  const sharp = await library();
  const picture = sharp(bytes, options);
  const { isPalette } = await picture.metadata();
  picture.autoOrient();
  switch (format) {
    case 'jpeg':
      return picture.jpeg({ quality: 90 }).toBuffer();
    case 'png':
      return picture.png({ palette: isPalette }).toBuffer();
    case 'webp':
      return picture.webp({ quality: 90 }).toBuffer();
  }
}
