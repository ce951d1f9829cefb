import { once } from 'node:events';
import { publisherOf } from '@ecou/runtime/pages';
import { StartError } from '../start-error.js';
import { startGateway } from './gateway.js';

/** The gateway as a process: `ECOU_SERVICES` names each service's address, `events=http://events:3000,feedback=...`. */
const services = Object.fromEntries(
  (process.env['ECOU_SERVICES'] ?? '').split(',').flatMap((one) => {
    const [, name, address] = /^\s*([a-z]+)=(https?:\/\/\S+?)\/?\s*$/.exec(one) ?? [];
    return name && address ? [[name, address] as const] : [];
  }),
);

try {
  if (Object.keys(services).length === 0)
    throw new StartError('Configuration: ECOU_SERVICES is missing: name=address of each service, separated by commas.');
  const trustedProxies = process.env['TRUSTED_PROXIES'] || 'loopback';
  const host = process.env['HOST'] || '0.0.0.0';
  const port = Number(process.env['PORT'] || 3000);
  const { PUBLIC_URL, ECOU_INSTITUTION, ECOU_INSTITUTION_MARK } = process.env;
  const { ECOU_CONTROLLER, ECOU_CONTROLLER_CONTACT, ECOU_DPO } = process.env;
  const publisher = publisherOf({
    PORT: port,
    PUBLIC_URL: PUBLIC_URL || undefined,
    ECOU_INSTITUTION,
    ECOU_INSTITUTION_MARK: ECOU_INSTITUTION_MARK || undefined,
    ECOU_CONTROLLER,
    ECOU_CONTROLLER_CONTACT,
    ECOU_DPO,
  });
  const gateway = await startGateway({ port, host, services, trustedProxies, publisher });
  await Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
  await gateway.stop();
} catch (error) {
  console.error(error instanceof StartError ? error.message : error);
  process.exitCode = 1;
}
