import { CommandResult } from '@ecou/event-sourcing';
import { StreamableFile } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Publisher } from '../../config/publisher.js';
import type { ByteRange, SpoolFile } from '../../csv/spool.js';
import { frameTag } from '../../pages/page.js';
import {
  Accepted,
  Content,
  Continued,
  Download,
  Html,
  Page,
  Representation,
  ScriptedHtml,
  SeeOther,
  Streamed,
  Versioned,
  WithCookies,
} from './answers.js';
import { etagOf, isKnown } from './conditions.js';
import { rangeOf } from './ranges.js';
import { stateOf } from '../routes/route.js';
import { pagePolicy, scriptedPagePolicy } from '../security-headers.js';
import { positionHeader } from './positions.js';

/** The request and the reply of an answer, and whose it is. */
export interface Outgoing {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly context: string;
  /** Whose pages they are. */
  readonly publisher: Publisher;
}

/** Sets status and headers for what a handler returned, and answers the body to be sent, or a promise of it. */
export function bodyOf(result: unknown, outgoing: Outgoing): unknown {
  const of = kinds.find(([kind]) => result instanceof kind)?.[1];
  return of ? of(result as never, outgoing) : result;
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

function ofCookies(result: WithCookies, outgoing: Outgoing): unknown {
  const { reply, request } = outgoing;
  if (result.signedIn !== undefined) stateOf(request).signIn = result.signedIn;
  reply.header('Set-Cookie', [...result.cookies]).header('Cache-Control', 'no-store');
  if (result instanceof SeeOther) reply.status(303).header('Location', result.location);
  return bodyOf(result.answer, outgoing);
}

function ofAccepted({ body, location }: Accepted, { reply }: Outgoing): object {
  reply.status(202).header('Location', location);
  return body;
}

function tagged(tag: string, { request, reply }: Outgoing): boolean {
  reply.header('ETag', tag);
  if (!isKnown(request, tag)) return false;
  reply.status(304);
  return true;
}

const ofVersion = ({ body, version, tag }: Versioned, outgoing: Outgoing): object | undefined =>
  tagged(etagOf(version, undefined, tag), outgoing) ? undefined : body;

function ofPage({ items, next }: Page, outgoing: Outgoing): object {
  if (next !== null) linkNext({ cursor: next }, outgoing);
  return { items, next };
}

function ofContinued({ body, next }: Continued, outgoing: Outgoing): object {
  linkNext(next, outgoing);
  return body;
}

/** The address of the request, with these parameters in place of those that it has of the same names; null takes one away. */
function linkNext(next: Continued['next'], { request, reply }: Outgoing): void {
  const [path = '', query = ''] = request.url.split('?');
  const parameters = new URLSearchParams(query);
  for (const [name, value] of Object.entries(next))
    if (value === null) parameters.delete(name);
    else parameters.set(name, value);
  reply.header('Link', `<${path}?${parameters.toString()}>; rel="next"`);
}

function ofStream({ contentType, stream }: Streamed, { reply }: Outgoing): StreamableFile {
  // A proxy that gathers what it passes on would keep it from whoever waits for it.
  reply.header('Cache-Control', 'no-store').header('X-Accel-Buffering', 'no').header('Vary', 'Accept');
  return new StreamableFile(stream, { type: `${contentType}; charset=utf-8` });
}

/** The body, to be awaited: a page gets its frame. */
function contentOf(result: Representation, { publisher, request }: Outgoing): unknown {
  if (result instanceof Html) return result.render({ publisher, url: request.url });
  return typeof result.body === 'function' ? (result.body as () => unknown)() : result.body;
}

/** Behind the version in the `ETag`: a page also shows whose it is. */
const tagOf = (result: Representation, { publisher }: Outgoing): string | undefined =>
  result instanceof Html ? [result.tag, frameTag(publisher)].filter(Boolean).join('.') : result.tag;

const policyOf = (page: Representation): string => (page instanceof ScriptedHtml ? scriptedPagePolicy : pagePolicy);

async function ofRepresentation(result: Representation, outgoing: Outgoing): Promise<unknown> {
  const { contentType, version, status } = result;
  const { reply } = outgoing;
  if (status !== undefined) reply.status(status);
  reply.header('Vary', 'Accept');
  // Also with 304, whose headers replace those that were kept.
  if (contentType.startsWith('text/html')) reply.header('Content-Security-Policy', policyOf(result));
  if (version !== undefined && tagged(etagOf(version, contentType, tagOf(result, outgoing)), outgoing))
    return undefined;
  const body = await contentOf(result, outgoing);
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

async function ofContent({ file, open, headers }: Content, outgoing: Outgoing): Promise<StreamableFile | undefined> {
  const { request, reply } = outgoing;
  const tag = `"${file.tag}"`;
  const content = tagged(tag, outgoing) ? undefined : await open();
  const { range: asked, 'if-range': condition = tag } = request.headers;
  const range = content && condition === tag ? rangeOf(asked, content.size) : undefined;
  reply.headers({ Vary: 'Accept', 'Accept-Ranges': 'bytes', ...headers });
  return content && sentOf(content, file, range, reply);
}

function sentOf(
  content: SpoolFile,
  { type, name }: Content['file'],
  range: ByteRange | undefined,
  reply: FastifyReply,
): StreamableFile {
  const { start, end } = range ?? { start: 0, end: content.size - 1 };
  if (range) reply.status(206).header('Content-Range', `bytes ${start}-${end}/${content.size}`);
  return new StreamableFile(content.read(range), {
    type: type.startsWith('text/') ? `${type}; charset=utf-8` : type,
    disposition: disposition(name),
    length: end - start + 1,
  });
}

/** A kind of answer, with its maker. */
type Kind = readonly [
  kind: abstract new (...parts: never[]) => object,
  of: (result: never, outgoing: Outgoing) => unknown,
];

/** Looked through in this order: one may be a kind of another. */
const kinds: readonly Kind[] = [
  [CommandResult, ofCommand],
  [Versioned, ofVersion],
  [Page, ofPage],
  [Representation, ofRepresentation],
  [Download, ofDownload],
  [Content, ofContent],
  [Streamed, ofStream],
  [WithCookies, ofCookies],
  [Accepted, ofAccepted],
  [Continued, ofContinued],
];
