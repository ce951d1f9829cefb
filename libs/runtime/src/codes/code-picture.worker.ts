import { toBuffer, toString } from 'qrcode';

/** A QR code (ISO/IEC 18004) as SVG, to be shown in pages. */
export const svg = (code: string): Promise<string> => toString(code, { type: 'svg', errorCorrectionLevel: 'M' });

export const png = (code: string): Promise<Uint8Array> => toBuffer(code, { errorCorrectionLevel: 'M', scale: 8 });
