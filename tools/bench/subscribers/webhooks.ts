import { setTimeout as sleep } from 'node:timers/promises';
import { Webhook } from 'standardwebhooks';
import { startPlatform, type Deployment } from '../../deployment.ts';
import { OsProcess } from '../../os-process.ts';
import { freePort, nodeCommand } from '../../processes.ts';
import { facilitiesIn, type Facilities } from '../map/facilities.ts';
import { paced, percentiles, rounded, type Line, type Percentiles } from '../measure.ts';

/** Endpoints, those of them that never answer, and those that answer 500. */
const [endpoints, hanging, failing] = [100, 10, 10];
/** Messages in a second, and for how many seconds. */
const [rate, seconds] = [200, 20];
const warmUpSeconds = 3;
const patienceMs = 120_000;

interface Round {
  /** From the log to the receiver, of the endpoints that are well, in milliseconds. */
  readonly ecou: Percentiles;
  /** As many of the same bodies, posted by a loop. */
  readonly bare: Percentiles;
  /** Deliveries in a second to the endpoints that are well. */
  readonly perSecond: number;
}

/**
 * Milliseconds from the log until a receiver in another process has a message, for those of 100 endpoints that are well, while 10 hang and 10 answer 500; 200 messages
 * a second come into the log, and each goes to one endpoint, then to five. Compared to a loop that signs and posts as many of the same bodies.
 */
export async function benchWebhooks(databaseUrl: string): Promise<Line> {
  const port = await freePort();
  const at = `http://127.0.0.1:${port}`;
  const command = nodeCommand('tools/bench/subscribers/webhook-receiver.ts');
  const receiver = new OsProcess({ name: 'The receiver', command, ready: `${at}/ready`, env: { PORT: String(port) } });
  const env = { ECOU_WEBHOOKS_HTTP: 'allowed', ECOU_WEBHOOKS_NETWORKS: '127.0.0.0/8' };
  await receiver.start();
  const platform = await startPlatform({ databaseUrl: () => databaseUrl, env });
  const facilities = facilitiesIn(databaseUrl);
  try {
    const town = { platform, facilities, receiver: at };
    const [one, five] = [await measure(town, 1), await measure(town, 5)];
    return {
      name: 'webhooks',
      result: { toOne: resultOf(one), toFive: resultOf(five) },
      measured: `${wordsOf(one)} where each of ${rate} messages/s goes to one endpoint, ${wordsOf(five)} where it goes to five`,
      comparedTo: `a loop that posts the same bodies: p99 ${one.bare.p99} ms, and ${five.bare.p99} ms`,
      goal: `to one of ${endpoints} endpoints, of which ${hanging} hang and ${failing} answer 500: p99 of the others < 1000 ms`,
      met: one.ecou.p99 < 1_000,
    };
  } finally {
    await facilities.end();
    await platform.stop();
    await receiver.stop();
  }
}

const resultOf = ({ ecou, bare, perSecond }: Round) => ({
  ...{ ...ecou, perSecond },
  toBare: { p50: rounded(ecou.p50 / bare.p50, 1), p99: rounded(ecou.p99 / bare.p99, 1) },
});

const wordsOf = ({ ecou: { p50, p99 }, perSecond }: Round): string =>
  `p50 ${p50} p99 ${p99} ms at ${perSecond} deliveries/s`;

interface Town {
  readonly platform: Deployment;
  readonly facilities: Facilities;
  /** Its address. */
  readonly receiver: string;
}

/** `each`: the endpoints that a message goes to. */
async function measure({ platform, facilities, receiver }: Town, each: number): Promise<Round> {
  const groups = endpoints / each;
  const operatorOf = (index: number) => `${each}/${index % groups}`;
  const hooks = await Promise.all(
    Array.from({ length: endpoints }, (_, index) =>
      endpoint(platform, receiver, { index, operator: operatorOf(index) }),
    ),
  );
  const paths = new Map(hooks.map(({ path, secret }) => [path, secret]));
  await fetch(`${receiver}/secrets`, { method: 'POST', body: JSON.stringify(Object.fromEntries(paths)) });
  // Until the sender knows them.
  await sleep(2_000);
  const well = (endpoints - hanging - failing) / endpoints;
  const publish = (index: number) => facilities.add(index, operatorOf(index));
  await paced(rate, warmUpSeconds, publish);
  await taken(receiver, rate * warmUpSeconds * each * well);
  await paced(rate, seconds, publish);
  const ecou = await taken(receiver, rate * seconds * each * well);
  for (const { id } of hooks) await call(platform, `integrations/v1/endpoints/${id}/remove`, {});
  const perSecond = rate * each * well;
  const healthy = hooks.filter(({ path }) => path.startsWith('/well/'));
  const bare = await bareLoop(platform, receiver, { hooks: healthy, perSecond });
  return { ecou: percentiles(ecou), bare: percentiles(bare), perSecond };
}

interface Hook {
  readonly id: string;
  readonly path: string;
  readonly secret: string;
}

async function endpoint(
  platform: Deployment,
  receiver: string,
  { index, operator }: { readonly index: number; readonly operator: string },
): Promise<Hook> {
  const state = index < hanging ? 'hang' : index < hanging + failing ? 'failing' : 'well';
  const path = `/${state}/${index}`;
  const filter = { fields: [{ field: 'data.operator', equals: operator }] };
  const settings = { url: `${receiver}${path}`, contact: 'a@example.org', filter };
  return { ...((await call(platform, 'integrations/v1/endpoints', settings)) as Omit<Hook, 'path'>), path };
}

/** Signs and posts messages of the log at a pace, as if they had come into the log at that moment. */
async function bareLoop(
  platform: Deployment,
  receiver: string,
  { hooks, perSecond }: { readonly hooks: readonly Hook[]; readonly perSecond: number },
): Promise<readonly number[]> {
  const messages = (await call(platform, 'integrations/v1/messages?limit=1000')) as {
    items: { id: string; type: string; time: string }[];
  };
  const post = async (index: number) => {
    const [hook, entry] = [hooks[index % hooks.length], messages.items[index % messages.items.length]];
    if (!hook || !entry) throw new Error('There is nothing to post.');
    const at = new Date();
    const body = JSON.stringify({
      type: entry.type,
      timestamp: entry.time,
      data: { ...entry, loggedat: at.toISOString() },
    });
    const headers = {
      'content-type': 'application/json',
      'webhook-id': entry.id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
      'webhook-signature': new Webhook(hook.secret).sign(entry.id, at, body),
    };
    await (await fetch(`${receiver}${hook.path}`, { method: 'POST', headers, body })).text();
  };
  await paced(perSecond, warmUpSeconds, post);
  await taken(receiver, perSecond * warmUpSeconds);
  await paced(perSecond, seconds, post);
  return taken(receiver, perSecond * seconds);
}

/** The milliseconds of so many deliveries, once all have come. Throws where there are more or fewer. */
async function taken(receiver: string, count: number): Promise<readonly number[]> {
  const all: number[] = [];
  const end = performance.now() + patienceMs;
  while (all.length < count) {
    await sleep(200);
    all.push(...((await (await fetch(`${receiver}/taken`)).json()) as number[]));
    if (performance.now() > end) throw new Error(`${all.length} of ${count} deliveries have come.`);
  }
  if (all.length > count) throw new Error(`${all.length} deliveries have come instead of ${count}.`);
  return all;
}

/** Posts a body, or reads where there is none. */
async function call({ url, key }: Deployment, path: string, body?: object): Promise<unknown> {
  const response = await fetch(`${url}/${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { authorization: `Bearer ${key}`, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`);
  return text === '' ? {} : JSON.parse(text);
}
