import pg from 'pg';
import { startPlatform, type Deployment } from '../deployment.ts';
import { fillSubscribers } from './subscribers.ts';

export interface TellingOptions {
  /** An empty database. */
  readonly databaseUrl: string;
  readonly smtpUrl: string;
  readonly subscribers: number;
  /** The hour (UTC) of their daily digests; without one they are told at once. */
  readonly hour?: number;
}

/** A platform whose subscribers asked for one programme, in a process that has done nothing yet. */
export interface Telling {
  readonly platform: Deployment;
  /** Publishes a deliverable of the programme, `https://example.org/<number>`, of which all of them are told. */
  readonly publish: (number: number) => Promise<void>;
}

export async function startTelling({ databaseUrl, smtpUrl, subscribers, hour }: TellingOptions): Promise<Telling> {
  const options = { databaseUrl: () => databaseUrl, env: { SMTP_URL: smtpUrl, MAIL_FROM: 'Ecou <ecou@example.ro>' } };
  const first = await startPlatform(options);
  const id = await post(first, 'programmes', { title: { ro: 'Program sintetic' } });
  await first.stop();
  const client = new pg.Client(databaseUrl);
  await client.connect();
  const topic = `programme:${id}`;
  await fillSubscribers(client, { count: subscribers, topic, ...(hour === undefined ? {} : { hour }) });
  await client.end();
  const platform = await startPlatform({ ...options, key: first.key });
  const publish = async (number: number) => {
    const title = { ro: `Studiu sintetic ${number}` };
    const address = `https://example.org/${number}`;
    await post(platform, `programmes/${id}/deliverables`, { kind: 'study', title, address });
  };
  return { platform, publish };
}

async function post({ url, key }: Deployment, path: string, body: object): Promise<string> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${key}` };
  const response = await fetch(`${url}/events/v1/${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return ((await response.json()) as { id: string }).id;
}
