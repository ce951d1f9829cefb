import { randomBytes, randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startPlatform, type Deployment } from './deployment.js';

const people = 150;
const writers = 8;
const kills = 3;
const questionnaires = '/feedback/v1/questionnaires';

const questionnaire = {
  title: { ro: 'Chestionar sintetic' },
  about: { theme: 'synthetic' },
  access: 'anonymous-once',
  items: [{ kind: 'text', id: 'ideas', wording: { ro: 'Ce propuneți?' } }],
};

describe('answers by ballot', () => {
  let ecou: Deployment;
  let path: string;
  let tokens: string[];

  beforeAll(async () => {
    ecou = await startPlatform();
    const { body } = await ecou.api.post(questionnaires, questionnaire);
    path = `${questionnaires}/${body.id}`;
    expect((await ecou.api.post(`${path}/invitations`, { count: people })).status).toBe(201);
    expect((await ecou.api.post(`${path}/open`)).status).toBe(200);
    tokens = [];
    for (let next: string | null = ''; next !== null;) {
      const page = await ecou.api.get(`${path}/invitations?limit=100${next && `&cursor=${next}`}`);
      tokens.push(...(page.body.items as { token: string }[]).map(({ token }) => token));
      next = page.body.next as string | null;
    }
  });

  afterAll(async () => {
    expect(await ecou.stop()).toEqual([0]);
  });

  /** Sends until it is answered; a service that was killed, or is coming up, is asked again. */
  async function persist(to: string, body: object, status: number) {
    for (;;) {
      const answer = await ecou.visitor.post(`${path}/${to}`, body).catch(() => undefined);
      if (answer && answer.status !== 503) {
        expect({ to, status: answer.status, body: answer.body }).toMatchObject({ status });
        return answer.body;
      }
      await sleep(20);
    }
  }

  /** The texts of all answers, as staff read them. */
  async function readTexts(): Promise<string[]> {
    const texts: string[] = [];
    for (let next: string | null = ''; next !== null;) {
      const page = await ecou.api.get(`${path}/responses?limit=100${next && `&cursor=${next}`}`);
      texts.push(...(page.body.items as { answers: [{ text: string }] }[]).map(({ answers: [{ text }] }) => text));
      next = page.body.next as string | null;
    }
    return texts;
  }

  it('are all there, each once and in groups of five or more, though the service is killed at random', async () => {
    expect(new Set(tokens).size).toBe(people);
    const text = (person: number) => `Ideea sintetică ${person}`;
    let next = 0;
    let acknowledged = 0;
    const write = async () => {
      for (let person = next++; person < people; person = next++) {
        const number = randomBytes(32).toString('base64url');
        const { signature } = await persist('ballots', { token: tokens[person], number }, 200);
        const answer = { ballot: { number, signature }, answers: [{ item: 'ideas', text: text(person) }] };
        await persist('answers', answer, 202);
        acknowledged += 1;
      }
    };
    const killedAt = Array.from({ length: kills }, () => randomInt(20, people - 20)).sort((a, b) => a - b);
    const killing = (async () => {
      for (const count of killedAt) {
        while (acknowledged < count) await sleep(randomInt(1, 10));
        await ecou.process('feedback').restart();
      }
    })();
    await Promise.all([killing, ...Array.from({ length: writers }, write)]);

    const { pool } = ecou.database('feedback');
    const recorded = async () => {
      const { rows } = await pool.query<{ codec: string; unit: string }>(
        `SELECT data #>> '{answers,0,text,codec}' AS codec, metadata->>'correlationId' AS unit
           FROM feedback.events WHERE type = 'ResponseRecorded'`,
      );
      return rows;
    };
    expect((await recorded()).length).toBeGreaterThanOrEqual(people - 9);
    expect((await ecou.api.post(`${path}/close`)).status).toBe(200);
    await ecou.process('feedback').restart();
    while ((await recorded()).length < people) await sleep(50);
    const all = await recorded();
    expect(all).toHaveLength(people);
    expect(all.filter(({ codec }) => codec === 'plain')).toEqual([]);
    while ((await readTexts()).length < people) await sleep(50);
    expect((await readTexts()).sort()).toEqual(Array.from({ length: people }, (_, one) => text(one)).sort());
    for (const { unit } of all) expect(all.filter((one) => one.unit === unit).length).toBeGreaterThanOrEqual(5);
    while ((await pool.query('SELECT FROM feedback.ballot_boxes')).rowCount !== 0) await sleep(50);
  });
});
