import { describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { cleanFileName } from './file-name.js';
import { inspect } from './received-file.js';
import { document, picture, positions } from './testing/samples.js';

const part = (bytes: Uint8Array, name = 'a file', declared = '') => ({ path: 'files.0', name, declared, bytes });

describe('a picture', () => {
  it.each(['jpeg', 'png', 'webp'] as const)('that knows where it was taken (%s) no longer does', async (format) => {
    const bytes = await picture(format);
    expect(positions(bytes)).toEqual(['exif', 'xmp']);
    const kept = await inspect(part(bytes, 'IMG_2023 (1).JPG', `image/${format}`), true);
    expect(kept.type).toBe(`image/${format}`);
    expect(positions(Buffer.from(kept.bytes))).toEqual([]);
    const { exif, xmp, iptc, icc, orientation } = await sharp(kept.bytes).metadata();
    expect([exif, xmp, iptc, icc, orientation]).toEqual([undefined, undefined, undefined, undefined, undefined]);
  });

  it('is turned as it was meant to be seen', async () => {
    // 24 wide, 16 high, to be turned by a quarter.
    const { bytes } = await inspect(part(await picture('jpeg')), true);
    const { width, height } = await sharp(bytes).metadata();
    expect([width, height]).toEqual([16, 24]);
  });

  it('of few colours stays one, and as small', async () => {
    const noise = await sharp({
      create: {
        width: 200,
        height: 200,
        channels: 3,
        background: 'white',
        noise: { type: 'gaussian', mean: 128, sigma: 60 },
      },
    })
      .png({ palette: true, colours: 16 })
      .toBuffer();
    const { bytes } = await inspect(part(noise), true);
    expect((await sharp(bytes).metadata()).isPalette).toBe(true);
    expect(bytes.length).toBeLessThan(noise.length * 1.1);
    const [before, after] = await Promise.all([noise, bytes].map((each) => sharp(each).removeAlpha().raw().toBuffer()));
    expect(after?.equals(before ?? Buffer.alloc(0))).toBe(true);
  });

  it('that is damaged is refused', async () => {
    const bytes = (await picture('jpeg')).subarray(0, 300);
    await expect(inspect(part(bytes), true)).rejects.toMatchObject({ status: 400, code: 'FILE_UNREADABLE' });
  });

  it('that would not fit into memory is refused before it is decoded', async () => {
    const bytes = await sharp({ create: { width: 9000, height: 6000, channels: 3, background: 'white' } })
      .png()
      .toBuffer();
    expect(bytes.length).toBeLessThan(1_000_000);
    await expect(inspect(part(bytes), true)).rejects.toMatchObject({ status: 400, code: 'FILE_UNREADABLE' });
  });
});

describe('a file', () => {
  it.each(['pdf', 'docx', 'xlsx', 'odt', 'txt'] as const)('that is a document (%s) is kept as it is', async (kind) => {
    const bytes = document(kind);
    const kept = await inspect(part(bytes, `Cerere ${kind}.${kind}`), true);
    expect(Buffer.from(kept.bytes).equals(bytes)).toBe(true);
    expect(kept.name).toBe(`Cerere ${kind}.${kind}`);
    expect(kept.size).toBe(bytes.length);
    expect(kept.sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each([
    ['nothing', Buffer.alloc(0), '', 400, 'FILE_EMPTY'],
    ['a program', Buffer.from('7f454c4602010100000000000000000002003e00', 'hex'), '', 415, 'FILE_TYPE_UNSUPPORTED'],
    [
      'a drawing with script',
      Buffer.from('<?xml version="1.0"?><svg><script/></svg>'),
      '',
      415,
      'FILE_TYPE_UNSUPPORTED',
    ],
    ['any bytes', Buffer.from('00010203fffe', 'hex'), '', 415, 'FILE_TYPE_UNSUPPORTED'],
    ['an archive', document('zip'), 'application/zip', 415, 'FILE_TYPE_UNSUPPORTED'],
    ['a text by the name of a picture', Buffer.from('hello'), 'image/jpeg', 415, 'FILE_TYPE_CONTRADICTED'],
    ['a PDF by the name of a text', document('pdf'), 'text/plain', 415, 'FILE_TYPE_CONTRADICTED'],
    ['a page', Buffer.from('<p>hello</p>'), 'text/html', 415, 'FILE_TYPE_CONTRADICTED'],
  ])('that is %s is refused', async (_what, bytes, declared, status, code) => {
    const options = { errors: [{ path: 'files.0', code }] };
    await expect(inspect(part(bytes, 'x', declared), true)).rejects.toMatchObject({ status, code, options });
  });

  it.each([
    ['image/jpg', 'jpeg'],
    ['image/pjpeg', 'jpeg'],
    ['application/octet-stream', 'png'],
    ['IMAGE/PNG; x=1', 'png'],
  ] as const)('may be declared as programs do: %s', async (declared, format) => {
    expect((await inspect(part(await picture(format), 'x', declared), true)).type).toBe(`image/${format}`);
  });
});

describe('the name of a file', () => {
  it.each([
    ['factură.pdf', 'factură.pdf'],
    ['C:\\Users\\Ana\\poză.jpeg', 'poză.pdf'],
    ['../../etc/passwd', 'passwd.pdf'],
    ['photo.jpg.exe', 'photo.jpg.pdf'],
    ['a\u202egpj.exe', 'agpj.pdf'],
    ['line\r\nbreak"; x=".pdf', 'linebreak; x=.pdf'],
    ['  . .', 'file.pdf'],
    ['', 'file.pdf'],
    ['CON', 'file-CON.pdf'],
    ['ș'.repeat(300), `${'ș'.repeat(100)}.pdf`],
    ['v1.2 final', 'v1.2 final.pdf'],
  ])('%j becomes %j', (name, cleaned) => {
    expect(cleanFileName(name, 'application/pdf')).toBe(cleaned);
  });
});
