import { crc32 } from 'node:zlib';
import sharp from 'sharp';

// Files as programs make them, synthetic.

const xmp = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:GPSLatitude="44,23.5N" exif:GPSLongitude="26,7.2E"/>
</rdf:RDF></x:xmpmeta>`;

/** A picture of 24 by 16 pixels that is to be turned by a quarter, with its position in EXIF and in XMP, as a phone's has. */
export function picture(format: 'jpeg' | 'png' | 'webp'): Promise<Buffer> {
  const plain = sharp({ create: { width: 24, height: 16, channels: 3, background: '#1f4e79' } });
  const gps = {
    GPSLatitudeRef: 'N',
    GPSLatitude: '44/1 23/1 30/1',
    GPSLongitudeRef: 'E',
    GPSLongitude: '26/1 7/1 12/1',
  };
  return plain
    .toFormat(format)
    .withMetadata({ orientation: 6 })
    .withExifMerge({ IFD0: { Model: 'Synthetic Phone' }, IFD3: gps })
    .withXmp(xmp)
    .toBuffer();
}

/** In which ways the bytes of a picture say where it was taken: looked for as they stand there, not by what decoders report. */
export function positions(bytes: Buffer): string[] {
  const text = bytes.toString('latin1');
  // The tag of the directory with the position (0x8825, EXIF 2.32 section 4.6.3), in either order of bytes.
  const exif = text.includes('\x25\x88\x04\x00') || text.includes('\x88\x25\x00\x04');
  // In a PNG, XMP stands packed under this name (XMP specification, part 3).
  const packet = text.includes('GPSLatitude=') || text.includes('XML:com.adobe.xmp');
  return [...(exif ? ['exif'] : []), ...(packet ? ['xmp'] : [])];
}

const pdf = '%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n';

const content = (part: string, type: string): string =>
  `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/${part}" ContentType="application/vnd.openxmlformats-officedocument.${type}.main+xml"/></Types>`;

const entries = {
  docx: {
    '[Content_Types].xml': content('word/document.xml', 'wordprocessingml.document'),
    'word/document.xml': '<w/>',
  },
  xlsx: { '[Content_Types].xml': content('xl/workbook.xml', 'spreadsheetml.sheet'), 'xl/workbook.xml': '<x/>' },
  odt: { mimetype: 'application/vnd.oasis.opendocument.text', 'content.xml': '<o/>' },
  zip: { 'readme.bin': 'what an archive holds is not known' },
};

/** The smallest document of its kind. */
export function document(kind: 'pdf' | 'txt' | keyof typeof entries): Buffer {
  if (kind === 'pdf') return Buffer.from(pdf);
  if (kind === 'txt') return Buffer.from('Strada Plopilor, 3: becul nu arde de o lună.\r\n');
  return zip(entries[kind]);
}

/** A ZIP archive whose entries are stored as they are (APPNOTE 4.3). */
function zip(files: Readonly<Record<string, string>>): Buffer {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  for (const [name, text] of Object.entries(files)) {
    const [path, data] = [Buffer.from(name), Buffer.from(text)];
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt32LE(crc32(data), 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(data.length, 18);
    common.writeUInt16LE(path.length, 22);
    const central = Buffer.alloc(16);
    central.writeUInt32LE(
      locals.reduce((sum, { length }) => sum + length, 0),
      12,
    );
    centrals.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), common, central, path]));
    locals.push(Buffer.concat([Buffer.from('PK\x03\x04'), common, path, data]));
  }
  const [start, directory] = [Buffer.concat(locals), Buffer.concat(centrals)];
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(centrals.length, 8);
  end.writeUInt16LE(centrals.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(start.length, 16);
  return Buffer.concat([start, directory, end]);
}
