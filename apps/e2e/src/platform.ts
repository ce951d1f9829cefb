import { testDatabase } from '@ecou/event-sourcing/testing';
import { TestApi } from '@ecou/runtime/testing';
import { freePort } from '@ecou/tools/processes.ts';
import { commonSettings, type Deployment, type DeploymentOptions } from './deployment.js';
import { OsProcess } from './os-process.js';

const keyIn = (output: string): string => {
  const key = /ecou_[\w-]+/.exec(output)?.[0];
  if (!key) throw new Error(`No key was printed:\n${output}`);
  return key;
};

/** Every service in one process, on one database, over the PostgreSQL bus. */
export async function startPlatform(options: DeploymentOptions = {}): Promise<Deployment> {
  const [database, port] = [await testDatabase(undefined, options.postgresUrl), await freePort()];
  const url = `http://127.0.0.1:${port}`;
  const { env, remove } = await commonSettings(options, url);
  const platform = new OsProcess('apps/platform/dist/main.js', `${url}/health/ready`, {
    ...env,
    PORT: String(port),
    DATABASE_URL: database.url,
  });
  await platform.start();
  const key = keyIn(platform.output);
  return {
    url,
    key,
    api: new TestApi(url, key),
    visitor: new TestApi(url),
    process: () => platform,
    database: () => database,
    stop: async () => {
      const code = await platform.stop();
      await database.drop();
      await remove();
      return [code];
    },
  };
}
