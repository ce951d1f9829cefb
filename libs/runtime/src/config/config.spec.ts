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
  it('needs a database and a secret, and has defaults for the rest', () => {
    expect(readConfig(good)).toEqual({
      port: 3000,
      host: '0.0.0.0',
      databaseUrl: good.DATABASE_URL,
      identityDatabaseUrl: good.DATABASE_URL,
      bus: 'postgres',
      kafkaBrokers: [],
      secret: good.ECOU_SECRET,
      publicUrl: 'http://localhost:3000',
      trustedProxies: 'loopback',
      doubts: [],
      logLevel: 'info',
      dataDir: '.ecou',
      files: { kind: 'directory', dir: join('.ecou', 'files') },
      contexts: new Map(),
    });
  });

  it('doubts that nothing stands before an address that is not local, until that is said', () => {
    const far = { ...good, PUBLIC_URL: 'https://ecou.example.ro' };
    expect(readConfig(far).doubts).toEqual([expect.stringContaining('TRUSTED_PROXIES is not set')]);
    expect(readConfig({ ...far, TRUSTED_PROXIES: 'loopback' }).doubts).toEqual([]);
    expect(readConfig({ ...good, PUBLIC_URL: 'http://localhost:8080' }).doubts).toEqual([]);
  });

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
      kafkaBrokers: ['one:9092', 'two:9092'],
      publicUrl: 'https://ecou.example.ro',
    });
  });

  it.each([
    [{ PORT: 'http' }, 'PORT must be a whole number from 0 to 65535'],
    [{ PORT: '70000' }, 'PORT must be a whole number from 0 to 65535'],
    [{ PORT: '80.5' }, 'PORT must be a whole number from 0 to 65535'],
    [{ DATABASE_URL: undefined }, 'DATABASE_URL is missing'],
    [{ DATABASE_URL: '  ' }, 'DATABASE_URL is missing'],
    [{ DATABASE_URL: 'mysql://db' }, 'DATABASE_URL must be an address such as postgres://user:password@host:5432/name'],
    [
      { IDENTITY_DATABASE_URL: 'db' },
      'IDENTITY_DATABASE_URL must be an address such as postgres://user:password@host:5432/name',
    ],
    [{ ECOU_BUS: 'rabbit' }, 'ECOU_BUS must be postgres or kafka'],
    [{ ECOU_BUS: 'kafka' }, 'KAFKA_BROKERS is missing, and ECOU_BUS is kafka'],
    [{ ECOU_BUS: 'kafka', KAFKA_BROKERS: 'one' }, 'KAFKA_BROKERS must be host:port, several separated by commas'],
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
});
