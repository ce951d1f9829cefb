import sharp from 'sharp';

/** 50 megapixels: more than phones take, and what fits into memory. */
const mostPixels = 50_000_000;

/**
 * The picture alone, as it is meant to be seen: turned as its orientation says, in sRGB, and encoded anew, so that nothing else that the
 * file held is kept: position, time, camera, author, thumbnails (EXIF, XMP, IPTC, text chunks). Throws what the decoder says of bytes that
 * are no picture.
 */
export async function pictureAlone(bytes: Uint8Array, format: 'jpeg' | 'png' | 'webp'): Promise<Buffer> {
  const options = { failOn: 'error', limitInputPixels: mostPixels, animated: format === 'webp' } as const;
  const picture = sharp(bytes, options).autoOrient();
  switch (format) {
    case 'jpeg':
      return picture.jpeg({ quality: 90 }).toBuffer();
    case 'png':
      return picture.png().toBuffer();
    case 'webp':
      return picture.webp({ quality: 90 }).toBuffer();
  }
}
