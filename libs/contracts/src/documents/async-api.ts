import { catalogue } from '../catalogue.js';
import { topicOf, type Contract } from '../contract.js';
import { exampleOf } from './example.js';
import { jsonSchemaOf } from './json-schema.js';
import { dataSchemaOf, sourceOf } from '../messages/message.js';

/** A Kafka broker that subscribers reach. */
export interface AsyncApiServer {
  readonly name: string;
  /** `host:port`. */
  readonly host: string;
  readonly protocol: 'kafka' | 'kafka-secure';
  readonly description?: string;
}

export interface AsyncApiOptions {
  /** Only these contexts' contracts; all by default. */
  readonly contexts?: readonly string[];
  readonly servers?: readonly AsyncApiServer[];
  /** The contracts to describe; by default all that there are. Internal ones never appear, nor do those that were withdrawn. */
  readonly contracts?: Iterable<Contract>;
}

/** True for a public contract of which there may be new messages. */
export const isTold = ({ visibility, withdrawn }: Contract): boolean =>
  visibility === 'public' && withdrawn === undefined;

/** The public catalogue as an AsyncAPI 3.0 document. */
export function asyncApi({ contexts, servers = [], contracts = catalogue.values() }: AsyncApiOptions = {}): object {
  const shown = [...contracts].filter(
    (contract) => isTold(contract) && (!contexts || contexts.includes(contract.context)),
  );
  const names = [...new Set(shown.map(({ context }) => context))];
  const byContext = names.map((name) => [name, shown.filter(({ context }) => context === name)] as const);
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Ecou: events for other systems',
      version: '1.0.0',
      description:
        'What other systems can subscribe to. Messages are CloudEvents 1.0 in binary mode, ordered by key; `ce_sequence` counts ' +
        'the messages of a key without holes. Each arrives at least once: drop what is not greater than the last sequence of its ' +
        'key. A published version only ever gains optional fields; ignore the ones that you do not know. ' +
        '`ce_dataschema` is a name that never changes, `urn:ecou:contract:<type>`; its JSON Schema is the payload below, and stands at ' +
        '`/integrations/v1/contracts/<type>/schema` of a deployment.' +
        (servers.length === 0
          ? ' This deployment has no broker: its bus is its database, which others do not reach.'
          : ''),
      license: { name: 'EUPL-1.2', url: 'https://interoperable-europe.ec.europa.eu/collection/eupl/eupl-text-eupl-12' },
    },
    defaultContentType: 'application/json',
    ...(servers.length === 0
      ? {}
      : { servers: Object.fromEntries(servers.map(({ name, ...server }) => [name, server])) }),
    channels: Object.fromEntries(
      byContext.map(([context, own]) => [topicOf(context, 'public'), channel(context, own)]),
    ),
    operations: Object.fromEntries(byContext.map(([context, own]) => [`${context}.publish`, operation(context, own)])),
    components: { messages: Object.fromEntries(shown.map((contract) => [contract.type, message(contract)])) },
  };
}

function channel(context: string, contracts: readonly Contract[]): object {
  const topic = topicOf(context, 'public');
  return {
    address: topic,
    title: `Public events of ${context}`,
    messages: Object.fromEntries(contracts.map(({ type }) => [type, { $ref: `#/components/messages/${type}` }])),
    bindings: {
      kafka: {
        topic,
        topicConfiguration: { 'cleanup.policy': ['delete'], 'retention.ms': -1 },
        bindingVersion: '0.5.0',
      },
    },
  };
}

const operation = (context: string, contracts: readonly Contract[]): object => ({
  action: 'send',
  title: `What ${context} tells`,
  channel: { $ref: `#/channels/${topicOf(context, 'public')}` },
  messages: contracts.map(({ type }) => ({ $ref: `#/channels/${topicOf(context, 'public')}/messages/${type}` })),
});

const message = (contract: Contract): object => ({
  name: contract.type,
  title: `${contract.name.replaceAll('-', ' ')}, version ${contract.version}`,
  summary: contract.summary,
  contentType: 'application/json',
  headers: headers(contract),
  payload: { schemaFormat: 'application/schema+json;version=draft-07', schema: jsonSchemaOf(contract) },
  examples: [{ name: 'made-up', payload: exampleOf(jsonSchemaOf(contract)) }],
  bindings: {
    kafka: { key: { type: 'string', format: 'uuid', description: 'Id of the aggregate.' }, bindingVersion: '0.5.0' },
  },
});

/** The CloudEvents attributes and extensions, as `toKafka` writes them. */
function headers({ type, context }: Contract): object {
  const properties = {
    'content-type': { const: 'application/json' },
    ce_specversion: { const: '1.0' },
    ce_id: {
      type: 'string',
      format: 'uuid',
      description: 'Unique together with `ce_source`; the same when sent again.',
    },
    ce_source: { const: sourceOf(context) },
    ce_type: { const: type },
    ce_time: { type: 'string', format: 'date-time', description: 'When it was recorded.' },
    ce_subject: { type: 'string', format: 'uuid', description: 'Id of the aggregate that it is about.' },
    ce_dataschema: { const: dataSchemaOf(type) },
    ce_partitionkey: { type: 'string', format: 'uuid', description: 'The key: what is ordered.' },
    ce_sequence: {
      type: 'string',
      pattern: '^[0-9]{20}$',
      description: 'Counts from 1, without holes, per topic and key.',
    },
    ce_correlationid: { type: 'string', description: 'The same for everything that one outside cause set off.' },
    ce_causationid: { type: 'string', description: 'The event that it was made from.' },
    ce_traceparent: { type: 'string', description: 'W3C Trace Context, where the cause had one.' },
  };
  const required = Object.keys(properties).filter((name) => name !== 'ce_traceparent');
  return { type: 'object', required, properties };
}
