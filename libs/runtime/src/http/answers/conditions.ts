import type { FastifyRequest } from 'fastify';
import { Problem } from '../../problems/problem.js';

/** `"12"`, or `"12-html"` for a representation in another media type. */
const etag = /^"([0-9]{1,15})(?:-[\w+.-]+)?"$/;

export const etagOf = (version: number, contentType?: string, tag?: string): string => {
  const subtype = contentType?.split(';')[0]?.split('/')[1];
  return `"${[version, subtype, tag].filter((part) => part !== undefined).join('-')}"`;
};

/**
 * The version that `If-Match` names; `undefined` without it, and for `*`. Throws 428 where the route requires it, 400 where it is
 * malformed, 412 where it names something that no version of ours can be.
 */
export function ifMatchOf(header: string | undefined, required: boolean): number | undefined {
  if (header === undefined) {
    if (required) throw new Problem(428, 'IF_MATCH_REQUIRED', 'Send If-Match with the ETag that you last saw.');
    return undefined;
  }
  const value = header.trim();
  if (value === '*') return undefined;
  const version = etag.exec(value)?.[1];
  if (version !== undefined) return Number(version);
  if (/^(W\/)?"[^"]*"$/.test(value)) {
    throw new Problem(412, 'PRECONDITION_FAILED', 'If-Match names no version of this resource.');
  }
  throw new Problem(400, 'IF_MATCH_INVALID', 'If-Match takes one ETag in double quotes, or *.', {
    errors: [{ path: 'If-Match', code: 'IF_MATCH_INVALID', message: 'Not one ETag in double quotes.' }],
  });
}

const withoutWeakMark = (tag: string) => tag.trim().replace(/^W\//, '');

/** True where the client has this version already (`If-None-Match`). */
export function isKnown(request: Pick<FastifyRequest, 'headers' | 'method'>, tag: string): boolean {
  const header = request.headers['if-none-match'];
  if (header === undefined || (request.method !== 'GET' && request.method !== 'HEAD')) return false;
  return header.split(',').some((known) => known.trim() === '*' || withoutWeakMark(known) === tag);
}
