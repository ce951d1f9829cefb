import { fileTypeFromBuffer } from 'file-type';
import { isUtf8 } from 'node:buffer';

/** A kind of file that people may attach. */
interface FileType {
  /** The ending of its name, without a dot. */
  readonly extension: string;
  /** Other media types by which programs of senders declare it. */
  readonly alsoDeclared: readonly string[];
  /** True for a picture, whose position is removed. */
  readonly picture?: 'jpeg' | 'png' | 'webp';
}

const zipped = ['application/zip', 'application/x-zip-compressed'] as const;
const office = 'application/vnd.openxmlformats-officedocument';

/** The kinds of files that are taken, by media type; what is not here is refused. */
export const fileTypes: Readonly<Record<string, FileType>> = {
  'image/jpeg': { extension: 'jpg', alsoDeclared: ['image/jpg', 'image/pjpeg'], picture: 'jpeg' },
  'image/png': { extension: 'png', alsoDeclared: ['image/x-png'], picture: 'png' },
  'image/webp': { extension: 'webp', alsoDeclared: [], picture: 'webp' },
  'application/pdf': { extension: 'pdf', alsoDeclared: ['application/x-pdf'] },
  [`${office}.wordprocessingml.document`]: { extension: 'docx', alsoDeclared: zipped },
  [`${office}.spreadsheetml.sheet`]: { extension: 'xlsx', alsoDeclared: zipped },
  'application/vnd.oasis.opendocument.text': { extension: 'odt', alsoDeclared: zipped },
  'text/plain': { extension: 'txt', alsoDeclared: [] },
};

/** Said by programs that do not know. */
const undeclared = ['', 'application/octet-stream', 'binary/octet-stream'];

/** True where the sender's word for a file may stand for what it is. */
export const agrees = (declared: string, type: string): boolean => {
  const [media = ''] = declared.toLowerCase().split(';');
  const word = media.trim();
  return undeclared.includes(word) || word === type || (fileTypes[type]?.alsoDeclared.includes(word) ?? false);
};

/** Control characters that texts have none of: all but tab, line feed, form feed and carriage return. */
// eslint-disable-next-line no-control-regex -- they are what is looked for
const controls = /[\u0000-\u0008\u000b\u000e-\u001f]/;

const isPlainText = (bytes: Uint8Array): boolean =>
  isUtf8(bytes) && !controls.test(Buffer.from(bytes).toString('utf8'));

/** The media type that the bytes themselves show, in the list or not; `undefined` for what is nothing known. */
export async function typeOfBytes(bytes: Uint8Array): Promise<string | undefined> {
  const found = await fileTypeFromBuffer(bytes);
  return found?.mime ?? (isPlainText(bytes) ? 'text/plain' : undefined);
}
