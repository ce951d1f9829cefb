import { dataSchemaOf, MalformedRecord, sourceOf, toKafka, type Message } from '@ecou/contracts';
import { findUnstorable } from '@ecou/event-sourcing';
import { describe, expect, it } from '@jest/globals';
import { fromOutbox, fromRecord, type Received } from './received.js';

const type = 'ecou.orders.ordered.v1';
const message: Message = {
  ...{ topic: 'ecou.orders', key: '0d5b1c9e-3f0f-4b8e-9a53-6a1f6f3b1a11', sequence: 3 },
  ...{ id: '9d0c86a4-7f3f-5b0e-8a36-0c8f6d2f2b22', type, source: sourceOf('orders'), dataSchema: dataSchemaOf(type) },
  ...{ subject: '0d5b1c9e-3f0f-4b8e-9a53-6a1f6f3b1a11', time: '2026-03-01T09:30:00.000Z', data: { item: 'book' } },
  ...{ correlationId: 'c1', causationId: 'e1' },
};

const recordOf = (change: Partial<Message> = {}, value?: string) => {
  const { key, headers, value: json } = toKafka({ ...message, ...change });
  return { topic: message.topic, key: Buffer.from(key), value: Buffer.from(value ?? json), headers };
};

const nested = (levels: number): string => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;

const reasonOf = ({ unreadable }: Received): string | undefined => unreadable?.reason;

describe('a record that comes in', () => {
  it('is read as the message that it is', () => {
    expect(fromRecord(recordOf())).toEqual(message);
    expect(fromOutbox(message)).toBe(message);
  });

  const cases: readonly (readonly [string, string, ReturnType<typeof recordOf>])[] = [
    ['U+0000 in its data', 'data.item: holds U+0000 or half of', recordOf({ data: { item: 'x\0y' } })],
    ['U+0000 in a name', 'data: holds U+0000 or half of', recordOf({ data: { 'x\0y': 1 } })],
    ['half of a surrogate pair', 'data.item: holds U+0000 or half of', recordOf({ data: { item: 'a\ud83d' } })],
    ['a NUL byte in its data', 'data: is no JSON object', recordOf({}, '{"item":"x\0y"}')],
    ['data that are no object', 'data: is no JSON object', recordOf({}, '[]')],
    ['no end of nesting', 'data: is nested more than 100 levels deep', recordOf({}, nested(50_000))],
    ['a NUL in its key', 'key: holds U+0000 or half of', recordOf({ key: 'a\0b' })],
    ['a key of 12 kB', 'key: is longer than 500 bytes', recordOf({ key: 'k'.repeat(12_000) })],
    ['a NUL in an attribute', 'correlationId: holds U+0000 or half of', recordOf({ correlationId: 'a\0b' })],
    ['a long attribute', 'subject: is longer than 2000 characters', recordOf({ subject: 's'.repeat(2_001) })],
    ['an id that is none', 'id: is no UUID', recordOf({ id: 'one' })],
  ];

  it.each(cases)('with %s can be kept, with its bytes and the reason', (_what, reason, record) => {
    const received = fromRecord(record);
    expect(reasonOf(received)).toEqual(expect.stringContaining(reason));
    expect(received).toMatchObject({ topic: 'ecou.orders', sequence: 3, type, data: {} });
    expect(findUnstorable(received)).toBeUndefined();
    expect(Buffer.byteLength(received.key)).toBeLessThan(500);
    const { key, value, headers } = received.unreadable!.record;
    expect(Buffer.from(key!, 'base64')).toEqual(record.key);
    expect(Buffer.from(value!, 'base64')).toEqual(record.value);
    const text = headers.find(({ name }) => name === 'ce_correlationid')!.value;
    expect(Buffer.from(text, 'base64').toString()).toBe(record.headers['ce_correlationid']);
  });

  it('has the same key again whenever a key comes that cannot be kept, and another for another', () => {
    const keyOf = (key: string) => fromRecord(recordOf({ key })).key;
    expect(keyOf('a\0b')).toBe(keyOf('a\0b'));
    expect(keyOf('a\0b')).not.toBe(keyOf('a\0c'));
  });

  it('is none of ours without attributes', () => {
    expect(() => fromRecord({ ...recordOf(), headers: {} })).toThrow(MalformedRecord);
  });

  it('is checked in the outbox, too', () => {
    const { key, unreadable } = fromOutbox({ ...message, key: 'k'.repeat(2_600) });
    expect(key).toMatch(/^sha256:/);
    expect(unreadable?.reason).toBe('key: is longer than 500 bytes');
  });
});
