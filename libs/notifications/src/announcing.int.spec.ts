import { randomUUID } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { testDatabase, until } from '@ecou/event-sourcing/testing';
import { startProcess, type ContextDefinition } from '@ecou/runtime';
import { describe, expect, it } from '@jest/globals';
import { notificationsContext } from './context.js';
import { Mailbox } from './testing/mailbox.js';
import { publishers, tellReport } from './testing/publishers.js';
import { Service } from './testing/service.js';
import { confirmedSubscribers } from './testing/subscribers.js';

const people = 450;
/** The number of messages that an effect sends at a time. */
const width = 8;

describe('an announcement whose process is killed again and again', () => {
  it('has one message for each subscriber in the end, each sent once at most', async () => {
    const [database, mails] = [await testDatabase(), new Mailbox()];
    const env = {
      PORT: '0',
      HOST: '127.0.0.1',
      DATABASE_URL: database.url,
      ECOU_SECRET: 'a secret of tests only, long enough',
      ECOU_MAIL_DIR: mails.folder,
      PUBLIC_URL: 'https://ecou.test',
      LOG_LEVEL: 'error',
    };
    const boot = async (contexts: readonly ContextDefinition[]) => {
      const process = await startProcess({ contexts, env });
      return { stop: () => process.stop(), context: (name: string) => process.contexts.get(name)! };
    };
    const programmeId = randomUUID();
    const addresses = Array.from({ length: people }, (_, index) => `citizen-${index}@example.org`);
    const town = await boot([...publishers, notificationsContext]);
    await confirmedSubscribers(town, addresses, [`programme:${programmeId}`]);
    await town.stop();

    const count = async (type: string) => {
      const { rows } = await database.pool.query(
        'SELECT count(*)::int AS count FROM notifications.events WHERE type = $1',
        [type],
      );
      return rows[0].count as number;
    };
    const others = await boot(publishers);
    await tellReport(others, { civicEventId: randomUUID(), programmeId });

    const moments: [type: string, atLeast: number][] = [
      ['AnnouncementStarted', 1],
      ['AnnouncementExpanded', 1],
      ['MessageSent', 30],
      ['MessageSent', 200],
    ];
    for (const [type, atLeast] of moments) {
      const service = await Service.start(env);
      await until(async () => (await count(type)) >= atLeast, `${type}, ${atLeast} times`, 60_000);
      await service.kill();
    }
    const last = await Service.start(env);
    const settled = async () => (await count('MessageSent')) + (await count('SendingUncertain')) === people;
    await until(settled, 'every message is sent, or uncertain', 90_000);
    await last.kill();
    await others.stop();

    expect(await count('AnnouncementStarted')).toBe(1);
    expect(await count('AnnouncementCompleted')).toBe(1);
    const { rows } = await database.pool.query(
      `SELECT count(DISTINCT data->>'subscriberId')::int AS subscribers, count(*)::int AS messages
       FROM notifications.events WHERE type = 'MessageQueued'`,
    );
    expect(rows).toEqual([{ subscribers: people, messages: people }]);
    expect(await count('SendingStarted')).toBe(people);
    const uncertain = await count('SendingUncertain');
    expect(uncertain).toBeLessThanOrEqual(width * moments.length);
    // Of those that are uncertain, some went out, and some did not.
    const files = (await readdir(mails.folder)).filter((name) => name.endsWith('.eml'));
    expect(files.length).toBeGreaterThanOrEqual(people - uncertain);
    expect(files.every((name) => name.endsWith('.1.eml'))).toBe(true);
    await database.drop();
    await mails.remove();
  });
});
