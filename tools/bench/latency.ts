import { createPool } from '@ecou/event-sourcing';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ContextName, Deployment } from '../deployment.ts';
import { facility } from './http.ts';
import { paced, percentiles, type Percentiles } from './measure.ts';

const rate = 200;
const seconds = 5;
const patienceMs = 60_000;

interface Client {
  readonly url: string;
  readonly key: string;
}

async function call({ url, key }: Client, method: string, path: string, body?: object, headers = {}) {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${key}`,
      ...(body ? { 'content-type': 'application/json' } : {}),
      ...headers,
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return {
    position: response.headers.get('ecou-position') ?? '',
    body: text === '' ? {} : (JSON.parse(text) as object),
  };
}

/** From the answer to a command until a read through the view that must show it has been answered, in milliseconds, at 200 commands/s. */
export async function commandToView(ecou: Deployment): Promise<{ behind: Percentiles; plainRead: Percentiles }> {
  const read = (headers: object) => call(ecou, 'GET', '/facilities/v1/facilities?limit=1', undefined, headers);
  const timed = async (work: () => Promise<unknown>): Promise<number> => {
    const began = performance.now();
    await work();
    return performance.now() - began;
  };
  const once = async (index: number) => {
    const { position } = await call(ecou, 'POST', '/facilities/v1/facilities', facility(`Sintetică ${index}`));
    const behind = await timed(() => read({ 'ecou-min-position': position }));
    return { behind, plainRead: await timed(() => read({})) };
  };
  await paced(rate, 1, once);
  const samples = await paced(rate, seconds, once);
  return {
    behind: percentiles(samples.map(({ behind }) => behind)),
    plainRead: percentiles(samples.map(({ plainRead }) => plainRead)),
  };
}

/**
 * From the recording of a fact in one context until the recording of what a policy of another makes of it, in milliseconds, at 200
 * commands/s: wishes to be informed, which notifications turns into subscriptions. Both times are of one database server.
 */
export async function commandToConsumer(
  ecou: Deployment,
  databaseUrl: (context: ContextName) => string,
): Promise<Percentiles> {
  const { body } = await call(ecou, 'POST', '/feedback/v1/questionnaires', {
    title: { ro: 'Chestionar sintetic' },
    about: { theme: 'synthetic' },
    items: [{ id: 'updates', kind: 'wish', wording: { ro: 'Doriți să fiți informat(ă)?' } }],
    topics: ['series:synthetic'],
    consentText: { ro: 'Sunt de acord.' },
  });
  const { id } = body as { id: string };
  await call(ecou, 'POST', `/feedback/v1/questionnaires/${id}/open`);
  const wish = (index: number) =>
    call({ url: ecou.url, key: ecou.key }, 'POST', `/feedback/v1/questionnaires/${id}/responses`, {
      answers: [{ item: 'updates', wish: true }],
      email: `wish-${index}@example.org`,
    });
  await paced(rate, seconds, wish);
  const [asked, got] = [createPool(databaseUrl('feedback')), createPool(databaseUrl('notifications'))];
  try {
    const wishes = await asked.query<{ id: string; at: string }>(
      `SELECT right(stream_id, 36) AS id, recorded_at AS at FROM feedback.events WHERE type = 'UpdatesRequested'`,
    );
    const end = Date.now() + patienceMs;
    for (;;) {
      const { rows } = await got.query<{ id: string; at: string }>(
        `SELECT data->'consent'->>'reference' AS id, recorded_at AS at FROM notifications.events WHERE type = 'SubscriptionAsked'`,
      );
      const recorded = new Map(rows.map((row) => [row.id, Date.parse(row.at)]));
      if (wishes.rows.every((row) => recorded.has(row.id)))
        return percentiles(wishes.rows.map((row) => (recorded.get(row.id) ?? NaN) - Date.parse(row.at)));
      if (Date.now() > end) throw new Error(`${rows.length} of ${wishes.rows.length} wishes have arrived.`);
      await sleep(100);
    }
  } finally {
    await asked.end();
    await got.end();
  }
}
