import { Parser } from '@asyncapi/parser';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { asyncApi, isTold } from './async-api.js';
import { catalogue } from '../catalogue.js';
import { toKafka } from '../messages/cloud-events.js';
import { contract, withdrawn } from '../contract.js';
import { exampleOf } from './example.js';
import { jsonSchemaOf } from './json-schema.js';
import { messageOf } from '../messages/message.js';

/** Severities: errors and warnings. */
const worthKnowing: readonly number[] = [0, 1];

/** The parsed document, and what the parser says against it: errors and warnings. */
async function parse(written: object) {
  const { document, diagnostics } = await new Parser().parse(JSON.stringify(written));
  const complaints = diagnostics.filter(({ severity }) => worthKnowing.includes(severity));
  return { document, complaints: complaints.map(({ path, message }) => `${path.join('.')}: ${message}`) };
}

const registered = contract(
  'ecou.feedback.petition-registered.v1',
  'A petition got its registration number.',
  z.object({
    petitionId: z.uuid(),
    number: z.string(),
    topics: z.array(z.string()).min(1),
    place: z.string().optional(),
  }),
);
const secret = contract('ecou.feedback.petitioner-known.v1', 'Internal.', z.object({ id: z.uuid() }), 'internal');

interface Messages {
  readonly components: {
    readonly messages: Readonly<Record<string, { readonly examples: readonly { readonly payload: object }[] }>>;
  };
}

describe('the public catalogue as AsyncAPI', () => {
  const servers = [{ name: 'kafka', host: 'kafka.example.org:9092', protocol: 'kafka' as const }];

  it('is accepted by the AsyncAPI parser, without an error or a warning', async () => {
    const { document, complaints } = await parse(asyncApi({ servers }));
    expect(complaints).toEqual([]);
    const types = document
      ?.allMessages()
      .all()
      .map((message) => message.name());
    const published = [...catalogue.values()].filter(isTold);
    expect(types?.sort()).toEqual(published.map(({ type }) => type).sort());
  });

  it('checks payloads: a broken schema in a payload is an error', async () => {
    const broken = { ...registered, schema: z.object({ id: z.string().meta({ type: 'text' }) }) };
    const { complaints } = await parse(asyncApi({ contracts: [broken] }));
    expect(complaints.join()).toContain('ecou.feedback.petition-registered.v1');
  });

  it('has one channel per topic, with the messages of its context', async () => {
    const { document } = await parse(asyncApi({ contracts: [registered] }));
    const channels = document?.channels().all() ?? [];
    expect(channels.map((channel) => channel.address())).toEqual(['ecou.feedback']);
    const [message] = channels.flatMap((channel) => channel.messages().all());
    expect(message?.payload()?.json()).toMatchObject({
      schema: { required: ['petitionId', 'number', 'topics'], properties: { topics: { type: 'array' } } },
    });
  });

  it('names the headers that a message has on Kafka', async () => {
    const { headers } = toKafka({
      ...messageOf(registered),
      key: '0d5b1c9e-3f0f-4b8e-9a53-6a1f6f3b1a11',
      sequence: 1,
      id: '9d0c86a4-7f3f-5b0e-8a36-0c8f6d2f2b22',
      subject: '0d5b1c9e-3f0f-4b8e-9a53-6a1f6f3b1a11',
      time: '2026-03-01T09:30:00.000Z',
      data: {},
      correlationId: 'c',
      causationId: 'e',
    });
    const { document } = await parse(asyncApi({ contracts: [registered] }));
    const described = document?.allMessages().all()[0]?.headers()?.json() as {
      required: string[];
      properties: Record<string, { const?: string }>;
    };
    expect(described.required.sort()).toEqual(Object.keys(headers).sort());
    const constants = Object.entries(described.properties).filter(([, header]) => header.const !== undefined);
    expect(headers).toMatchObject(Object.fromEntries(constants.map(([name, header]) => [name, header.const])));
    expect(constants.map(([name]) => name)).toContain('ce_type');
  });

  it('leaves internal contracts out', () => {
    expect(JSON.stringify(asyncApi({ contracts: [registered, secret] }))).not.toContain('petitioner-known');
    const text = JSON.stringify(asyncApi());
    expect(text).not.toContain('.internal');
    for (const contract of catalogue.values()) expect(text.includes(`"${contract.type}"`)).toBe(isTold(contract));
  });

  it('does not say of a withdrawn contract that it is sent', () => {
    const gone = withdrawn(registered, 'Nobody needs it.');
    expect(JSON.stringify(asyncApi({ contracts: [gone] }))).not.toContain('petition-registered');
    expect(jsonSchemaOf(gone)).toMatchObject({
      deprecated: true,
      description: 'A petition got its registration number. Withdrawn: Nobody needs it.',
    });
  });

  it('has the example of each contract', () => {
    const { components } = asyncApi() as Messages;
    for (const contract of [...catalogue.values()].filter(isTold))
      expect(components.messages[contract.type]?.examples[0]?.payload).toEqual(exampleOf(jsonSchemaOf(contract)));
  });

  it('can be narrowed to contexts', () => {
    const only = asyncApi({ contexts: ['notifications'] }) as { channels: object };
    expect(Object.keys(only.channels)).toEqual(['ecou.notifications']);
  });
});
