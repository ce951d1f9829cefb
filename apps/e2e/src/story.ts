import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { permissionsOf, roles, rolesOfDepartments, type Role } from '@ecou/runtime';
import { contexts } from '@ecou/platform';
import { walkRoutes, type Answer } from '@ecou/runtime/testing';
import { until } from '@ecou/event-sourcing/testing';
import { loadSample } from '@ecou/tools/sample/index.ts';
import type { Deployment } from './deployment.js';
import { MailServer } from '@ecou/tools/testing/mail-server.ts';
import { tellPetition } from './petition.story.js';
import { tellRegistration } from './registration.story.js';

const minute = 60_000;
const sessions = '/events/v1/civic-events';

interface Listed {
  readonly id: string;
  readonly series: { readonly place: number };
}

interface AttendanceFact {
  readonly type: string;
  readonly data: { readonly categories: readonly { readonly category: string; readonly count: number }[] };
}

const linkIn = (text: string | undefined, page: string): string => {
  const link = new RegExp(`https?://\\S+/notifications/v1/${page}/[\\w.-]+`).exec(text ?? '')?.[0];
  if (!link) throw new Error(`No link to ${page} in: ${text}`);
  return link;
};

/**
 * The platform's first story: three consultation sessions go in, are reconciled and reported, and those who asked to hear of the results
 * hear of them, once. `crash` kills whatever publishes and consumes between a report and its mails, as hard as the deployment allows.
 */
export function tellStory(
  name: string,
  start: (smtpUrl: string) => Promise<Deployment>,
  crash: (deployment: Deployment, publish: () => Promise<Answer>) => Promise<Answer>,
): void {
  describe(`the first story on ${name}`, () => {
    let mails: MailServer;
    let ecou: Deployment;
    /** Ids of the sessions, in order. */
    let ids: string[];

    beforeAll(async () => {
      mails = await new MailServer().start();
      ecou = await start(mails.url);
      await loadSample({ url: ecou.url, key: ecou.key });
      const { body } = await ecou.visitor.get(`${sessions}?series=consultation-sessions&limit=50`);
      ids = (body.items as Listed[]).sort((a, b) => a.series.place - b.series.place).map(({ id }) => id);
    }, 3 * minute);

    afterAll(async () => {
      const codes = await ecou.stop();
      await mails.stop();
      expect(codes.filter((code) => code !== 0)).toEqual([]);
    }, minute);

    const attendanceOf = async (place: number) =>
      (await ecou.visitor.get(`${sessions}/${ids[place - 1]}/attendance`)).body;

    it('has the three sessions, with 24, 23 and 21 participants in their reports', async () => {
      expect(ids).toHaveLength(3);
      const totals = [];
      for (const id of ids) {
        const { status, body } = await ecou.visitor.get(`${sessions}/${id}/reports/latest`);
        expect(status).toBe(200);
        totals.push(body.participants.total);
      }
      expect(totals).toEqual([24, 23, 21]);
    });

    it('shows the report as a page in Romanian and in English', async () => {
      const path = `${sessions}/${ids[0]}/reports/latest?format=html`;
      const [ro, en] = [await ecou.visitor.get(path), await ecou.visitor.get(`${path}&lang=en`)];
      expect([ro.headers.get('content-type'), en.headers.get('content-type')]).toEqual(
        Array(2).fill('text/html; charset=utf-8'),
      );
      expect(ro.body).toContain('<html lang="ro"');
      expect(ro.body).toContain('Participanți');
      expect(en.body).toContain('<html lang="en"');
      expect(en.body).toContain('Participants');
    });

    it('sums up what the questionnaires came to: 12, 17 and 10 respondents', async () => {
      const respondents = [];
      for (const id of ids) {
        const { body } = await ecou.visitor.get(`${sessions}/${id}/reports/latest`);
        respondents.push(...body.feedback.map((each: { respondents: number }) => each.respondents));
      }
      expect(respondents).toEqual([12, 17, 10]);
    });

    tellRegistration(
      () => ecou,
      () => mails,
    );

    tellPetition(
      () => ecou,
      () => mails,
    );

    it('serves the map of facilities', async () => {
      const { body } = await ecou.visitor.get('/facilities/v1/facilities?limit=100', {
        headers: { accept: 'application/geo+json' },
      });
      expect(body.type).toBe('FeatureCollection');
      expect(body.features.length).toBeGreaterThan(4);
    });

    it('reads session II as unreconciled until it is corrected; both figures stay in its history', async () => {
      expect(await attendanceOf(1)).toMatchObject({ reconciled: true, difference: 0 });
      expect(await attendanceOf(3)).toMatchObject({ reconciled: true, difference: 0 });
      expect(await attendanceOf(2)).toMatchObject({ reconciled: false, difference: 20, reported: { total: 23 } });
      const corrected = await ecou.api.post(`${sessions}/${ids[1]}/attendance/corrections`, {
        categories: [
          { category: 'ngo-member', count: 17 },
          { category: 'public-institution', count: 3 },
          { category: 'project-team', count: 3 },
        ],
        reason: { ro: 'Sintetic, pentru acest test: lista de semnături are trei membri ai echipei.' },
      });
      expect(corrected.status).toBe(201);
      expect(await attendanceOf(2)).toMatchObject({ reconciled: true, difference: 0, reported: { total: 23 } });
      const history = await until(
        async () => {
          const { body } = await ecou.api.get(`${sessions}/${ids[1]}/history?limit=200`);
          const facts = (body.items as AttendanceFact[]).filter(({ type }) => type.startsWith('Attendance'));
          return facts.length > 1 ? facts : undefined;
        },
        'the correction to be in the history',
        minute,
      );
      expect(history.map(({ type }) => type)).toEqual(['AttendanceReported', 'AttendanceCorrected']);
      const teams = history.map(
        ({ data }) => data.categories.find(({ category }) => category === 'project-team')?.count,
      );
      expect(teams).toEqual([23, 3]);
    });

    it(
      'tells who asked, and confirmed, exactly once, though all who publish and consume are killed',
      async () => {
        const address = 'ana.ionescu@example.ro';
        await subscribe(address, [`civic-event:${ids[1]}`]);
        const quiet = 'somebody.else@example.ro';
        await ask(quiet, [`civic-event:${ids[1]}`]);
        await mails.wait(quiet);

        const published = await crash(ecou, () =>
          ecou.api.post(`${sessions}/${ids[1]}/reports`, {
            changeNote: { ro: 'Cifrele participanților au fost corectate.' },
          }),
        );
        expect(published.status).toBe(201);
        const [, report] = await mails.wait(address, 2);
        expect(report?.text).toContain(`${ecou.url}${sessions}/${ids[1]}/reports/2`);
        await sleep(3_000);
        expect(mails.to(address)).toHaveLength(2);
        // Who has not confirmed hears nothing.
        expect(mails.to(quiet)).toHaveLength(1);
      },
      5 * minute,
    );

    it(
      'lets people leave with one click, and writes no more',
      async () => {
        const address = 'ion.pop@example.ro';
        await subscribe(address, [`civic-event:${ids[0]}`]);
        const publish = (version: number) =>
          ecou.api.post(`${sessions}/${ids[0]}/reports`, { version, changeNote: { ro: `Versiunea ${version}.` } });
        await publish(2);
        const [, report] = await mails.wait(address, 2);
        const header = JSON.stringify(report?.headers.get('list'));
        expect(String(report?.headerLines.find(({ key }) => key === 'list-unsubscribe-post')?.line)).toContain(
          'List-Unsubscribe=One-Click',
        );
        const link = linkIn(header, 'unsubscribe');
        const left = await fetch(link, {
          method: 'POST',
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
          body: 'List-Unsubscribe=One-Click',
        });
        expect(left.status).toBe(200);
        const other = 'maria.dinu@example.ro';
        await subscribe(other, [`civic-event:${ids[0]}`]);
        await publish(3);
        await mails.wait(other, 2);
        await sleep(1_000);
        expect(mails.to(address)).toHaveLength(2);
      },
      2 * minute,
    );

    it(
      'leaves a sending uncertain that a kill cut off, and never sends it again by itself',
      async () => {
        const address = 'cut.off@example.ro';
        await subscribe(address, [`civic-event:${ids[2]}`]);
        mails.holds = (to) => to === address;
        await ecou.api.post(`${sessions}/${ids[2]}/reports`, { changeNote: { ro: 'O notă.' } });
        await until(() => mails.held.includes(address), 'the sending to begin', minute);
        await ecou.process('notifications').restart();
        mails.holds = () => false;
        const message = await until(
          async () => {
            const { body } = await ecou.api.get('/notifications/v1/messages?status=uncertain');
            return (body?.items as { id: string }[] | undefined)?.[0];
          },
          'the message to be uncertain',
          minute,
        );
        await sleep(3_000);
        expect(mails.to(address)).toHaveLength(1);
        expect(mails.held.filter((to) => to === address)).toEqual([address]);
        const settled = await ecou.api.post(`/notifications/v1/messages/${message.id}/settle`, {
          outcome: 'sent',
          reason: 'The log of the mail server has it.',
        });
        expect(settled.status).toBe(200);
        expect((await ecou.api.get(`/notifications/v1/messages/${message.id}`)).body.status).toBe('sent');
      },
      3 * minute,
    );

    it(
      'parks the key of a message that cannot be handled, and only that; a redrive completes it',
      async () => {
        const [hit, spared] = ['hit@example.ro', 'spared@example.ro'];
        const hitTopic = `civic-event:${ids[0]}`;
        await subscribe(hit, [hitTopic]);
        await subscribe(spared, [`civic-event:${ids[1]}`]);
        // A fault of the build, as it were: what is about the first session cannot be written.
        const { pool } = ecou.database('notifications');
        await pool.query(`CREATE FUNCTION notifications.fault() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'a fault for this test'; END $$`);
        await pool.query(`CREATE TRIGGER fault BEFORE INSERT ON notifications.events FOR EACH ROW
        WHEN (NEW.type = 'AnnouncementStarted' AND NEW.data::text LIKE '%${ids[0]}%') EXECUTE FUNCTION notifications.fault()`);
        await ecou.api.post(`${sessions}/${ids[0]}/reports`, { changeNote: { ro: 'A patra.' } });
        await ecou.api.post(`${sessions}/${ids[1]}/reports`, { changeNote: { ro: 'A treia.' } });
        await mails.wait(spared, 2);
        const parked = await until(
          async () => {
            const { body } = await ecou.api.get('/notifications/ops/v1/parked');
            // One that is still tried by itself could go through before it is redriven.
            const items = body?.items as { id: string; state: string }[] | undefined;
            return items?.find(({ state }) => state === 'parked');
          },
          'the message to be parked',
          2 * minute,
        );
        const { body: shown } = await ecou.api.get(`/notifications/ops/v1/parked/${parked.id}`);
        expect(JSON.stringify(shown)).toContain('a fault for this test');
        expect(mails.to(hit)).toHaveLength(1);

        await pool.query('DROP TRIGGER fault ON notifications.events');
        await pool.query('DROP FUNCTION notifications.fault()');
        const redriven = await ecou.api.post(`/notifications/ops/v1/parked/${parked.id}/redrive`);
        expect(redriven.status).toBeLessThan(300);
        const [, report] = await mails.wait(hit, 2);
        expect(report?.text).toContain(`${sessions}/${ids[0]}/reports/4`);
        await sleep(1_000);
        expect(mails.to(hit)).toHaveLength(2);
        expect((await ecou.api.get('/notifications/ops/v1/parked')).body.items).toEqual([]);
      },
      5 * minute,
    );

    it(
      'lets every role do what it may, and no more, on every route',
      async () => {
        const keys: Partial<Record<Role, string>> = {};
        const officer = randomUUID();
        const directory = '/feedback/v1/directory';
        await ecou.api.put(`${directory}/departments/walked`, { name: { ro: 'Compartiment sintetic' } });
        const known = { department: 'walked', name: 'Maria Exemplu', phone: '021 000 0000' };
        expect((await ecou.api.put(`${directory}/officers/${officer}`, known)).status).toBe(200);
        for (const role of roles) {
          const named = rolesOfDepartments.includes(role) ? officer : null;
          const order = { name: `e2e ${role}`, roles: [role], officer: named };
          const { status, body } = await ecou.api.post('/identity/v1/keys', order);
          // Another administrator takes two people.
          expect(status).toBe(role === 'administrator' ? 202 : 201);
          keys[role] = role === 'administrator' ? ecou.key : body.key;
        }
        const permissions = permissionsOf(contexts);
        const steps = await walkRoutes({ url: ecou.url, keys: keys as Record<Role, string>, permissions });
        expect(steps.filter(({ fault }) => fault !== null)).toEqual([]);
        expect(steps.length).toBeGreaterThan(300);
      },
      2 * minute,
    );

    it('is healthy in all its parts', async () => {
      const { status, body } = await ecou.visitor.get('/health/ready');
      expect({ status, ready: body.ready }).toEqual({ status: 200, ready: true });
      const metrics = await ecou.api.get('/metrics');
      expect(metrics.status).toBe(200);
      expect(metrics.body).toContain('ecou_');
    });

    async function ask(address: string, topics: readonly string[]): Promise<void> {
      const consent = await ecou.visitor.get('/notifications/v1/consent');
      const asked = await ecou.visitor.post('/notifications/v1/subscriptions', {
        id: randomUUID(),
        address,
        topics,
        consentVersion: consent.body.version,
      });
      expect(asked.status).toBe(202);
    }

    /** Asks, and confirms through the link of the mail. */
    async function subscribe(address: string, topics: readonly string[]): Promise<void> {
      await ask(address, topics);
      const [mail] = await mails.wait(address);
      const link = linkIn(mail?.text, 'confirm');
      expect((await fetch(link)).status).toBe(200);
      expect((await fetch(link, { method: 'POST' })).status).toBe(200);
    }
  });
}
