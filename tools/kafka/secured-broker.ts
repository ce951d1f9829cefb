import { execa } from 'execa';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../processes.ts';
import { startBroker, type Broker } from './broker.ts';

/** Certificates (PEM) of an authority that is made up: its own, a server's, and a client's with its key. */
interface Certificates {
  readonly ca: string;
  readonly client: { readonly cert: string; readonly key: string };
}

/** A broker that lets in who shows a password (SCRAM) or a certificate, over TLS, and to what its lists of rights (ACL) say. */
export interface SecuredBroker extends Certificates {
  /** `host:port` without any of that, for those who set it up. */
  readonly open: string;
  /** `host:port` for users with a password. */
  readonly byPassword: string;
  /** `host:port` for clients with a certificate: `User:CN=client`. */
  readonly byCertificate: string;
  stop(): Promise<void>;
}

/** Starts one with these users, and their passwords. */
export async function startSecuredBroker(users: Readonly<Record<string, string>>): Promise<SecuredBroker> {
  const dir = await mkdtemp(join(tmpdir(), 'ecou-kafka-secured-'));
  const { ca, server, client } = await certificates(dir);
  const [open, controller, password, certificate] = [
    await freePort(),
    await freePort(),
    await freePort(),
    await freePort(),
  ];
  const at = (name: string, port: number) => `${name}://127.0.0.1:${port}`;
  const listeners = [at('PLAINTEXT', open), at('PASSWORD', password), at('CERTIFICATE', certificate)];
  const broker = await startBroker({
    more: {
      settings: {
        listeners: [...listeners, at('CONTROLLER', controller)].join(','),
        'advertised.listeners': listeners.join(','),
        'controller.quorum.voters': `1@127.0.0.1:${controller}`,
        'listener.security.protocol.map': 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,PASSWORD:SASL_SSL,CERTIFICATE:SSL',
        'sasl.enabled.mechanisms': 'SCRAM-SHA-512',
        'listener.name.password.scram-sha-512.sasl.jaas.config':
          'org.apache.kafka.common.security.scram.ScramLoginModule required;',
        'listener.name.certificate.ssl.client.auth': 'required',
        'ssl.keystore.type': 'PEM',
        'ssl.keystore.location': server,
        'ssl.truststore.type': 'PEM',
        'ssl.truststore.location': ca,
        'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
        'super.users': 'User:ANONYMOUS',
      },
      format: Object.entries(users).flatMap(([name, secret]) => [
        '--add-scram',
        `SCRAM-SHA-512=[name=${name},password=${secret}]`,
      ]),
    },
  });
  return {
    ...{ ca, client },
    ...{ open: `127.0.0.1:${open}`, byPassword: `127.0.0.1:${password}`, byCertificate: `127.0.0.1:${certificate}` },
    stop: () => stopAll(broker, dir),
  };
}

async function stopAll(broker: Broker, dir: string): Promise<void> {
  await broker.stop();
  await rm(dir, { recursive: true, force: true });
}

/** Makes an authority, and what it signs; the server's key and certificate stand in one file. */
async function certificates(dir: string): Promise<Certificates & { readonly server: string }> {
  const file = (name: string) => join(dir, name);
  const openssl = (...args: readonly string[]) => execa('openssl', args);
  const key = ['-newkey', 'rsa:2048', '-nodes', '-days', '2'];
  await openssl(
    'req',
    '-x509',
    ...key,
    '-keyout',
    file('ca.key'),
    '-out',
    file('ca.pem'),
    '-subj',
    '/CN=synthetic authority',
  );
  const signed = async (name: string): Promise<void> => {
    const of = ['-keyout', file(`${name}.key`), '-out', file(`${name}.pem`), '-subj', `/CN=${name}`];
    const by = ['-CA', file('ca.pem'), '-CAkey', file('ca.key'), '-addext', 'subjectAltName=IP:127.0.0.1'];
    await openssl('req', '-x509', ...key, ...of, ...by, '-addext', 'basicConstraints=critical,CA:FALSE');
  };
  await signed('server');
  await signed('client');
  const server = file('server-with-key.pem');
  await writeFile(server, (await readFile(file('server.key'), 'utf8')) + (await readFile(file('server.pem'), 'utf8')));
  return { ca: file('ca.pem'), client: { cert: file('client.pem'), key: file('client.key') }, server };
}
