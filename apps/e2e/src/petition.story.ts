import { randomUUID } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { until } from '@ecou/event-sourcing/testing';
import { officerIdOf } from '@ecou/tools/sample/petitions.ts';
import type { Deployment } from './deployment.js';

const minute = 60_000;
const petitions = '/feedback/v1/petitions';

interface Told {
  readonly type: string;
  readonly data: Record<string, unknown>;
}

/** A petition from phone intake to answered, reopened and answered again, with the sample's directory. */
export function tellPetition(deployment: () => Deployment): void {
  it(
    'takes a petition by phone, answers it, hears that it is not settled, and answers again',
    async () => {
      const ecou = deployment();
      const phoned = {
        id: randomUUID(),
        kind: 'complaint',
        channel: 'phone',
        category: 'street-lighting',
        petitioner: { name: 'Elena Sintetică', channel: 'email', contact: 'elena.sintetica@example.org' },
        text: 'Sintetic: lampa de la colț clipește toată noaptea.',
      };
      const intake = await ecou.api.post(petitions, phoned);
      expect(intake.status).toBe(201);
      const { id, number, answerBy, statusUrl } = intake.body;
      expect({ number, answerBy }).toEqual({
        number: expect.stringMatching(/^\d{4}-\d{6}$/),
        answerBy: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
      });
      expect((await ecou.api.post(petitions, phoned)).body).toMatchObject({ id, number, statusUrl });

      const done = async (verb: string, body?: object) => {
        const { status, body: answer } = await ecou.api.post(`${petitions}/${id}/${verb}`, body);
        expect({ verb, status, code: answer.code }).toEqual({ verb, status: 200, code: undefined });
      };
      await done('assign', { officer: officerIdOf('dan') });
      await done('request-callback', { id, phone: '+40 700 000 003' });
      await done('start');
      await done('callback-done', { callback: id, note: 'Sintetic: lampa 14.' });
      await done('answer', { text: 'Sintetic: am strâns firele.', legalBasis: 'OG 27/2002, art. 8' });
      await done('satisfaction', { grade: 1, reopen: 'Sintetic: clipește și acum.' });
      await done('start');
      await done('answer', { text: 'Sintetic: am înlocuit lampa.', legalBasis: 'OG 27/2002, art. 8' });
      await done('satisfaction', { grade: 5 });
      await done('close');

      expect((await ecou.api.get(`${petitions}/${id}`)).body).toMatchObject({
        status: 'closed',
        closedBecause: 'answered',
        deadlineState: 'met',
        round: 2,
        satisfaction: 5,
        personal: {
          officer: { name: 'Dan Sintetic', phone: '+40 21 000 0001' },
          replies: [
            { round: 1, outcome: 'answered', inTime: true },
            { round: 2, outcome: 'answered', inTime: true },
          ],
        },
      });
      const { pool } = ecou.database('feedback');
      const published = async () => {
        const { rows } = await pool.query<Told>(
          `SELECT type, data FROM feedback.outbox WHERE key = $1 AND topic = 'ecou.feedback' ORDER BY "offset"`,
          [id],
        );
        return rows.length >= 6 ? rows : undefined;
      };
      const told = await until(published, 'others to be told of the petition', minute);
      expect(told.map(({ type }) => type.split('.')[2])).toEqual([
        ...['petition-registered', 'petition-assigned', 'petition-answered'],
        ...['petition-reopened', 'petition-answered', 'petition-closed'],
      ]);
      expect(JSON.stringify(told)).not.toMatch(/Elena|example\.org|lamp|700/);
      const listed = async () => {
        const { body } = await ecou.api.get(`${petitions}?number=${number}&status=closed`);
        return (body.items as { id: string }[]).length === 1 ? true : undefined;
      };
      await until(listed, 'the list to have it', minute);
    },
    2 * minute,
  );
}
