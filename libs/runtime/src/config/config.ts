import { z } from 'zod';
import { BootError } from './boot-error.js';
import { isProxyList } from './proxies.js';
import { fileSettingsOf, fileVariables, neededForS3, type FileSettings } from './file-settings.js';

const url = (protocol: RegExp, example: string) => z.url({ protocol, error: `must be an address such as ${example}` });

const postgresUrl = url(/^postgres(ql)?$/, 'postgres://user:password@host:5432/name');

const portRule = { error: 'must be a whole number from 0 to 65535' };
const port = z.coerce.number(portRule).int(portRule).min(0, portRule).max(65535, portRule);

const levels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/** The variable `ECOU_SECRET`, also for contexts that make tokens with it. */
export const deploymentSecret = z.string({ error: 'is missing' }).min(32, 'must have at least 32 characters');

const variables = z
  .object({
    PORT: port.default(3000),
    HOST: z.string().default('0.0.0.0'),
    DATABASE_URL: postgresUrl,
    IDENTITY_DATABASE_URL: postgresUrl.optional(),
    ECOU_BUS: z.enum(['postgres', 'kafka'], { error: 'must be postgres or kafka' }).default('postgres'),
    KAFKA_BROKERS: z
      .string()
      .regex(/^[^\s,:]+:\d+(,[^\s,:]+:\d+)*$/, 'must be host:port, several separated by commas')
      .optional(),
    ECOU_SECRET: deploymentSecret,
    PUBLIC_URL: url(/^https?$/, 'https://ecou.example.ro').optional(),
    TRUSTED_PROXIES: z
      .string()
      .refine(isProxyList, 'must be addresses, networks, or loopback, linklocal, uniquelocal, separated by commas')
      .optional(),
    LOG_LEVEL: z.enum(levels, { error: `must be one of ${levels.join(', ')}` }).default('info'),
    ECOU_DATA_DIR: z.string().default('.ecou'),
    ...fileVariables,
  })
  .refine(({ ECOU_BUS: bus, KAFKA_BROKERS: brokers }) => bus !== 'kafka' || brokers !== undefined, {
    path: ['KAFKA_BROKERS'],
    error: 'is missing, and ECOU_BUS is kafka',
    // Named together with the other faults.
    when: () => true,
  });

const environment = neededForS3.reduce(
  (schema, name) =>
    schema.refine((given) => given.ECOU_FILES !== 's3' || given[name] !== undefined, {
      path: [name],
      error: 'is missing, and ECOU_FILES is s3',
      when: () => true,
    }),
  variables,
);

export interface Config {
  /** 0 takes any free one. */
  readonly port: number;
  readonly host: string;
  readonly databaseUrl: string;
  readonly identityDatabaseUrl: string;
  readonly bus: 'postgres' | 'kafka';
  /** `host:port` each; empty for the PostgreSQL bus. */
  readonly kafkaBrokers: readonly string[];
  readonly secret: string;
  /** Base of the links in mails, without a slash at its end. */
  readonly publicUrl: string;
  /** Whose word about the caller's address (`X-Forwarded-For`) is taken. */
  readonly trustedProxies: string;
  readonly logLevel: string;
  readonly dataDir: string;
  readonly files: FileSettings;
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

function doubtsOf({ PUBLIC_URL: url, TRUSTED_PROXIES: proxies }: z.output<typeof environment>): string[] {
  if (url === undefined || isLocal(url) || proxies !== undefined) return [];
  return [
    'PUBLIC_URL is not local, and TRUSTED_PROXIES is not set: behind a proxy on another machine all callers count as one. Name it, or loopback.',
  ];
}

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
    bus: data.ECOU_BUS,
    kafkaBrokers: data.ECOU_BUS === 'kafka' ? (data.KAFKA_BROKERS ?? '').split(',') : [],
    secret: data.ECOU_SECRET,
    publicUrl: (data.PUBLIC_URL ?? `http://localhost:${data.PORT}`).replace(/\/+$/, ''),
    trustedProxies: data.TRUSTED_PROXIES ?? 'loopback',
    doubts: doubtsOf(data),
    logLevel: data.LOG_LEVEL,
    dataDir: data.ECOU_DATA_DIR,
    files: fileSettingsOf(data, data.ECOU_DATA_DIR),
    contexts: new Map(own.map(([name, result]) => [name, (result.data ?? {}) as Record<string, unknown>])),
  };
}
