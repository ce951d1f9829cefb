import { createHash } from 'node:crypto';
import { Problem } from '../problems/problem.js';
import { cleanFileName } from './file-name.js';
import { agrees, fileTypes, typeOfBytes } from './file-types.js';
import { pictureAlone } from './pictures.js';

/** A file as it came in a form. */
export interface FilePart {
  /** Its path in the input: `files.0`. */
  readonly path: string;
  readonly name: string;
  /** Media type by the sender's word. */
  readonly declared: string;
  readonly bytes: Uint8Array;
}

/** A file that may be kept. */
export class ReceivedFile {
  /** Bytes. */
  readonly size: number;
  /** Of the bytes, in small hexadecimal digits. */
  readonly sha256: string;

  constructor(
    /** Cleaned. */
    readonly name: string,
    /** Media type, as the bytes show. */
    readonly type: string,
    readonly bytes: Uint8Array,
  ) {
    this.size = bytes.length;
    this.sha256 = createHash('sha256').update(bytes).digest('hex');
  }

  /** Instead of the bytes, wherever the input is written down or compared. */
  toJSON(): object {
    const { name, type, size, sha256 } = this;
    return { name, type, size, sha256 };
  }
}

const refuse = (status: number, path: string, code: string, message: string): Problem =>
  new Problem(status, code, message, { errors: [{ path, code, message }] });

const extensions = Object.values(fileTypes).map(({ extension }) => extension);

/**
 * The real type of a file, and the name and bytes that are kept; pictures of the public wait for each other only. Throws a problem with code and path: 400 `FILE_EMPTY`, 400 `FILE_UNREADABLE`, 415
 * `FILE_TYPE_UNSUPPORTED`, 415 `FILE_TYPE_CONTRADICTED`.
 */
export async function inspect({ path, name, declared, bytes }: FilePart, isPublic: boolean): Promise<ReceivedFile> {
  if (bytes.length === 0) throw refuse(400, path, 'FILE_EMPTY', 'The file is empty.');
  const type = await typeOfBytes(bytes).catch(() => undefined);
  const known = type === undefined ? undefined : fileTypes[type];
  if (type === undefined || !known) {
    const message = `Files of these kinds are taken: ${extensions.join(', ')}.`;
    throw refuse(415, path, 'FILE_TYPE_UNSUPPORTED', message);
  }
  if (!agrees(declared, type)) {
    throw refuse(415, path, 'FILE_TYPE_CONTRADICTED', `The file was sent as another kind than it is: ${type}.`);
  }
  const { picture } = known;
  const kept = picture === undefined ? bytes : await alone({ path, bytes, isPublic }, picture);
  return new ReceivedFile(cleanFileName(name, type), type, kept);
}

interface Sent extends Pick<FilePart, 'path' | 'bytes'> {
  readonly isPublic: boolean;
}

async function alone({ path, bytes, isPublic }: Sent, format: 'jpeg' | 'png' | 'webp'): Promise<Uint8Array> {
  try {
    return await pictureAlone(bytes, format, isPublic);
  } catch {
    throw refuse(400, path, 'FILE_UNREADABLE', 'The picture is damaged, or larger than 50 megapixels.');
  }
}
