import { existsSync } from 'node:fs';
import type { KafkaServers } from '@ecou/messaging';
import { z } from 'zod';

const file = z.string().refine((path) => existsSync(path), 'must name a file in PEM that is there');

/** Variables of the brokers, and of how they are reached. */
export const kafkaVariables = {
  KAFKA_BROKERS: z
    .string()
    .regex(/^[^\s,:]+:\d+(,[^\s,:]+:\d+)*$/, 'must be host:port, several separated by commas')
    .optional(),
  KAFKA_TLS: z.enum(['on', 'off'], { error: 'must be on or off' }).optional(),
  KAFKA_CA: file.optional(),
  KAFKA_CERT: file.optional(),
  KAFKA_KEY: file.optional(),
  KAFKA_LOGIN: z
    .enum(['scram-sha-256', 'scram-sha-512', 'plain'], { error: 'must be scram-sha-256, scram-sha-512 or plain' })
    .default('scram-sha-512'),
  KAFKA_USERNAME: z.string().optional(),
  KAFKA_PASSWORD: z.string().optional(),
};
type Variables = z.output<z.ZodObject<typeof kafkaVariables>>;

/** Variables that are given together: the first needs the second. */
export const kafkaPairs = [
  ['KAFKA_CERT', 'KAFKA_KEY'],
  ['KAFKA_KEY', 'KAFKA_CERT'],
  ['KAFKA_USERNAME', 'KAFKA_PASSWORD'],
  ['KAFKA_PASSWORD', 'KAFKA_USERNAME'],
] as const;

/** The brokers that the variables name; TLS is on wherever one of its files is named. */
export function kafkaServersOf(given: Variables): KafkaServers {
  const { KAFKA_BROKERS: brokers = '', KAFKA_TLS: tls, KAFKA_CA: ca, KAFKA_CERT: cert, KAFKA_KEY: key } = given;
  const { KAFKA_LOGIN: mechanism, KAFKA_USERNAME: username, KAFKA_PASSWORD: password } = given;
  const isEncrypted = tls === undefined ? (ca ?? cert) !== undefined : tls === 'on';
  return {
    brokers: brokers.split(','),
    ...(isEncrypted ? { tls: { ca, cert, key } } : {}),
    ...(username !== undefined && password !== undefined ? { login: { mechanism, username, password } } : {}),
  };
}
