import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { attributes, Ecou, MissedMessages, type Message } from '@ecou/client';
import { eventsContext } from '@ecou/events';
import { until } from '@ecou/event-sourcing/testing';
import { facilitiesContext } from '@ecou/facilities';
import { feedbackContext } from '@ecou/feedback';
import { integrationsContext } from '@ecou/integrations';
import { notificationsContext } from '@ecou/notifications';
import { startTestProcess, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execa } from 'execa';
import { Webhook } from 'standardwebhooks';
import { freePort } from '../processes.ts';
import { blocksOf } from '../testing/guides.ts';

const root = join(import.meta.dirname, '../..');
const added = 'ecou.facilities.facility-added.v1';
const retired = 'ecou.facilities.facility-retired.v1';

let test: TestProcess;
let folder: string;
let ecou: Ecou;
/** The programs of the README. */
const [take = '', whatever = '', webhook = ''] = blocksOf('libs/client/README.md').map(({ code }) => code);

beforeAll(async () => {
  test = await startTestProcess([
    ...[eventsContext, feedbackContext, facilitiesContext, notificationsContext, integrationsContext],
  ]);
  ecou = new Ecou({ url: test.process.url, key: test.keys.system });
  folder = await mkdtemp(join(tmpdir(), 'ecou-client-'));
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
});
afterAll(async () => {
  await test.stop();
  await rm(folder, { recursive: true, force: true });
});

const log = () => test.context('integrations').pool;

async function head(): Promise<number> {
  const { rows } = await log().query<{ last: number }>('SELECT last FROM integrations.log');
  return rows[0]?.last ?? 0;
}

/** Puts a facility on the map and retires it, and waits until the log has both messages. Answers its id. */
async function facility(): Promise<string> {
  const [id, before] = [randomUUID(), await head()];
  const path = '/facilities/v1/facilities';
  const said = { id, kind: 'library', name: { ro: 'Biblioteca Exemplului' }, position: [26.1, 44.4] };
  expect((await test.api.post(path, said)).status).toBe(201);
  expect((await test.api.post(`${path}/${id}/retire`, { reason: { ro: 'Mutată' } })).status).toBe(200);
  await until(async () => (await head()) >= before + 2, 'the log to have both');
  return id;
}

/** Reads until so many messages have come. */
async function first<M extends Message>(count: number, messages: AsyncIterable<M>): Promise<M[]> {
  const found: M[] = [];
  for await (const message of messages) if (found.push(message) >= count) break;
  return found;
}

describe('the client of a deployment', () => {
  it.each(['pull', 'stream'] as const)('takes what there is and what comes, by %s, and misses nothing', async (via) => {
    const after = await head();
    const id = await facility();
    const messages = ecou.messages({ types: [added], after, via });
    const reading = first(2, messages);
    const other = await facility();
    const found = await reading;
    expect(found.map(({ data }) => data.facilityId)).toEqual([id, other]);
    expect(found[0]?.data.name.ro).toBe('Biblioteca Exemplului');
    const rest = ecou.messages({ after: messages.checkpoint ?? 0, follow: false });
    expect((await first(9, rest)).map(({ type, subject }) => [type, subject])).toEqual([[retired, other]]);
  });

  it('has the attributes of every message, as the OpenAPI document of the deployment says', async () => {
    const { body } = await test.visitor.get('/openapi.json');
    expect([...attributes].sort()).toEqual(body.components.schemas.LoggedMessage.required.toSorted());
    expect(Object.keys(body.components.schemas.LoggedMessages.properties).sort()).toEqual(['items', 'position']);
    await facility();
    const { items, position } = await ecou.page({ after: 0, limit: 1 });
    expect([items[0]?.position, position]).toEqual([1, 1]);
  });

  it('notices a message that the log lost', async () => {
    const after = await head();
    const id = await facility();
    expect(await first(9, ecou.messages({ after: 0, follow: false }))).not.toEqual([]);
    await log().query('DELETE FROM integrations.messages WHERE position = $1', [after + 1]);
    const reading = first(999, ecou.messages({ after: 0, follow: false }));
    await expect(reading).rejects.toThrow(MissedMessages);
    await expect(reading).rejects.toMatchObject({ source: '/ecou/facilities', key: id, from: 1, to: 1 });
    await log().query('DELETE FROM integrations.messages WHERE position = $1', [after + 2]);
  });

  it('is refused without a key that may', async () => {
    const stranger = new Ecou({ url: test.process.url, key: 'ecou_none' });
    await expect(stranger.page()).rejects.toMatchObject({ name: 'EcouError', status: 401 });
    const beyond = first(1, ecou.messages({ after: 999_999 }));
    await expect(beyond).rejects.toMatchObject({ status: 400, code: 'POSITION_BEYOND_HEAD' });
  });
});

/** Runs a program of the README, saved under a name. */
async function program(name: string, code: string, env: Record<string, string> = {}) {
  await writeFile(join(folder, name), code);
  const own = { ECOU_URL: test.process.url, ECOU_KEY: test.keys.system };
  const running = execa(process.execPath, [name], { cwd: folder, env: { ...own, ...env }, reject: false, all: true });
  let said = '';
  running.all.on('data', (bytes: Buffer) => (said += bytes.toString()));
  const stop = async () => {
    running.kill('SIGKILL');
    await running;
  };
  return { running, stop, said: () => said };
}

describe('the programs of the README', () => {
  it('take messages, and go on where they were', async () => {
    const [id, running] = [await facility(), await program('take.mjs', take)];
    const kept = () => readFile(join(folder, 'checkpoint.json'), 'utf8').catch(() => '{}');
    const reached = `"position":${(await head()) - 1},`;
    await until(async () => (await kept()).includes(reached), 'the checkpoint of it').finally(running.stop);
    expect(running.said()).toContain(id);
    const [other, again] = [await facility(), await program('take.mjs', take)];
    await until(() => again.said().includes(other), 'the other one to be printed').finally(again.stop);
    expect(again.said()).toBe(`${(await head()) - 1} ${other} Biblioteca Exemplului\n`);
  });

  it('tell what became of all there is', async () => {
    const id = await facility();
    const { running, said } = await program('whatever.mjs', whatever);
    await running;
    expect(said()).toContain(`retired: ${id}\n`);
    expect(said()).toMatch(/^\d+ messages, none missing\n$/m);
    const refused = await program('whatever.mjs', whatever, { ECOU_KEY: 'other' });
    await refused.running;
    expect(refused.said()).toMatch(/^Refused: 401 /);
    await log().query('UPDATE integrations.log SET first = 3');
    const trimmed = await program('whatever.mjs', whatever);
    await trimmed.running;
    await log().query('UPDATE integrations.log SET first = 1');
    expect(trimmed.said()).toContain('The oldest messages are not kept any more');
  });

  it('take webhooks', async () => {
    const id = await facility();
    const [message] = await first(1, ecou.messages({ types: [added], key: id, follow: false }));
    const body = JSON.stringify({ type: added, timestamp: message?.time, data: message });
    const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
    const [port, at] = [await freePort(), new Date()];
    const { stop, said } = await program('webhook.mjs', webhook, {
      WEBHOOK_SECRETS: `whsec_${Buffer.alloc(32, 8).toString('base64')} ${secret}`,
      PORT: String(port),
    });
    const send = (signature: string) =>
      fetch(`http://127.0.0.1:${port}`, {
        method: 'POST',
        body,
        headers: {
          'webhook-id': message?.id ?? '',
          'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
          'webhook-signature': signature,
        },
      }).then(({ status }) => status);
    const signature = new Webhook(secret).sign(message?.id ?? '', at, body);
    try {
      await until(async () => (await send(signature).catch(() => 0)) === 204, 'the program to take it');
      expect(await send('v1,none')).toBe(400);
      expect(said()).toContain(`${message?.id} ${added} ${id}\n`);
    } finally {
      await stop();
    }
  });
});
