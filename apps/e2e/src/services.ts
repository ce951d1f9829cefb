import { testDatabase, type TestDatabase } from '@ecou/event-sourcing/testing';
import { firstKey } from '@ecou/platform';
import { startGateway } from '@ecou/platform/gateway';
import { TestApi } from '@ecou/runtime/testing';
import { freePort } from '@ecou/tools/processes.ts';
import { commonSettings, contexts, type ContextName, type Deployment, type DeploymentOptions } from './deployment.js';
import { OsProcess } from './os-process.js';

/** Each service as a process of its own with its own database, over Kafka, behind the gateway. */
export async function startServices(options: DeploymentOptions = {}): Promise<Deployment> {
  const brokers = options.brokers ?? process.env['ECOU_TEST_KAFKA_BROKERS'];
  if (!brokers) throw new Error('ECOU_TEST_KAFKA_BROKERS names no Kafka for tests.');
  const gatewayPort = await freePort();
  const url = `http://127.0.0.1:${gatewayPort}`;
  const { env, remove } = await commonSettings(options, url);
  const identity = await testDatabase(undefined, options.postgresUrl);
  const services = new Map<ContextName, { readonly process: OsProcess; readonly database: TestDatabase; at: string }>();
  for (const context of contexts) {
    const [database, port] = [await testDatabase(undefined, options.postgresUrl), await freePort()];
    const at = `http://127.0.0.1:${port}`;
    const process = new OsProcess(`apps/${context}/dist/main.js`, `${at}/health/ready`, {
      ...env,
      PORT: String(port),
      DATABASE_URL: database.url,
      IDENTITY_DATABASE_URL: identity.url,
      ECOU_BUS: 'kafka',
      KAFKA_BROKERS: brokers,
    });
    services.set(context, { process, database, at });
  }
  const all = [...services.values()];
  await Promise.all(all.map(({ process }) => process.start()));
  const key = await firstKey(identity.url);
  if (!key) throw new Error('There was a key already.');
  const gateway = await startGateway({
    port: gatewayPort,
    services: Object.fromEntries([...services].map(([context, { at }]) => [context, at])),
  });
  const of = (context: ContextName) => {
    const service = services.get(context);
    if (!service) throw new Error(`There is no service named ${context}.`);
    return service;
  };
  return {
    url,
    key,
    api: new TestApi(url, key),
    visitor: new TestApi(url),
    process: (context) => of(context).process,
    database: (context) => of(context).database,
    stop: async () => {
      await gateway.stop();
      const codes = await Promise.all(all.map(({ process }) => process.stop()));
      await Promise.all([identity, ...all.map(({ database }) => database)].map((each) => each.drop()));
      await remove();
      return codes;
    },
  };
}
