import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { testDatabase, until } from '@ecou/event-sourcing/testing';
import { startProcess, type ContextDefinition } from '@ecou/runtime';
import { describe, expect, it } from '@jest/globals';
import { simpleParser } from 'mailparser';
import { notificationsContext } from './context.js';
import { Mailbox } from './testing/mailbox.js';
import { publishers, tellReport } from './testing/publishers.js';
import { Service } from './testing/service.js';
import { confirmedSubscribers } from './testing/subscribers.js';

const people = 150;
const things = 3;
/** The number of messages that an effect sends at a time. */
const width = 16;
const day = 24 * 3600_000;

describe('digests whose process is killed while they are gathered, and while they go out', () => {
  it('are one for each subscriber, which holds each thing once', async () => {
    const [database, mails] = [await testDatabase(), new Mailbox()];
    const env = {
      PORT: '0',
      HOST: '127.0.0.1',
      DATABASE_URL: database.url,
      ECOU_SECRET: 'a secret of tests only, long enough',
      ECOU_MAIL_DIR: mails.folder,
      // Mails are read as they stand, once every process that could open them is gone.
      ECOU_ENCRYPTION: 'off',
      PUBLIC_URL: 'https://ecou.test',
      LOG_LEVEL: 'error',
    };
    const boot = async (contexts: readonly ContextDefinition[]) => {
      const process = await startProcess({ contexts, env });
      return { stop: () => process.stop(), context: (name: string) => process.contexts.get(name)! };
    };
    const programmeId = randomUUID();
    const addresses = Array.from({ length: people }, (_, index) => `reader-${index}@example.org`);
    const town = await boot([...publishers, notificationsContext]);
    // An hour that is far from now on any clock, so that all of it is one day's.
    const hour = (new Date().getUTCHours() + 12) % 24;
    const daily = { schedule: 'daily', hour, timeZone: 'UTC' } as const;
    await confirmedSubscribers(town, addresses, [`programme:${programmeId}`], 'ro', daily);
    await town.stop();

    const count = async (type: string) => {
      const { rows } = await database.pool.query(
        'SELECT count(*)::int AS count FROM notifications.events WHERE type = $1',
        [type],
      );
      return rows[0].count as number;
    };
    const others = await boot(publishers);
    const reports = Array.from({ length: things }, () => randomUUID());
    for (const civicEventId of reports) await tellReport(others, { civicEventId, programmeId });

    const killedAt = async (ahead: number, type: string, atLeast: number) => {
      const service = await Service.start({ ...env, TEST_AHEAD_MS: String(ahead) });
      await until(async () => (await count(type)) >= atLeast, `${type}, ${atLeast} times`, 60_000);
      await service.kill();
    };
    await killedAt(0, 'NewsGathered', 1);
    await killedAt(0, 'AnnouncementCompleted', things);
    await killedAt(day, 'MessageSent', 20);
    const last = await Service.start({ ...env, TEST_AHEAD_MS: String(day) });
    const settled = async () => (await count('MessageSent')) + (await count('SendingUncertain')) === people;
    await until(settled, 'every digest is sent, or uncertain', 90_000);
    await last.kill();
    await others.stop();

    expect(await count('MessageQueued')).toBe(people);
    expect(await count('NewsGathered')).toBe(people * things);
    expect(await count('SendingStarted')).toBe(people);
    const uncertain = await count('SendingUncertain');
    expect(uncertain).toBeLessThanOrEqual(width);
    const files = (await readdir(mails.folder)).filter((name) => name.endsWith('.eml'));
    expect(files.length).toBeGreaterThanOrEqual(people - uncertain);
    const digests = await Promise.all(
      files.map(async (name) => simpleParser(await readFile(join(mails.folder, name)))),
    );
    for (const { text = '' } of digests) {
      expect(reports.map((report) => text.split(`/civic-events/${report}/`).length - 1)).toEqual([1, 1, 1]);
    }
    await database.drop();
    await mails.remove();
  });
});
