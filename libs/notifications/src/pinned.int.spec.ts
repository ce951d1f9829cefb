import { randomUUID } from 'node:crypto';
import { until } from '@ecou/event-sourcing/testing';
import { startTestProcess, unitsSince, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { notificationsContext } from './context.js';
import { Mailbox } from './testing/mailbox.js';
import { publishers, tellReport, tellWish } from './testing/publishers.js';
import { confirmedSubscribers } from './testing/subscribers.js';

// What others rely on beyond each rule: what stands in one unit, and what the same wish or the same report comes to when it is told at once.

let test: TestProcess;
const mails = new Mailbox();
beforeAll(async () => {
  test = await startTestProcess([...publishers, notificationsContext], {
    env: { ECOU_MAIL_DIR: mails.folder, PUBLIC_URL: 'https://ecou.test' },
  });
  mails.openedBy(test);
});
afterAll(async () => {
  await test.stop();
  await mails.remove();
});

/** The units that policies have written since a position, without those of messages by themselves. */
const written = (position: number) => unitsSince(test.context('notifications'), position, '^policy:');

describe('one unit holds', () => {
  it('a chunk of an announcement, before the message of each of its subscribers', async () => {
    const programmeId = randomUUID();
    const addresses = ['ana', 'ion', 'maria'].map((name) => `${name}@example.org`);
    await confirmedSubscribers(test, addresses, [`programme:${programmeId}`]);
    await test.settle();
    const before = await test.context('notifications').head();
    await tellReport(test, { civicEventId: randomUUID(), programmeId });
    const units = await until(async () => {
      const found = await written(before);
      return found.flat().some((event) => event.startsWith('AnnouncementCompleted')) && found;
    }, 'the announcement is complete');
    const types = units.map((unit) => unit.map((event) => event.split(' ')[0]));
    expect(types[0]).toEqual(['AnnouncementStarted']);
    const chunk = types.find((unit) => unit.includes('MessageQueued'));
    expect(chunk?.[0]).toBe('AnnouncementExpanded');
    expect(chunk?.filter((type) => type === 'MessageQueued')).toHaveLength(addresses.length);
    const streams = new Set(units.flat().flatMap((event) => (/ (announcement-.*)/.exec(event) ?? []).slice(1)));
    expect(streams.size).toBe(1);
  });
});

describe('the same address, however it is written and however many ask for it at once', () => {
  it('is one subscriber, with every topic', async () => {
    const before = await test.context('notifications').head();
    const topics = Array.from({ length: 4 }, () => `programme:${randomUUID()}`);
    const addresses = ['Dan@example.org', 'dan@Example.org', 'dan@example.org'];
    await Promise.all(
      topics.map((topic, index) =>
        tellWish(test, { address: addresses[index % 3]!, topics: [topic], consentText: 'Sunt de acord.' }),
      ),
    );
    const asked = await until(async () => {
      const found = (await written(before)).flat().filter((event) => event.startsWith('SubscriptionAsked'));
      return found.length === topics.length && found;
    }, 'every wish is heard');
    expect(new Set(asked).size).toBe(1);
    const registered = (await written(before)).flat().filter((event) => event.startsWith('SubscriberRegistered'));
    expect(registered).toHaveLength(1);
  });
});
