import { setTimeout as sleep } from 'node:timers/promises';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Exports } from './exports.js';

const staying = new AbortController().signal;

/** A file that goes on until it is let, or nobody waits for it. */
function held(content: string) {
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const seen = { begun: 0, isAborted: false };
  async function* write(signal: AbortSignal): AsyncGenerator<string> {
    seen.begun += 1;
    const aborted = new Promise<never>((_resolve, reject) => {
      signal.addEventListener('abort', () => {
        seen.isAborted = true;
        reject(new Error('aborted'));
      });
    });
    await Promise.race([ended, aborted]);
    yield content;
  }
  return { write, seen, end };
}

describe('exports', () => {
  let exports: Exports;
  beforeEach(() => {
    exports = new Exports();
  });
  afterEach(() => {
    exports.onApplicationShutdown();
  });

  it('write once what several ask for, and what is asked for again', async () => {
    const one = held('rows');
    const asked = [exports.open('a', one.write, staying), exports.open('a', one.write, staying)];
    one.end();
    const files = await Promise.all(asked);
    files.push(await exports.open('a', one.write, staying));
    expect(await Promise.all(files.map((file) => text(file.read())))).toEqual(['rows', 'rows', 'rows']);
    expect(one.seen.begun).toBe(1);
  });

  it('write two at a time, and refuse a third with the time to come again', async () => {
    const [one, two, three] = [held('1'), held('2'), held('3')];
    const asked = [exports.open('1', one.write, staying), exports.open('2', two.write, staying)];
    await expect(exports.open('3', three.write, staying)).rejects.toMatchObject({
      code: 'EXPORTS_BUSY',
      retryAfter: 5,
    });
    one.end();
    two.end();
    await Promise.all(asked);
    three.end();
    expect((await exports.open('3', three.write, staying)).size).toBe(1);
  });

  it('go on for the last who waits, and end with them', async () => {
    const one = held('rows');
    const [first, second] = [new AbortController(), new AbortController()];
    const asked = [exports.open('a', one.write, first.signal), exports.open('a', one.write, second.signal)];
    const told = Promise.all(asked.map((each) => expect(each).rejects.toMatchObject({ code: 'EXPORT_GIVEN_UP' })));
    while (one.seen.begun === 0) await sleep(1);
    first.abort();
    expect(one.seen.isAborted).toBe(false);
    second.abort();
    expect(one.seen.isAborted).toBe(true);
    await told;
  });

  it('keep nothing of what failed', async () => {
    // eslint-disable-next-line @typescript-eslint/require-await, require-yield -- it fails as a query does
    const failing = async function* (): AsyncGenerator<string> {
      throw new Error('no');
    };
    await expect(exports.open('a', failing, staying)).rejects.toThrow('no');
    const one = held('rows');
    one.end();
    expect((await exports.open('a', one.write, staying)).size).toBe(4);
  });
});
