import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Ecou, type Checkpoint, type Messages, type MessagesOptions } from './ecou.js';
import type { ContractType, Message } from './message.js';

const opened = 'ecou.facilities.facility-opened.v1';
const retired = 'ecou.facilities.facility-retired.v1';

/** A message in the log: a key, its sequence, and the contract. */
type Told = readonly [key: string, sequence: number, type?: ContractType, id?: string];

const messageAt = (position: number, [key, sequence, type = opened, id = `id-${position}`]: Told) => ({
  ...{ position, loggedat: '2026-04-10T06:30:00.000Z', specversion: '1.0', id, source: '/ecou/facilities', type },
  ...{ subject: key, time: '2026-04-10T06:30:00.000Z', datacontenttype: 'application/json' },
  ...{ dataschema: `urn:ecou:contract:${type}`, sequence: String(sequence).padStart(20, '0'), partitionkey: key },
  ...{ correlationid: 'c', causationid: 'e', data: { facilityId: key } },
});

/** The log of a deployment as it is answered over HTTP, and what it answers first instead. */
let log: Told[];
let instead: ((response: ServerResponse) => void)[];
let asked: URL[];
let server: Server;

function answer({ url = '', headers }: IncomingMessage, response: ServerResponse): void {
  const address = new URL(url, 'http://localhost');
  asked.push(address);
  const other = instead.shift();
  if (other) {
    other(response);
    return;
  }
  const { searchParams: query } = address;
  const [after, limit] = [Number(query.get('after') ?? 0), Number(query.get('limit') ?? Infinity)];
  const types = query.getAll('type');
  const found = log
    .map((told, index) => messageAt(index + 1, told))
    .filter(({ position, type }) => position > after && (types.length === 0 || types.includes(type)))
    .slice(0, limit);
  if (headers.accept === 'text/event-stream') {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.end(found.map((one) => `id: ${one.position}\ndata: ${JSON.stringify(one)}\n\n`).join(''));
    return;
  }
  const position = found.length === limit ? found.at(-1)?.position : log.length;
  response.writeHead(headers.authorization === 'Bearer key' ? 200 : 401, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ items: found, position }));
}

const refuse =
  (status: number, headers: Record<string, string> = {}, body: object = {}) =>
  (response: ServerResponse) => {
    response.writeHead(status, headers);
    response.end(JSON.stringify(body));
  };

beforeEach(async () => {
  [log, instead, asked] = [[], [], []];
  server = createServer(answer);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const ecou = (key = 'key') => new Ecou({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, key });

async function all<T extends ContractType>(messages: Messages<T>): Promise<Message<T>[]> {
  const found: Message<T>[] = [];
  for await (const message of messages) found.push(message);
  return found;
}

/** All messages there are. */
const read = <T extends ContractType>(options: MessagesOptions<T> = {}) =>
  all(ecou().messages({ after: 0, follow: false, ...options }));

const idsOf = (messages: readonly { readonly id: string }[]) => messages.map(({ id }) => id);

describe('messages', () => {
  it('come in order, page after page', async () => {
    log = Array.from({ length: 1_200 }, (_, index) => ['one', index + 1] as const);
    const messages = await read();
    expect(messages.map(({ position }) => position)).toEqual(log.map((_, index) => index + 1));
    expect(asked.map(({ searchParams }) => searchParams.get('after'))).toEqual(['0', '500', '1000']);
  });

  it('are those of some contracts, and all are read, so that nothing can be missing', async () => {
    log = [
      ['one', 1],
      ['one', 2, retired],
      ['one', 3],
    ];
    const [first, second] = await read({ types: [opened] });
    // The type of a message tells that of its data.
    const ids: (string | undefined)[] = [first?.data.facilityId, second?.data.facilityId];
    expect([ids, second?.position]).toEqual([['one', 'one'], 3]);
    expect(asked[0]?.searchParams.getAll('type')).toEqual([]);
    expect(idsOf(await read({ types: [retired], prove: false }))).toEqual(['id-2']);
    expect(asked.at(-1)?.searchParams.getAll('type')).toEqual([retired]);
  });

  it('come once', async () => {
    log = [
      ['one', 1],
      ['one', 2],
      ['one', 2],
      ['two', 1, opened, 'id-1'],
    ];
    expect(idsOf(await read())).toEqual(['id-1', 'id-2']);
  });

  it('that are missing end it, by key and sequence', async () => {
    log = [
      ['one', 1],
      ['two', 1],
      ['one', 4, retired],
      ['two', 2],
    ];
    const messages = ecou().messages({ after: 0, follow: false, types: [opened] });
    const found: string[] = [];
    const reading = (async () => {
      for await (const { id } of messages) found.push(id);
    })();
    await expect(reading).rejects.toMatchObject({ name: 'MissedMessages', key: 'one', from: 2, to: 3, position: 3 });
    expect([found, messages.checkpoint?.position]).toEqual([['id-1', 'id-2'], 2]);
  });

  it('that are missing may be noted instead', async () => {
    log = [
      ['one', 1],
      ['one', 4],
      ['one', 5],
    ];
    const missed: string[] = [];
    const found = await read({ onMissed: ({ key, from, to }) => missed.push(`${key} ${from}-${to}`) });
    expect([missed, idsOf(found)]).toEqual([['one 2-3'], ['id-1', 'id-2', 'id-3']]);
  });

  it('go on after a checkpoint, which knows what must come next', async () => {
    log = [
      ['one', 1],
      ['two', 1],
    ];
    const messages = ecou().messages({ after: 0, follow: false });
    await all(messages);
    const kept = JSON.parse(JSON.stringify(messages.checkpoint)) as Checkpoint;
    log.push(['one', 2], ['three', 1]);
    expect(idsOf(await read({ after: kept }))).toEqual(['id-3', 'id-4']);
    log[2] = ['one', 3];
    await expect(read({ after: kept })).rejects.toThrow('Messages 2 to 2 of /ecou/facilities about one are missing');
    log[2] = ['three', 2];
    await expect(read({ after: kept })).rejects.toThrow('Messages 1 to 1 of /ecou/facilities about three');
    // A position alone does not know the keys.
    expect(idsOf(await read({ after: 2 }))).toEqual(['id-3']);
  });

  it('are waited for, until the reader has enough', async () => {
    log = [['one', 1]];
    for await (const { position } of ecou().messages({ after: 0 })) {
      if (position === 2) break;
      log.push(['one', 2]);
    }
    expect(asked.map(({ searchParams }) => searchParams.get('wait'))).toEqual(['30', '30']);
  });

  it('end quietly when they are called off', async () => {
    const enough = new AbortController();
    const reading = all(ecou().messages({ signal: enough.signal }));
    setTimeout(() => enough.abort(), 50);
    expect(await reading).toEqual([]);
  });
});

describe('a deployment that is away or overloaded', () => {
  it('is asked again when it says so', async () => {
    log = [['one', 1]];
    instead = [refuse(503, { 'retry-after': '0' }), refuse(429, { 'retry-after': '1' })];
    const began = performance.now();
    expect(idsOf(await read())).toEqual(['id-1']);
    expect(performance.now() - began).toBeGreaterThan(900);
    expect(asked).toHaveLength(3);
  });

  it('is asked again after a pause where it does not', async () => {
    log = [['one', 1]];
    instead = [(response) => response.destroy(), refuse(502)];
    expect(idsOf(await read())).toEqual(['id-1']);
    expect(asked).toHaveLength(3);
  });
});

describe('a refusal', () => {
  it('tells what the log does not keep any more', async () => {
    instead = [refuse(410, {}, { code: 'LOG_TRIMMED', detail: 'The log keeps messages from position 40 on.' })];
    await expect(read()).rejects.toMatchObject({
      ...{ name: 'LogTrimmed', status: 410, code: 'LOG_TRIMMED' },
      message: 'The log keeps messages from position 40 on.',
    });
  });

  it('is an error with its code, and nothing is tried again', async () => {
    instead = [refuse(400, {}, { code: 'POSITION_BEYOND_HEAD', detail: 'Too far.' })];
    await expect(read()).rejects.toMatchObject({ name: 'EcouError', status: 400, code: 'POSITION_BEYOND_HEAD' });
    await expect(ecou('other').page()).rejects.toMatchObject({ status: 401, code: '', message: 'Ecou answered 401.' });
    expect(asked).toHaveLength(2);
  });

  it('is made of an answer that is not of Ecou', async () => {
    instead = [refuse(200, {}, { items: [{ id: 1 }], position: 1 })];
    await expect(read()).rejects.toThrow('is the address that of Ecou?');
  });
});

describe('a stream', () => {
  it('goes on after its last message when it was cut off', async () => {
    log = [
      ['one', 1],
      ['one', 2],
    ];
    const found: number[] = [];
    for await (const { position } of ecou().messages({ via: 'stream', after: 0 })) {
      found.push(position);
      if (position === 2) log.push(['one', 3]);
      if (position === 3) break;
    }
    expect(found).toEqual([1, 2, 3]);
    expect(asked.map(({ searchParams }) => searchParams.get('after'))).toEqual(['0', '2']);
  });

  it('ends with what is refused', async () => {
    instead = [refuse(410, {}, { code: 'LOG_TRIMMED' })];
    await expect(read({ via: 'stream' })).rejects.toMatchObject({ name: 'LogTrimmed' });
  });
});

describe('a page', () => {
  it('is answered as the log has it', async () => {
    log = [
      ['one', 1],
      ['one', 3],
    ];
    const { items, position } = await ecou().page({ after: 1, limit: 5, key: 'one' });
    expect([idsOf(items), position]).toEqual([['id-2'], 2]);
    expect(asked[0]?.search).toBe('?after=1&key=one&limit=5&wait=0');
  });
});
