import { CommandResult } from '@ecou/event-sourcing';
import { StreamableFile } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Download, Page, Representation, Versioned } from './answers.js';
import { etagOf, isKnown } from './conditions.js';
import { positionHeader } from './positions.js';

/** The request and the reply of an answer, and whose it is. */
export interface Outgoing {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly context: string;
}

/** Sets status and headers for what a handler returned, and answers the body to be sent, or a promise of it. */
export function bodyOf(result: unknown, outgoing: Outgoing): unknown {
  if (result instanceof CommandResult) return ofCommand(result, outgoing);
  if (result instanceof Versioned) return ofVersion(result as Versioned, outgoing);
  if (result instanceof Page) return ofPage(result as Page, outgoing);
  if (result instanceof Representation) return ofRepresentation(result, outgoing);
  if (result instanceof Download) return ofDownload(result, outgoing);
  return result;
}

function ofCommand(
  { id, version, position, number, changed, more }: CommandResult,
  { reply, context }: Outgoing,
): object {
  // What stood there already was not created by this request.
  if (!changed && reply.statusCode === 201) reply.status(200);
  reply.header('ETag', etagOf(version)).header('Ecou-Position', positionHeader(context, position));
  return { id, version, ...(number === null ? {} : { number }), ...more };
}

function tagged(tag: string, { request, reply }: Outgoing): boolean {
  reply.header('ETag', tag);
  if (!isKnown(request, tag)) return false;
  reply.status(304);
  return true;
}

const ofVersion = ({ body, version, tag }: Versioned, outgoing: Outgoing): object | undefined =>
  tagged(etagOf(version, undefined, tag), outgoing) ? undefined : body;

function ofPage({ items, next }: Page, { request, reply }: Outgoing): object {
  if (next !== null) {
    const [path = '', query = ''] = request.url.split('?');
    const parameters = new URLSearchParams(query);
    parameters.set('cursor', next);
    reply.header('Link', `<${path}?${parameters.toString()}>; rel="next"`);
  }
  return { items, next };
}

async function ofRepresentation(result: Representation, outgoing: Outgoing): Promise<unknown> {
  const { contentType, version, status, tag } = result;
  const { reply } = outgoing;
  if (status !== undefined) reply.status(status);
  reply.header('Vary', 'Accept');
  if (version !== undefined && tagged(etagOf(version, contentType, tag), outgoing)) return undefined;
  const body: unknown = typeof result.body === 'function' ? await (result.body as () => unknown)() : result.body;
  const text = contentType.startsWith('text/') && !contentType.includes('charset');
  reply.header('Content-Type', text ? `${contentType}; charset=utf-8` : contentType);
  if (typeof body === 'string') return body;
  return body instanceof Uint8Array ? Buffer.from(body) : JSON.stringify(body);
}

/** RFC 6266: a name for old programs, and the whole one as RFC 8187 writes it. */
function disposition(name: string): string {
  const plain = name.normalize('NFD').replaceAll(/[^\x20-\x7e]|["\\%]/g, '');
  const whole = encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${whole}`;
}

function ofDownload({ file, stream }: Download, outgoing: Outgoing): unknown {
  if (tagged(`"${file.sha256}"`, outgoing)) {
    stream.destroy();
    return undefined;
  }
  outgoing.reply.header('Content-Security-Policy', "sandbox; default-src 'none'");
  return new StreamableFile(stream, { type: file.type, disposition: disposition(file.name), length: file.size });
}
