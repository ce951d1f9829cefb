import { copyFileSync, chmodSync, existsSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { StartError } from '../start-error.js';
import { giveTo, type Place } from './place.js';

/** Who reaches the embedded PostgreSQL besides this machine: analysts, over TLS. */
export interface Reach {
  /** Addresses to listen at, or `*`, separated by commas. */
  readonly listen: string;
  /** Files in PEM. */
  readonly certificate: string;
  readonly key: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

const isLocal = (listen: string): boolean =>
  listen.split(',').every((address) => ['localhost', '127.0.0.1', '::1'].includes(address.trim()));

/** The settings of the environment. Throws `StartError`, naming the variable, where they are wrong, or others would reach it in plain text. */
export function reachOf(env: Environment): { readonly port?: number; readonly reach?: Reach } {
  const port = portOf(env['ECOU_POSTGRES_PORT']);
  const { ECOU_POSTGRES_LISTEN: listen, ECOU_POSTGRES_TLS_CERT: certificate, ECOU_POSTGRES_TLS_KEY: key } = env;
  if (!listen || isLocal(listen)) return port === undefined ? {} : { port };
  const wrong = listen.split(',').find((address) => address.trim() !== '*' && isIP(address.trim()) === 0);
  if (wrong !== undefined) throw new StartError(`ECOU_POSTGRES_LISTEN must hold addresses, or *: not ${wrong.trim()}`);
  if (!certificate || !key)
    throw new StartError(
      'ECOU_POSTGRES_LISTEN lets others reach PostgreSQL: ECOU_POSTGRES_TLS_CERT and ECOU_POSTGRES_TLS_KEY must name a certificate and its key',
    );
  for (const [name, file] of Object.entries({ ECOU_POSTGRES_TLS_CERT: certificate, ECOU_POSTGRES_TLS_KEY: key }))
    if (!existsSync(file)) throw new StartError(`${name} names ${file}, which is not there`);
  return { ...(port === undefined ? {} : { port }), reach: { listen, certificate, key } };
}

function portOf(text: string | undefined): number | undefined {
  if (!text) return undefined;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new StartError('ECOU_POSTGRES_PORT must be a port, from 1 to 65535');
  return port;
}

/** Settings of the server: analysts of its databases come in over TLS, everybody else from this machine only. */
export function settingsFor(
  { listen, certificate, key }: Reach,
  { dataDir, identity }: Place,
  databases: readonly string[],
): Readonly<Record<string, string>> {
  const files = {
    cert: join(dataDir, 'postgres.crt'),
    key: join(dataDir, 'postgres.key'),
    hba: join(dataDir, 'postgres.hba'),
  };
  copyFileSync(certificate, files.cert);
  copyFileSync(key, files.key);
  chmodSync(files.key, 0o600);
  const lines = [
    'host all all 127.0.0.1/32 scram-sha-256',
    'host all all ::1/128 scram-sha-256',
    ...databases.map((database) => `hostssl ${database} +${database}_analysts all scram-sha-256`),
  ];
  writeFileSync(files.hba, `${lines.join('\n')}\n`);
  for (const file of Object.values(files)) giveTo(identity, file);
  return {
    listen_addresses: listen === '*' ? listen : `127.0.0.1,${listen}`,
    ssl: 'on',
    ssl_cert_file: files.cert,
    ssl_key_file: files.key,
    hba_file: files.hba,
  };
}
