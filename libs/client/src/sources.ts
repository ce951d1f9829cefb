import { createParser } from 'eventsource-parser';
import { EcouError } from './errors.js';
import { isMessage, type Message, type Page } from './message.js';
import type { Requests } from './requests.js';

/** The place at which reading begins, and the messages that are read. */
export interface Reading {
  readonly after: number | undefined;
  /** ISO 8601; instead of `after`. */
  readonly since: string | undefined;
  readonly types: readonly string[] | undefined;
  readonly key: string | undefined;
  /** False: until there are no more. */
  readonly follow: boolean;
  readonly signal: AbortSignal;
}

const pageSize = 500;
const waitSeconds = 30;
/** Milliseconds after which an answer that says nothing is given up. */
const silentMs = 60_000;

const queryOf = ({ after, since, types, key }: Reading) => ({
  ...(after === undefined ? { since } : { after: String(after) }),
  type: types,
  key,
});

/** A page of messages. Throws `EcouError` where the answer is none. */
export function pageOf(requests: Requests, reading: Reading, more: { limit: number; wait: number }): Promise<Page> {
  const query = { ...queryOf(reading), limit: String(more.limit), wait: String(more.wait) };
  return requests.get({
    query,
    accept: 'application/json',
    signal: reading.signal,
    patienceMs: silentMs + more.wait * 1_000,
    read: pageIn,
  });
}

async function pageIn(response: Response): Promise<Page> {
  const { items, position } = (await response.json()) as Partial<Page>;
  if (Array.isArray(items) && typeof position === 'number' && items.every(isMessage)) return { items, position };
  throw strange(response.status);
}

const strange = (status: number) =>
  new EcouError(status, '', 'The answer holds no messages: is the address that of Ecou?');

/** Messages, page after page; where there are no more, each request waits for the next. */
export async function* pulled(requests: Requests, reading: Reading): AsyncGenerator<Message> {
  for (let from = reading; ;) {
    const page = await pageOf(requests, from, { limit: pageSize, wait: reading.follow ? waitSeconds : 0 });
    yield* page.items;
    if (!reading.follow && page.items.length < pageSize) return;
    from = { ...from, after: page.position };
  }
}

/** Messages as they come, over one request that stays open (Server-Sent Events), and is made again where it ends. */
export async function* streamed(requests: Requests, reading: Reading): AsyncGenerator<Message> {
  let from = reading;
  for (let tried = 0; ; tried += 1) {
    for await (const message of once(requests, from)) {
      yield message;
      [from, tried] = [{ ...from, after: message.position }, 0];
    }
    await requests.pause(tried, reading.signal);
  }
}

/** The messages of one answer, until it ends or says nothing for too long. */
async function* once(requests: Requests, reading: Reading): AsyncGenerator<Message> {
  const response = await requests.get({
    query: queryOf(reading),
    accept: 'text/event-stream',
    signal: reading.signal,
    patienceMs: silentMs,
    read: (answer) => Promise.resolve(answer),
  });
  const silence = new AbortController();
  const timer = setTimeout(() => {
    silence.abort();
  }, silentMs);
  try {
    yield* messagesIn(response, AbortSignal.any([silence.signal, reading.signal]), timer);
  } catch (error) {
    if (error instanceof EcouError) throw error;
    reading.signal.throwIfAborted();
  } finally {
    clearTimeout(timer);
  }
}

/** The messages of a stream; `timer` begins anew with whatever comes. */
async function* messagesIn({ body, status }: Response, signal: AbortSignal, timer: NodeJS.Timeout) {
  const [decoder, came]: [TextDecoder, string[]] = [new TextDecoder(), []];
  const parser = createParser({ onEvent: ({ data }) => came.push(data) });
  const reader = body?.getReader();
  const leave = () => reader?.cancel().catch(() => undefined);
  signal.addEventListener('abort', () => void leave(), { once: true });
  try {
    for (let read = await reader?.read(); read && !read.done; read = await reader?.read()) {
      timer.refresh();
      parser.feed(decoder.decode(read.value, { stream: true }));
      for (const data of came.splice(0)) yield messageIn(data, status);
    }
  } finally {
    await leave();
  }
}

function messageIn(data: string, status: number): Message {
  const message: unknown = JSON.parse(data);
  if (isMessage(message)) return message;
  throw strange(status);
}
