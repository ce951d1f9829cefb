import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  NoSuchKey,
  NotFound,
  paginateListObjectsV2,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { Readable } from 'node:stream';
import type { S3Settings } from '../config/file-settings.js';
import { checkFileKey, FileStore, isFileKey, storeAway } from './file-store.js';

const missing = (error: unknown): undefined => {
  if (error instanceof NoSuchKey || error instanceof NotFound) return undefined;
  throw storeAway(error);
};

const fail = (error: unknown): never => {
  throw storeAway(error);
};

/** Files as objects in a bucket of a server that speaks S3. The bucket is there already, and is not public. */
export class S3FileStore extends FileStore {
  private readonly client: S3Client;
  private readonly bucket: string;

  constructor({ endpoint, region, bucket, accessKeyId, secretAccessKey, pathStyle }: S3Settings) {
    super();
    this.bucket = bucket;
    this.client = new S3Client({
      ...(endpoint === undefined ? {} : { endpoint }),
      region,
      credentials: { accessKeyId, secretAccessKey },
      forcePathStyle: pathStyle,
      // Not every server knows the checksums that the client adds by itself; a signed request carries the body's SHA-256 anyway.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      requestHandler: { connectionTimeout: 3_000, requestTimeout: 30_000 },
    });
  }

  async put(key: string, bytes: Uint8Array): Promise<void> {
    const object = { ...this.object(key), Body: bytes, ContentLength: bytes.length };
    await this.client.send(new PutObjectCommand(object)).catch(fail);
  }

  async get(key: string): Promise<Readable | undefined> {
    const object = await this.client.send(new GetObjectCommand(this.object(key))).catch(missing);
    return object?.Body as Readable | undefined;
  }

  async exists(key: string): Promise<boolean> {
    return (await this.client.send(new HeadObjectCommand(this.object(key))).catch(missing)) !== undefined;
  }

  async *keys(): AsyncGenerator<string> {
    try {
      for await (const { Contents = [] } of paginateListObjectsV2({ client: this.client }, { Bucket: this.bucket }))
        for (const { Key = '' } of Contents) if (isFileKey(Key)) yield Key;
    } catch (error) {
      throw storeAway(error);
    }
  }

  async remove(key: string): Promise<void> {
    await this.client.send(new DeleteObjectCommand(this.object(key))).catch(fail);
  }

  private object(key: string) {
    return { Bucket: this.bucket, Key: checkFileKey(key) };
  }
}
