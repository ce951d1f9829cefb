import { randomUUID } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { until } from '@ecou/event-sourcing/testing';
import type { TestApi } from '@ecou/runtime/testing';
import { officerIdOf } from '@ecou/tools/sample/petitions.ts';
import type { MailServer } from '@ecou/tools/testing/mail-server.ts';
import type { Deployment } from './deployment.js';

const minute = 60_000;
const petitions = '/feedback/v1/petitions';

interface Told {
  readonly type: string;
  readonly data: Record<string, unknown>;
}

/**
 * A petition from paper to answered, reopened and answered again, with the sample's directory. `deployment`, `mailServer`: what the story is
 * told on, once it is up.
 */
export function tellPetition(deployment: () => Deployment, mailServer: () => MailServer): void {
  it(
    'takes a petition on paper, answers it, hears that it is not settled, and answers again',
    async () => {
      const ecou = deployment();
      const written = {
        id: randomUUID(),
        kind: 'complaint',
        channel: 'paper',
        category: 'street-lighting',
        petitioner: { name: 'Elena Sintetică', channel: 'email', contact: 'elena.sintetica@example.org' },
        text: 'Sintetic: lampa de la colț clipește toată noaptea.',
      };
      const intake = await ecou.api.post(petitions, written);
      expect(intake.status).toBe(201);
      const { id, number, answerBy, statusUrl } = intake.body;
      expect({ number, answerBy }).toEqual({
        number: expect.stringMatching(/^\d{4}-\d{6}$/),
        answerBy: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
      });
      expect((await ecou.api.post(petitions, written)).body).toMatchObject({ id, number, statusUrl });

      // Each officer has a key that names them, and says nothing of who acts. Ioana is of another department, Ada heads the institution.
      const keyOf = async (name: string, role: string) => {
        const made = await ecou.api.post('/identity/v1/keys', { name, roles: [role], officer: officerIdOf(name) });
        expect(made.status).toBe(201);
        return ecou.api.with(made.body.key as string);
      };
      const [dan, ioana] = [await keyOf('dan', 'officer'), await keyOf('ioana', 'officer')];
      const [radu, ada] = [await keyOf('radu', 'head-of-department'), await keyOf('ada', 'head-of-department')];
      const done = async (by: TestApi, verb: string, body?: object) => {
        const { status, body: answer } = await by.post(`${petitions}/${id}/${verb}`, body);
        expect({ verb, status, code: answer.code }).toEqual({ verb, status: 200, code: undefined });
      };
      const answer = (text: string) => done(dan, 'answer', { text, legalBasis: 'OG 27/2002, art. 8' });
      /** Signed by two, and sent by e-mail. */
      const communicated = async () => {
        await done(radu, 'sign');
        await done(ada, 'sign');
        await done(dan, 'send');
      };
      await done(radu, 'assign', { officer: officerIdOf('dan') });
      await done(ecou.api, 'request-callback', { id, phone: '+40 700 000 003' });
      for (const verb of ['start', 'answer']) {
        const refused = await ioana.post(`${petitions}/${id}/${verb}`, verb === 'answer' ? { text: 'Nu.' } : {});
        expect(refused).toMatchObject({ status: 403, body: { code: 'DEPARTMENT_OTHER' } });
      }
      await done(dan, 'start');
      await done(dan, 'callback-done', { callback: id, note: 'Sintetic: lampa 14.' });
      await answer('Sintetic: am strâns firele.');
      await communicated();
      await done(ecou.api, 'satisfaction', { grade: 1, reopen: 'Sintetic: clipește și acum.' });
      await done(dan, 'start');
      await done(ada, 'extend', { reason: 'Sintetic: piesa se aduce de la alt depozit.' });
      await answer('Sintetic: am înlocuit lampa.');
      await communicated();
      await done(ecou.api, 'satisfaction', { grade: 5 });
      await done(radu, 'close');

      expect((await ecou.api.get(`${petitions}/${id}`)).body).toMatchObject({
        status: 'closed',
        closedBecause: 'answered',
        deadlineState: 'met',
        round: 2,
        satisfaction: 5,
        personal: {
          officer: { name: 'Dan Sintetic', phone: '+40 21 000 0001' },
          replies: [
            { round: 1, outcome: 'answered', channel: 'email', inTime: true },
            { round: 2, outcome: 'answered', channel: 'email', inTime: true },
          ],
        },
      });
      await lettersArrive(ecou, mailServer(), { id, number, to: written.petitioner.contact });

      const { pool } = ecou.database('feedback');
      const published = async () => {
        const { rows } = await pool.query<Told>(
          `SELECT type, data FROM feedback.outbox WHERE key = $1 AND topic = 'ecou.feedback' ORDER BY "offset"`,
          [id],
        );
        return rows.length >= 17 ? rows : undefined;
      };
      const progressed = (steps: number) => Array.from({ length: steps }, () => 'petition-progressed');
      const told = await until(published, 'others to be told of the petition', minute);
      expect(told.map(({ type }) => type.split('.')[2])).toEqual([
        ...['petition-registered', 'petition-assigned', ...progressed(4), 'petition-answered', 'petition-answered'],
        ...['petition-reopened', ...progressed(5), 'petition-answered', 'petition-answered', 'petition-closed'],
      ]);
      expect(JSON.stringify(told)).not.toMatch(/Elena|example\.org|lamp|40 700/);
      const listed = async () => {
        const { body } = await ecou.api.get(`${petitions}?number=${number}&status=closed`);
        return (body.items as { id: string }[]).length === 1 ? true : undefined;
      };
      await until(listed, 'the list to have it', minute);
    },
    2 * minute,
  );
}

interface Answered {
  readonly id: string;
  readonly number: string;
  readonly to: string;
}

/** The letter of each answer is in the mail as it can be had from the register, with numbers one after the other. */
async function lettersArrive(ecou: Deployment, mails: MailServer, { id, number, to }: Answered): Promise<void> {
  const answers = () => mails.to(to).filter(({ subject }) => subject === `Răspuns la petiție: ${number}`);
  const [first, second] = await until(() => answers().length === 2 && answers(), 'both answers to arrive', minute);
  const sent = async () => {
    const { items } = (await ecou.api.get(`/feedback/v1/outgoing-register?petition=${number}&state=sent`)).body;
    return items.length === 2 && (items as { id: string; number: string }[]).reverse();
  };
  const [one, other] = await until(sent, 'the register to have both', minute);
  const placeOf = (entry: { number: string } | undefined) => Number(/^E-\d{4}-(\d{6})$/.exec(entry?.number ?? '')?.[1]);
  expect(placeOf(other)).toBe(placeOf(one) + 1);
  for (const [mail, entry] of [
    [first, one],
    [second, other],
  ] as const) {
    expect(mail?.attachments).toMatchObject([{ filename: `${entry?.number}.pdf`, contentType: 'application/pdf' }]);
    const response = await fetch(`${ecou.url}${petitions}/${id}/letters/${entry?.id}`, {
      headers: { authorization: `Bearer ${ecou.key}` },
    });
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/pdf']);
    expect(Buffer.from(await response.arrayBuffer()).equals(mail!.attachments[0]!.content)).toBe(true);
  }
}
