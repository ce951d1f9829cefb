import { join } from 'node:path';
import { z } from 'zod';

export interface S3Settings {
  readonly kind: 's3';
  /** `undefined`: Amazon's own, of the region. */
  readonly endpoint: string | undefined;
  readonly region: string;
  readonly bucket: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** True where the bucket stands in the path (`https://host/bucket/key`) and not in the name of the host. */
  readonly pathStyle: boolean;
}

/** The place in which files are kept. */
export type FileSettings = S3Settings | { readonly kind: 'directory'; readonly dir: string };

/** The environment variables about files. */
export const fileVariables = {
  ECOU_FILES: z.enum(['directory', 's3'], { error: 'must be directory or s3' }).default('directory'),
  ECOU_FILES_DIR: z.string().optional(),
  S3_ENDPOINT: z.url({ protocol: /^https?$/, error: 'must be an address such as https://s3.example.ro' }).optional(),
  S3_REGION: z.string().default('us-east-1'),
  S3_BUCKET: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'must be 3 to 63 small letters, digits, dots and hyphens')
    .optional(),
  S3_ACCESS_KEY_ID: z.string().optional(),
  S3_SECRET_ACCESS_KEY: z.string().optional(),
  S3_PATH_STYLE: z.enum(['true', 'false'], { error: 'must be true or false' }).default('true'),
};

type FileVariables = z.output<z.ZodObject<typeof fileVariables>>;

/** The variables without which files cannot be kept on S3. */
export const neededForS3 = ['S3_BUCKET', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'] as const;

export function fileSettingsOf(given: FileVariables, dataDir: string): FileSettings {
  if (given.ECOU_FILES === 'directory')
    return { kind: 'directory', dir: given.ECOU_FILES_DIR ?? join(dataDir, 'files') };
  return {
    kind: 's3',
    endpoint: given.S3_ENDPOINT,
    region: given.S3_REGION,
    bucket: given.S3_BUCKET ?? '',
    accessKeyId: given.S3_ACCESS_KEY_ID ?? '',
    secretAccessKey: given.S3_SECRET_ACCESS_KEY ?? '',
    pathStyle: given.S3_PATH_STYLE === 'true',
  };
}
