import type { KafkaServers, Retention } from '@ecou/messaging';
import { z } from 'zod';
import { BootError } from './boot-error.js';
import { isProxyList } from './proxies.js';
import { kafkaPairs, kafkaServersOf, kafkaVariables } from './kafka-settings.js';
import { isMark, markRule, publisherOf, type Publisher } from './publisher.js';
import { signInFaults, signInSettingsOf, signInVariables, type SignInSettings } from './sign-in-settings.js';
import { visitorRulesOf, visitorVariables, type VisitorRules } from './visitor-settings.js';
import {
  encryptionFaults,
  encryptionSettingsOf,
  encryptionVariables,
  type EncryptionSettings,
} from './encryption-settings.js';
import { logSettingsOf, logVariables, type LogSettings } from './log-settings.js';
import { fileSettingsOf, fileVariables, neededForS3, type FileSettings } from './file-settings.js';

const url = (protocol: RegExp, example: string) => z.url({ protocol, error: `must be an address such as ${example}` });

const postgresUrl = url(/^postgres(ql)?$/, 'postgres://user:password@host:5432/name');

const portRule = { error: 'must be a whole number from 0 to 65535' };
const port = z.coerce.number(portRule).int(portRule).min(0, portRule).max(65535, portRule);

const daysRule = { error: 'must be a number of days from 1 to 36500' };
const days = z.coerce.number(daysRule).int(daysRule).min(1, daysRule).max(36_500, daysRule).optional();
/** Fewest connections of a context with which each of its parts has what it needs (`connectionsOf`). */
const fewestConnections = 10;
const connectionsRule = { error: `must be a whole number from ${fewestConnections} to 200` };

/** One line for people, on pages and below mails. */
const contactLine = z
  .string()
  .trim()
  .max(300, 'must have at most 300 characters')
  .regex(/^[^\p{Cc}]*$/u, 'must be one line')
  .optional();

const levels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/** The variable `ECOU_SECRET`. A context that makes tokens with it is given the deployment's secret, which it opened, in its place. */
export const deploymentSecret = z.string({ error: 'is missing' }).min(32, 'must have at least 32 characters');

const variables = z
  .object({
    PORT: port.default(3000),
    HOST: z.string().default('0.0.0.0'),
    DATABASE_URL: postgresUrl,
    IDENTITY_DATABASE_URL: postgresUrl.optional(),
    ECOU_DATABASE_CONNECTIONS: z.coerce
      .number(connectionsRule)
      .int(connectionsRule)
      .min(fewestConnections, connectionsRule)
      .max(200, connectionsRule)
      .default(fewestConnections),
    ECOU_BUS: z.enum(['postgres', 'kafka'], { error: 'must be postgres or kafka' }).default('postgres'),
    ...kafkaVariables,
    ECOU_SECRET: deploymentSecret,
    ECOU_AUDIT: z.enum(['on', 'off'], { error: 'must be on or off' }).default('on'),
    ECOU_APPROVALS: z.enum(['two', 'single'], { error: 'must be two or single' }).default('two'),
    PUBLIC_URL: url(/^https?$/, 'https://ecou.example.ro').optional(),
    ECOU_INSTITUTION: z.string().trim().min(1).max(200, 'must have at most 200 characters').default('Ecou'),
    ECOU_CONTROLLER: contactLine,
    ECOU_CONTROLLER_CONTACT: contactLine,
    ECOU_DPO: contactLine,
    ECOU_INSTITUTION_MARK: z.string().refine(isMark, markRule).optional(),
    TRUSTED_PROXIES: z
      .string()
      .refine(isProxyList, 'must be addresses, networks, or loopback, linklocal, uniquelocal, separated by commas')
      .optional(),
    LOG_LEVEL: z.enum(levels, { error: `must be one of ${levels.join(', ')}` }).default('info'),
    ECOU_DATA_DIR: z.string().default('.ecou'),
    ECOU_KEEP_FIRINGS_DAYS: days,
    ECOU_KEEP_REJECTIONS_DAYS: days,
    ECOU_KEEP_OUTBOX_DAYS: days,
    ECOU_ARCHIVE_OUTBOX_DAYS: days,
    ...fileVariables,
    ...logVariables,
    ...visitorVariables,
    ...encryptionVariables,
    ...signInVariables,
  })
  .refine(({ ECOU_BUS: bus, KAFKA_BROKERS: brokers }) => bus !== 'kafka' || brokers !== undefined, {
    path: ['KAFKA_BROKERS'],
    error: 'is missing, and ECOU_BUS is kafka',
    // Named together with the other faults.
    when: () => true,
  });

const withPairs = kafkaPairs.reduce(
  (schema, [one, other]) =>
    schema.refine((given) => given[one] === undefined || given[other] !== undefined, {
      path: [other],
      error: `is missing, and ${one} is set`,
      when: () => true,
    }),
  variables,
);

const withFaults = [...signInFaults, ...encryptionFaults].reduce(
  (schema, { path, error, isFault }) =>
    schema.refine((given) => !isFault(given), { path: [path], error, when: () => true }),
  withPairs,
);

const environment = neededForS3.reduce(
  (schema, name) =>
    schema.refine((given) => given.ECOU_FILES !== 's3' || given[name] !== undefined, {
      path: [name],
      error: 'is missing, and ECOU_FILES is s3',
      when: () => true,
    }),
  withFaults,
);

export interface Config {
  /** 0 takes any free one. */
  readonly port: number;
  readonly host: string;
  readonly databaseUrl: string;
  readonly identityDatabaseUrl: string;
  /** Most connections of each context to its database. */
  readonly databaseConnections: number;
  readonly bus: 'postgres' | 'kafka';
  /** Without brokers for the PostgreSQL bus. */
  readonly kafka: KafkaServers;
  /** `ECOU_SECRET`; in a process that runs, the secret of the deployment, which that opened. */
  readonly secret: string;
  /** False where nothing is put on record of who reads and changes what. */
  readonly audit: boolean;
  /** The number of people that dangerous orders take. */
  readonly approvals: 'two' | 'single';
  readonly publisher: Publisher;
  /** Whose word about the caller's address (`X-Forwarded-For`) is taken. */
  readonly trustedProxies: string;
  readonly logLevel: string;
  readonly dataDir: string;
  readonly files: FileSettings;
  readonly encryption: EncryptionSettings;
  /** The public log of registrations. */
  readonly log: LogSettings;
  /** Days for which what nobody needs any more is kept; what has no number is kept for ever. */
  readonly retention: Retention;
  /** Bounds of callers without a key. */
  readonly visitors: VisitorRules;
  /** The settings by which people sign in. */
  readonly signIn: SignInSettings;
  /** Warnings of settings that may be so, and are probably not meant; logged at the start. */
  readonly doubts: readonly string[];
  /** The settings that each context's own schema made of the environment, by context. */
  readonly contexts: ReadonlyMap<string, Record<string, unknown>>;
}

type Environment = Readonly<Record<string, string | undefined>>;

const faultsOf = (issues: readonly z.core.$ZodIssue[], environment: Environment): string[] =>
  issues.map(({ path, message }) => {
    const name = path.map(String).join('.');
    return `${name} ${environment[name] === undefined && !message.startsWith('is missing') ? 'is missing' : message}`;
  });

/** Empty variables count as absent. */
const present = (env: Environment): Environment =>
  Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''));

const isLocal = (url: string): boolean => /^(?:localhost|127\..*|\[::1\])$/.test(new URL(url).hostname);

type Given = z.output<typeof environment>;

/** Warnings of what is probably not meant. */
const doubts: readonly ((given: Given) => string | undefined)[] = [
  (given) =>
    given.KAFKA_PASSWORD !== undefined && kafkaServersOf(given).tls === undefined
      ? 'KAFKA_PASSWORD goes over the network without TLS: set KAFKA_TLS, or KAFKA_CA.'
      : undefined,
  ({ ECOU_ENCRYPTION: encryption }) =>
    encryption === 'off'
      ? 'ECOU_ENCRYPTION is off: whoever reads the database reads what people said of themselves.'
      : undefined,
  ({ ECOU_APPROVALS: approvals }) =>
    approvals === 'single'
      ? 'ECOU_APPROVALS=single: one person alone makes administrators, erases people, and redrives or discards in bulk. Each time is on record. Set it to two once there is a second person.'
      : undefined,
  ({ ECOU_AUDIT: audit }) =>
    audit === 'off'
      ? 'ECOU_AUDIT=off: nothing is put on record of who reads personal data and who is refused what.'
      : undefined,
  (given) => {
    const unnamed = (['ECOU_CONTROLLER', 'ECOU_CONTROLLER_CONTACT', 'ECOU_DPO'] as const).filter(
      (name) => !given[name],
    );
    return isPublished(given) && unnamed.length > 0
      ? `PUBLIC_URL is not local, and ${unnamed.join(', ')} not set: pages and mails do not say who answers for personal data (Art. 13 GDPR).`
      : undefined;
  },
  (given) =>
    isPublished(given) && given.TRUSTED_PROXIES === undefined
      ? 'PUBLIC_URL is not local, and TRUSTED_PROXIES is not set: behind a proxy on another machine all callers count as one. Name it, or loopback.'
      : undefined,
];

const isPublished = ({ PUBLIC_URL: url }: Given): boolean => url !== undefined && !isLocal(url);

const doubtsOf = (given: Given): string[] => doubts.map((doubt) => doubt(given)).filter((doubt) => doubt !== undefined);
/** A context that has variables of its own. */
interface Configured {
  readonly name: string;
  readonly config?: z.ZodObject;
}

/** Reads the environment, once. Throws one `BootError` that names every fault: the variable, and the rule that it breaks. */
export function readConfig(env: Environment, contexts: readonly Configured[] = []): Config {
  const given = present(env);
  const common = environment.safeParse(given);
  const own = contexts.map(({ name, config }) => [name, (config ?? z.object({})).safeParse(given)] as const);
  const faults = new Set(
    [common, ...own.map(([, result]) => result)].flatMap(({ error }) => faultsOf(error?.issues ?? [], given)),
  );
  if (faults.size > 0 || !common.success) throw new BootError(`Configuration: ${[...faults].join('; ')}.`);
  const { data } = common;
  return {
    port: data.PORT,
    host: data.HOST,
    databaseUrl: data.DATABASE_URL,
    identityDatabaseUrl: data.IDENTITY_DATABASE_URL ?? data.DATABASE_URL,
    databaseConnections: data.ECOU_DATABASE_CONNECTIONS,
    bus: data.ECOU_BUS,
    kafka: data.ECOU_BUS === 'kafka' ? kafkaServersOf(data) : { brokers: [] },
    secret: data.ECOU_SECRET,
    audit: data.ECOU_AUDIT === 'on',
    approvals: data.ECOU_APPROVALS,
    publisher: publisherOf(data),
    log: logSettingsOf(data, data.ECOU_SECRET),
    trustedProxies: data.TRUSTED_PROXIES ?? 'loopback',
    doubts: doubtsOf(data),
    logLevel: data.LOG_LEVEL,
    dataDir: data.ECOU_DATA_DIR,
    files: fileSettingsOf(data, data.ECOU_DATA_DIR),
    encryption: encryptionSettingsOf(data),
    retention: {
      firingsDays: data.ECOU_KEEP_FIRINGS_DAYS,
      rejectionsDays: data.ECOU_KEEP_REJECTIONS_DAYS,
      outboxDays: data.ECOU_KEEP_OUTBOX_DAYS,
      archiveDays: data.ECOU_ARCHIVE_OUTBOX_DAYS,
    },
    visitors: visitorRulesOf(data),
    signIn: signInSettingsOf(data),
    contexts: new Map(own.map(([name, result]) => [name, (result.data ?? {}) as Record<string, unknown>])),
  };
}
