import { randomUUID } from 'node:crypto';
import {
  FacilityAddedV1,
  FacilityKindsChangedV1,
  IncentiveAnnouncedV1,
  VerificationDueContactV1,
} from '@ecou/contracts';
import { until } from '@ecou/event-sourcing/testing';
import { startTestProcess, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { notificationsContext } from './context.js';
import { Mailbox } from './testing/mailbox.js';
import { publishers, tell } from './testing/publishers.js';
import { confirmedSubscribers } from './testing/subscribers.js';

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

const facilityId = randomUUID();
const kind = 'charging-point';
const name = { ro: 'Stația din parc', en: 'The station in the park' };
const at = '2026-03-01T10:00:00.000Z';

async function count(type: string): Promise<number> {
  const { pool } = test.context('notifications');
  const { rows } = await pool.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM notifications.events WHERE type = $1',
    [type],
  );
  return rows[0]?.count ?? 0;
}

describe('an incentive of a facility', () => {
  it('is told once to whoever wants to hear of the facility, of its kind, or of both', async () => {
    const entry = { id: kind, name: { ro: 'priză publică', en: 'public plug' }, description: null, fields: [] };
    await tell(test, FacilityKindsChangedV1, {
      ...{ kindsId: randomUUID(), version: 2, note: null, changedAt: at },
      kinds: [{ ...entry, verifyEveryMonths: null, retired: false }],
    });
    await tell(test, FacilityAddedV1, {
      ...{ facilityId, kind, name, description: null, position: null, approximate: false, onlineOnly: false },
      ...{ address: null, openingHours: null, accessibility: null, operator: null, source: null, links: [] },
      ...{ incentives: [], status: 'open', addedAt: at },
    });
    await until(async () => (await count('TopicNamed')) === 2, 'the facility and its kind to have names');
    await confirmedSubscribers(test, ['both@example.org'], [`facility:${facilityId}`, `facility-kind:${kind}`]);
    await confirmedSubscribers(test, ['one@example.org'], [`facility:${facilityId}`]);
    await confirmedSubscribers(test, ['kind@example.org'], [`facility-kind:${kind}`]);
    await confirmedSubscribers(test, ['other@example.org'], ['facility-kind:library']);
    await tell(test, IncentiveAnnouncedV1, {
      ...{ facilityId, kind, name, incentiveId: randomUUID(), title: { ro: 'Încărcare gratuită' } },
      ...{ description: { ro: 'La orice oră.' }, beganOn: '2026-03-01', lastOn: '2026-03-31', announcedAt: at },
    });
    const subject = 'Stimulent nou: Stația din parc: Încărcare gratuită';
    const mail = await mails.waitFor('both@example.org', subject);
    expect(mail.text).toContain('La orice oră.');
    expect(mail.text).toContain('31 martie 2026');
    expect(mail.text).toContain('Facilitatea digitală „Stația din parc”');
    expect(mail.text).toContain('Facilități digitale de felul „priză publică”');
    expect(mail.text).toContain(`https://ecou.test/facilities/v1/facilities/${facilityId}?format=html&lang=ro`);
    await mails.waitFor('one@example.org', subject);
    await mails.waitFor('kind@example.org', subject);
    await until(async () => (await count('AnnouncementCompleted')) === 1, 'the announcement to be complete');
    const { pool } = test.context('notifications');
    const { rows } = await pool.query(
      `SELECT FROM notifications.events WHERE type = 'MessageQueued' AND data->>'purpose' = 'incentive-began'`,
    );
    expect(rows).toHaveLength(3);
  });
});

describe('whoever sees to a facility', () => {
  it('is reminded once that it is to be verified', async () => {
    const sealed = (value: string) => ({ subject: facilityId, codec: 'plain', value });
    const due = { facilityId, kind, name, dueOn: '2026-08-01', verifiedAt: null, dueAt: at };
    const steward = { stewardName: sealed('Serviciul IT'), contact: sealed('it@example.ro') };
    await tell(test, VerificationDueContactV1, { ...due, ...steward });
    const mail = await mails.waitFor('it@example.ro', 'De verificat pe hartă: Stația din parc');
    expect(mail.text).toContain('Bună ziua, Serviciul IT,');
    expect(mail.text).toContain('1 august 2026');
    expect(mail.text).toContain('Nu le-a verificat nimeni');
    await test.settle();
    const { items } = (await test.api.get('/notifications/v1/messages?limit=200')).body;
    const reminders = items.filter(({ purpose }: { purpose: string }) => purpose === 'verification-due');
    expect(reminders).toMatchObject([{ promise: { kind: 'facility', id: facilityId } }]);
  });
});
