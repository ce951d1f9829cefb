import { Representation } from '@ecou/runtime';
import { toBuffer, toString } from 'qrcode';

/** A QR code (ISO/IEC 18004) as SVG, to be shown in pages. */
export const svgOf = (code: string): Promise<string> => toString(code, { type: 'svg', errorCorrectionLevel: 'M' });

/** The code as a picture, or as the text that stands in it. */
export async function drawn(code: string, format: 'svg' | 'png' | 'text'): Promise<Representation> {
  if (format === 'text') return new Representation('text/plain', code);
  if (format === 'svg') return new Representation('image/svg+xml', await svgOf(code));
  return new Representation('image/png', await toBuffer(code, { errorCorrectionLevel: 'M', scale: 8 }));
}
