import { createHash } from 'node:crypto';
import { Representation } from '@ecou/runtime';

export const tagOf = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 22);

/** JSON whose `ETag` stands for all of it. As bytes, its media type is sent as it stands: GDAL knows no other spelling of `apiType`. */
export function answered(contentType: string, body: object): Representation {
  const text = JSON.stringify(body);
  return new Representation(contentType, () => Buffer.from(text), 0, undefined, tagOf(text));
}
