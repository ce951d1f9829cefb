import { describe, expect, it } from '@jest/globals';
import { CloudEvent, Kafka } from 'cloudevents';
import fc from 'fast-check';
import { checkExtensionNames, extensions, fromKafka, MalformedRecord, toKafka } from './cloud-events.js';
import type { Message } from './message.js';

const message: Message = {
  topic: 'ecou.feedback',
  key: '0d5b1c9e-3f0f-4b8e-9a53-6a1f6f3b1a11',
  sequence: 42,
  id: '9d0c86a4-7f3f-5b0e-8a36-0c8f6d2f2b22',
  type: 'ecou.feedback.petition-registered.v1',
  source: '/ecou/feedback',
  subject: '0d5b1c9e-3f0f-4b8e-9a53-6a1f6f3b1a11',
  time: '2026-03-01T09:30:00.123456+00:00',
  data: { petitionId: '0d5b1c9e-3f0f-4b8e-9a53-6a1f6f3b1a11', category: 'Străzi și trotuare' },
  dataSchema: 'urn:ecou:contract:ecou.feedback.petition-registered.v1',
  correlationId: 'c1',
  causationId: 'e1',
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
};

const uuid = fc.uuid();
const word = fc.stringMatching(/^[a-z]{1,12}$/);
const time = fc
  .date({ min: new Date('1990-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString());
/** As bodies may be: JSON with a field `__proto__` is refused where it comes in. */
const jsonObject = fc
  .dictionary(fc.string(), fc.jsonValue())
  .map((data) => JSON.parse(JSON.stringify(data)) as object)
  .filter((data) => !Object.hasOwn(data, '__proto__'));

const messages: fc.Arbitrary<Message> = fc
  .record(
    {
      topic: word,
      key: uuid,
      sequence: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
      id: uuid,
      type: word.map((name) => `ecou.feedback.${name}.v1`),
      source: word.map((name) => `/ecou/${name}`),
      subject: uuid,
      time,
      data: jsonObject,
      dataSchema: word.map((name) => `urn:ecou:contract:${name}`),
      correlationId: fc.string({ minLength: 1 }),
      causationId: uuid,
      traceparent: fc.stringMatching(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/),
    },
    {
      requiredKeys: [
        'topic',
        'key',
        'sequence',
        'id',
        'type',
        'source',
        'subject',
        'time',
        'data',
        'dataSchema',
        'correlationId',
        'causationId',
      ],
    },
  )
  .map((drawn) => drawn as Message);

/** As a broker gives it back: bytes. */
const consumed = (sent: Message) => {
  const { key, value, headers } = toKafka(sent);
  return {
    topic: sent.topic,
    key: Buffer.from(key),
    value: Buffer.from(value),
    headers: Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, Buffer.from(text)])),
  };
};

describe('a message as a CloudEvent on Kafka', () => {
  it('has the headers of the binary mode, and no other', () => {
    expect(toKafka(message)).toEqual({
      key: message.key,
      value: JSON.stringify(message.data),
      timestamp: '1772357400123',
      headers: {
        'content-type': 'application/json',
        ce_specversion: '1.0',
        ce_id: message.id,
        ce_source: '/ecou/feedback',
        ce_type: 'ecou.feedback.petition-registered.v1',
        ce_time: '2026-03-01T09:30:00.123456+00:00',
        ce_subject: message.subject,
        ce_dataschema: 'urn:ecou:contract:ecou.feedback.petition-registered.v1',
        ce_sequence: '00000000000000000042',
        ce_partitionkey: message.key,
        ce_correlationid: 'c1',
        ce_causationid: 'e1',
        ce_traceparent: message.traceparent,
      },
    });
  });

  it('comes back as it went, whatever it holds', () => {
    fc.assert(
      fc.property(messages, (sent) => {
        expect(fromKafka(consumed(sent))).toEqual(sent);
      }),
    );
    expect(fromKafka(consumed(message))).toEqual(message);
  });

  it('carries only text in its headers, with names that CloudEvents allows', () => {
    fc.assert(
      fc.property(messages, (sent) => {
        for (const [name, value] of Object.entries(toKafka(sent).headers)) {
          expect(name).toMatch(/^(content-type|ce_[a-z0-9]{1,20})$/);
          expect(typeof value).toBe('string');
        }
      }),
    );
  });

  it('is an event to the library of the standard, with the same attributes', () => {
    fc.assert(
      fc.property(messages, (sent) => {
        const record = toKafka(sent);
        const read = Kafka.toEvent({ ...record, body: record.value }) as CloudEvent<object>;
        expect(new CloudEvent(read).validate()).toBe(true);
        expect(read).toMatchObject({
          ...{ id: sent.id, source: sent.source, type: sent.type, subject: sent.subject, data: sent.data },
          ...{ specversion: '1.0', datacontenttype: 'application/json', dataschema: sent.dataSchema },
          ...{ partitionkey: sent.key, correlationid: sent.correlationId, causationid: sent.causationId },
        });
        expect(Date.parse(String(read.time))).toBe(Date.parse(sent.time));
      }),
    );
  });

  it('reads what the library of the standard writes', () => {
    const { headers, value } = toKafka(message);
    const { key, sequence, data, time } = message;
    const event = new CloudEvent({
      ...{ id: message.id, source: message.source, type: message.type, subject: message.subject, time, data },
      ...{ datacontenttype: 'application/json', dataschema: message.dataSchema, traceparent: message.traceparent },
      ...{ sequence: headers['ce_sequence'], partitionkey: key, correlationid: 'c1', causationid: 'e1' },
    });
    const written = Kafka.binary(event).headers as Record<string, string>;
    expect(fromKafka({ topic: message.topic, key, value, headers: written })).toEqual({ ...message, sequence });
  });

  it('orders by sequence as text', () => {
    const sequence = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER });
    const header = (drawn: number) => toKafka({ ...message, sequence: drawn }).headers['ce_sequence'] ?? '';
    fc.assert(
      fc.property(sequence, sequence, (one, other) => {
        expect(header(one) < header(other)).toBe(one < other);
      }),
    );
  });

  it.each([0, -1, 1.5, Number.NaN, 2 ** 53])('refuses the sequence %p', (sequence) => {
    expect(() => toKafka({ ...message, sequence })).toThrow('is no sequence');
  });

  it('refuses extension names that the standard forbids', () => {
    expect(() => {
      checkExtensionNames(extensions);
    }).not.toThrow();
    for (const name of ['correlationId', 'a-b', '', 'a23456789012345678901']) {
      expect(() => {
        checkExtensionNames([name]);
      }).toThrow('is no name for a CloudEvents extension');
    }
  });

  it.each([
    ['no headers', { headers: undefined }],
    ['no value', { value: null }],
    ['no key', { key: null }],
    ['a value that is not JSON', { value: Buffer.from('{') }],
    ['a value that is no object', { value: Buffer.from('1') }],
    ['no sequence', { headers: { ...toKafka(message).headers, ce_sequence: undefined } }],
    ['a sequence without padding', { headers: { ...toKafka(message).headers, ce_sequence: '42' } }],
    ['a time that is none', { headers: { ...toKafka(message).headers, ce_time: 'yesterday' } }],
    ['another version of the standard', { headers: { ...toKafka(message).headers, ce_specversion: '0.3' } }],
    [
      'a batch',
      { headers: { ...toKafka(message).headers, 'content-type': 'application/cloudevents-batch+json' }, value: '[]' },
    ],
    ['no content type', { headers: { ...toKafka(message).headers, 'content-type': undefined } }],
  ])('refuses a record with %s', (_what, change) => {
    expect(() => fromKafka({ ...consumed(message), ...change })).toThrow(MalformedRecord);
  });
});
