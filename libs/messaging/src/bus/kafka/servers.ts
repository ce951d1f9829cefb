import { readFileSync } from 'node:fs';
import type { KafkaConfig, SASLOptions } from 'kafkajs';

/** The user of a client, as it is told to brokers (RFC 5802, over SASL). */
export interface KafkaLogin {
  readonly mechanism: 'scram-sha-256' | 'scram-sha-512' | 'plain';
  readonly username: string;
  readonly password: string;
}

/** Files (PEM) by which client and brokers know each other; the authorities of the machine, where there is no `ca`. */
export interface KafkaTls {
  readonly ca?: string | undefined;
  /** The client's own certificate and key, for brokers that ask for one. */
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
}

/** The brokers of a deployment, and how they are reached. */
export interface KafkaServers {
  /** `host:port` each; empty where contexts talk through PostgreSQL. */
  readonly brokers: readonly string[];
  /** Without it, nothing on the way is encrypted. */
  readonly tls?: KafkaTls | undefined;
  readonly login?: KafkaLogin | undefined;
}

/** The part of the client's settings that says where the brokers are. Files are read anew, so that a client that is made later has renewed ones. */
export function clientOf({ brokers, tls, login }: KafkaServers): Pick<KafkaConfig, 'brokers' | 'ssl' | 'sasl'> {
  const read = (file: string | undefined) => (file === undefined ? undefined : readFileSync(file, 'utf8'));
  const files = tls && { ca: read(tls.ca), cert: read(tls.cert), key: read(tls.key) };
  const given = files && Object.fromEntries(Object.entries(files).filter(([, text]) => text !== undefined));
  return {
    brokers: [...brokers],
    ...(given ? { ssl: given } : {}),
    ...(login ? { sasl: login as SASLOptions } : {}),
  };
}
