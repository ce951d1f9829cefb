import { describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { z } from 'zod';
import { BootError } from './boot-error.js';
import { readConfig } from './config.js';

const good = {
  DATABASE_URL: 'postgres://ecou:hush@db:5432/ecou',
  ECOU_SECRET: 'x'.repeat(32),
};

function faultsOf(env: Record<string, string | undefined>, contexts: Parameters<typeof readConfig>[1] = []): string {
  try {
    readConfig(env, contexts);
  } catch (error) {
    expect(error).toBeInstanceOf(BootError);
    return (error as Error).message;
  }
  return 'none';
}

describe('the configuration', () => {
  it.each<readonly [more: object, expected: boolean]>([
    [{}, true],
    [{ ECOU_PASSKEYS: 'off' }, false],
    [{ OIDC_ISSUER: 'https://login.example.ro', OIDC_CLIENT_ID: 'a' }, false],
    [{ OIDC_ISSUER: 'https://login.example.ro', OIDC_CLIENT_ID: 'a', ECOU_PASSKEYS: 'on' }, true],
  ])('has passkeys where there is no provider, unless it says otherwise: %j', (more, expected) => {
    expect(readConfig({ ...good, ...more }).signIn.passkeys).toBe(expected);
  });

  it('needs a database and a secret, and has defaults for the rest', () => {
    expect(readConfig(good)).toEqual({
      port: 3000,
      host: '0.0.0.0',
      approvals: 'two',
      audit: true,
      databaseUrl: good.DATABASE_URL,
      retention: {},
      databaseConnections: 10,
      identityDatabaseUrl: good.DATABASE_URL,
      bus: 'postgres',
      kafka: { brokers: [] },
      secret: good.ECOU_SECRET,
      publisher: {
        institution: 'Ecou',
        publicUrl: 'http://localhost:3000',
        mark: expect.stringMatching(/^data:image\/svg\+xml;base64,/),
        privacy: {},
      },
      trustedProxies: 'loopback',
      doubts: [],
      logLevel: 'info',
      dataDir: '.ecou',
      files: { kind: 'directory', dir: join('.ecou', 'files') },
      encryption: { isOn: true, key: undefined, previous: undefined, vault: undefined },
      log: { name: 'ecou-log/b2e4ae1207bbda6b', keys: ['deployment'], witnesses: [] },
      signIn: { provider: undefined, tiesByEmail: true, passkeys: true, idleMs: 1_800_000, absoluteMs: 43_200_000 },
      visitors: { counted: true, bounds: new Map(), proofCost: 100_000 },
      contexts: new Map(),
    });
  });

  it('doubts that nothing stands before an address that is not local, until that is said', () => {
    const far = { ...good, PUBLIC_URL: 'https://ecou.example.ro' };
    const proxies = expect.stringContaining('TRUSTED_PROXIES is not set');
    const privacy = expect.stringContaining('do not say who answers for personal data');
    expect(readConfig(far).doubts).toEqual([privacy, proxies]);
    expect(readConfig({ ...far, TRUSTED_PROXIES: 'loopback' }).doubts).toEqual([privacy]);
    expect(readConfig({ ...good, PUBLIC_URL: 'http://localhost:8080' }).doubts).toEqual([]);
  });

  it('doubts that people are told who answers for their data, until the settings name all three', () => {
    const far = { ...good, PUBLIC_URL: 'https://ecou.example.ro', TRUSTED_PROXIES: 'loopback' };
    const some = { ...far, ECOU_CONTROLLER: 'Orașul Exemplu', ECOU_DPO: 'dpo@example.ro' };
    expect(readConfig(some).doubts).toEqual([expect.stringContaining('local, and ECOU_CONTROLLER_CONTACT not set')]);
    const all = readConfig({ ...some, ECOU_CONTROLLER_CONTACT: 'registratura@example.ro' });
    expect(all.doubts).toEqual([]);
    expect(all.publisher.privacy).toEqual({
      controller: 'Orașul Exemplu',
      contact: 'registratura@example.ro',
      officer: 'dpo@example.ro',
    });
    expect(() => readConfig({ ...far, ECOU_DPO: 'Ana\nExemplu' })).toThrow('ECOU_DPO must be one line');
  });

  it('keeps everything, or for as many days as are given', () => {
    expect(readConfig(good).retention).toStrictEqual({
      firingsDays: undefined,
      rejectionsDays: undefined,
      outboxDays: undefined,
      archiveDays: undefined,
    });
    expect(readConfig({ ...good, ECOU_KEEP_OUTBOX_DAYS: '60', ECOU_ARCHIVE_OUTBOX_DAYS: '30' }).retention).toEqual({
      outboxDays: 60,
      archiveDays: 30,
    });
    expect(faultsOf({ ...good, ECOU_KEEP_REJECTIONS_DAYS: '0' })).toBe(
      'Configuration: ECOU_KEEP_REJECTIONS_DAYS must be a number of days from 1 to 36500.',
    );
  });

  it('takes bounds for strangers, by name', () => {
    const env = { ...good, ECOU_LIMITS: 'petitions=5/50/60, mailbox=1/1/600', ECOU_PROOF_COST: '1000' };
    expect(readConfig(env).visitors).toEqual({
      counted: true,
      bounds: new Map([
        ['petitions', { free: 5, most: 50, seconds: 60 }],
        ['mailbox', { free: 1, most: 1, seconds: 600 }],
      ]),
      proofCost: 1000,
    });
    expect(readConfig({ ...good, ECOU_LIMITS: 'off' }).visitors.counted).toBe(false);
  });

  it.each(['petitions', 'petitions=5', 'petitions=5/4/60', 'petitions=0/4/60', 'off,petitions=5/50/60'])(
    'takes no bounds that are none: %s',
    (bounds) => {
      expect(faultsOf({ ...good, ECOU_LIMITS: bounds })).toContain('ECOU_LIMITS must be on, off, or a list');
    },
  );

  it('takes what is given', () => {
    const env = {
      ...good,
      PORT: '8080',
      IDENTITY_DATABASE_URL: 'postgresql://db/identity',
      ECOU_BUS: 'kafka',
      KAFKA_BROKERS: 'one:9092,two:9092',
      PUBLIC_URL: 'https://ecou.example.ro/',
    };
    expect(readConfig(env)).toMatchObject({
      port: 8080,
      identityDatabaseUrl: 'postgresql://db/identity',
      bus: 'kafka',
      kafka: { brokers: ['one:9092', 'two:9092'] },
      publisher: { publicUrl: 'https://ecou.example.ro' },
    });
  });

  it('says how the brokers are reached, and warns of a password that goes over the network as it is', () => {
    const file = import.meta.filename;
    const env = { ...good, ECOU_BUS: 'kafka', KAFKA_BROKERS: 'one:9093' };
    const login = { KAFKA_USERNAME: 'ecou', KAFKA_PASSWORD: 'secret' };
    const known = { mechanism: 'scram-sha-512', username: 'ecou', password: 'secret' };
    expect(readConfig({ ...env, ...login, KAFKA_CA: file })).toMatchObject({
      kafka: { brokers: ['one:9093'], tls: { ca: file }, login: known },
      doubts: [],
    });
    expect(readConfig({ ...env, KAFKA_TLS: 'on', KAFKA_CERT: file, KAFKA_KEY: file }).kafka.tls).toEqual({
      ...{ ca: undefined, cert: file, key: file },
    });
    expect(readConfig({ ...env, ...login })).toMatchObject({
      kafka: { login: known },
      doubts: [expect.stringContaining('KAFKA_PASSWORD goes over the network without TLS')],
    });
  });

  it.each([
    [{ PORT: 'http' }, 'PORT must be a whole number from 0 to 65535'],
    [
      { ECOU_INSTITUTION_MARK: '/nowhere/mark.svg' },
      'ECOU_INSTITUTION_MARK must name a picture (.svg, .png, .jpg, .webp) of at most 64 KiB',
    ],
    [{ PORT: '70000' }, 'PORT must be a whole number from 0 to 65535'],
    [{ PORT: '80.5' }, 'PORT must be a whole number from 0 to 65535'],
    [{ DATABASE_URL: undefined }, 'DATABASE_URL is missing'],
    [{ DATABASE_URL: '  ' }, 'DATABASE_URL is missing'],
    [{ DATABASE_URL: 'mysql://db' }, 'DATABASE_URL must be an address such as postgres://user:password@host:5432/name'],
    [
      { IDENTITY_DATABASE_URL: 'db' },
      'IDENTITY_DATABASE_URL must be an address such as postgres://user:password@host:5432/name',
    ],
    [{ ECOU_DATABASE_CONNECTIONS: '9' }, 'ECOU_DATABASE_CONNECTIONS must be a whole number from 10 to 200'],
    [{ ECOU_DATABASE_CONNECTIONS: 'ten' }, 'ECOU_DATABASE_CONNECTIONS must be a whole number from 10 to 200'],
    [{ ECOU_BUS: 'rabbit' }, 'ECOU_BUS must be postgres or kafka'],
    [{ ECOU_BUS: 'kafka' }, 'KAFKA_BROKERS is missing, and ECOU_BUS is kafka'],
    [{ ECOU_BUS: 'kafka', KAFKA_BROKERS: 'one' }, 'KAFKA_BROKERS must be host:port, several separated by commas'],
    [{ KAFKA_TLS: 'yes' }, 'KAFKA_TLS must be on or off'],
    [{ KAFKA_CA: '/nowhere/ca.pem' }, 'KAFKA_CA must name a file in PEM that is there'],
    [{ KAFKA_CERT: import.meta.filename }, 'KAFKA_KEY is missing, and KAFKA_CERT is set'],
    [{ KAFKA_USERNAME: 'ecou' }, 'KAFKA_PASSWORD is missing, and KAFKA_USERNAME is set'],
    [{ KAFKA_LOGIN: 'oauth' }, 'KAFKA_LOGIN must be scram-sha-256, scram-sha-512 or plain'],
    [{ ECOU_SECRET: 'short' }, 'ECOU_SECRET must have at least 32 characters'],
    [{ PUBLIC_URL: 'ftp://x' }, 'PUBLIC_URL must be an address such as https://ecou.example.ro'],
    [
      { TRUSTED_PROXIES: 'gateway' },
      'TRUSTED_PROXIES must be addresses, networks, or loopback, linklocal, uniquelocal, separated by commas',
    ],
    [{ ECOU_FILES: 'ftp' }, 'ECOU_FILES must be directory or s3'],
    [
      { ECOU_FILES: 's3' },
      'S3_BUCKET is missing, and ECOU_FILES is s3; S3_ACCESS_KEY_ID is missing, and ECOU_FILES is s3; S3_SECRET_ACCESS_KEY is missing, and ECOU_FILES is s3',
    ],
    [{ S3_BUCKET: 'A bucket' }, 'S3_BUCKET must be 3 to 63 small letters, digits, dots and hyphens'],
    [{ S3_ENDPOINT: 'minio:9000' }, 'S3_ENDPOINT must be an address such as https://s3.example.ro'],
    [{ S3_PATH_STYLE: 'yes' }, 'S3_PATH_STYLE must be true or false'],
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL must be one of fatal, error, warn, info, debug, trace, silent'],
  ])('%j: says what is wrong, in one line', (env, fault) => {
    expect(faultsOf({ ...good, ...env })).toBe(`Configuration: ${fault}.`);
  });

  it('takes a place for files on S3', () => {
    const env = {
      ...good,
      ECOU_FILES: 's3',
      S3_ENDPOINT: 'https://s3.example.ro',
      S3_BUCKET: 'petitions',
      S3_ACCESS_KEY_ID: 'id',
      S3_SECRET_ACCESS_KEY: 'hush',
    };
    expect(readConfig(env).files).toEqual({
      kind: 's3',
      endpoint: 'https://s3.example.ro',
      region: 'us-east-1',
      bucket: 'petitions',
      accessKeyId: 'id',
      secretAccessKey: 'hush',
      pathStyle: true,
    });
    expect(readConfig({ ...good, ECOU_FILES_DIR: '/srv/files' }).files).toEqual({
      kind: 'directory',
      dir: '/srv/files',
    });
  });

  it('names all faults together, those of contexts too, each once', () => {
    const mail = z.object({
      SMTP_URL: z.url('must be an address such as smtp://host:25'),
      PORT: z.string().optional(),
    });
    const message = faultsOf({ PORT: '-1', ECOU_BUS: 'kafka', SMTP_URL: 'host' }, [
      { name: 'notifications', config: mail },
    ]);
    expect(message.split('; ')).toEqual([
      'Configuration: PORT must be a whole number from 0 to 65535',
      'DATABASE_URL is missing',
      'ECOU_SECRET is missing',
      'KAFKA_BROKERS is missing, and ECOU_BUS is kafka',
      'SMTP_URL must be an address such as smtp://host:25.',
    ]);
  });

  it('never shows a secret', () => {
    expect(faultsOf({ DATABASE_URL: 'mysql://ecou:hush@db', ECOU_SECRET: 'hush' })).not.toContain('hush');
  });

  it('is given to each context as its own schema has it', () => {
    const config = z.object({ MAIL_FROM: z.string().default('ecou@localhost') });
    const { contexts } = readConfig(good, [{ name: 'notifications', config }, { name: 'events' }]);
    expect(contexts.get('notifications')).toEqual({ MAIL_FROM: 'ecou@localhost' });
    expect(contexts.get('events')).toEqual({});
  });

  it.each([
    [{ OIDC_AUDIENCE: 'api' }, 'OIDC_ISSUER is missing, and OIDC_AUDIENCE or OIDC_CLIENT_ID is set'],
    [{ OIDC_ISSUER: 'https://login.example.ro' }, 'OIDC_CLIENT_ID is missing, and OIDC_ISSUER is set'],
    [{ ECOU_PASSKEYS: 'maybe' }, 'ECOU_PASSKEYS must be on or off'],
    [{ OIDC_ALGORITHMS: 'RS256,HS256' }, 'OIDC_ALGORITHMS must be some of RS256'],
    [
      { OIDC_ISSUER: 'http://login.example.ro', OIDC_CLIENT_ID: 'a' },
      'OIDC_ISSUER must be the address of a provider over https',
    ],
    [
      { OIDC_ISSUER: 'https://login.example.ro', OIDC_CLIENT_ID: 'a', OIDC_AUDIENCE: 'a' },
      'OIDC_AUDIENCE must differ from OIDC_CLIENT_ID',
    ],
  ])('refuses a provider that is named by half, or is not safe: %j', (given, fault) => {
    const needed = { DATABASE_URL: 'postgres://a@b/c', ECOU_SECRET: 'x'.repeat(32) };
    expect(() => readConfig({ ...needed, ...given })).toThrow(fault);
  });
});
