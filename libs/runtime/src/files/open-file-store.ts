import { DirectoryFileStore } from './directory-file-store.js';
import type { FileSettings } from '../config/file-settings.js';
import type { FileStore } from './file-store.js';

/** The store that the configuration chose. S3's client is loaded only where it is used. */
export async function openFileStore(settings: FileSettings): Promise<FileStore> {
  if (settings.kind === 'directory') return new DirectoryFileStore(settings.dir);
  const { S3FileStore } = await import('./s3-file-store.js');
  return new S3FileStore(settings);
}
