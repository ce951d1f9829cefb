import { until } from '@ecou/event-sourcing/testing';
import { startTestProcess, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { feedbackContext } from '../../context.js';
import { complaint, defineDirectory } from '../petitions.samples.js';

const petitions = '/feedback/v1/petitions';
const status = '/feedback/v1/status';

let test: TestProcess;
beforeAll(async () => {
  test = await startTestProcess([feedbackContext]);
  await defineDirectory(test.api);
});
afterAll(() => test.stop());

async function register(more: object = {}) {
  const { body } = await test.visitor.post(petitions, { ...complaint, ...more });
  const token = new URL(body.statusUrl as string).searchParams.get('token') ?? '';
  return { id: body.id as string, number: body.number as string, token };
}

const follow = (number: string, form: Readonly<Record<string, string>>, accept = 'application/json') =>
  test.visitor.call('POST', `${status}/${number}/follow`, new URLSearchParams(form).toString(), {
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept },
  });

/** Messages of one type about a petition to Ecou's services. */
const told = async (petitionId: string, name = 'petition-following-asked') => {
  const sql = `SELECT data FROM feedback.outbox WHERE data->>'petitionId' = $1 AND type LIKE $2 ORDER BY position`;
  const { pool } = test.context('feedback');
  const { rows } = await pool.query<{ data: Record<string, unknown> }>(sql, [petitionId, `%.${name}.%`]);
  return rows.map(({ data }) => data);
};

describe('whoever has the token of a petition', () => {
  it('asks by its page to be told of it at an address', async () => {
    const { id, number, token } = await register();
    const page = (await test.visitor.get(`${status}/${number}?token=${token}&format=html`)).body as string;
    expect(page).toContain('Aflați prin e-mail când se schimbă starea');
    const form = { token, lang: 'ro', email: 'ana@example.org', agree: 'on' };
    const shown = await follow(number, form, 'text/html');
    expect(shown).toMatchObject({ status: 200 });
    expect(shown.body).toContain('S-a înregistrat.');
    const asked = await until(async () => (await told(id))[0], 'it is told');
    expect(await test.opened(asked)).toMatchObject({
      ...{ petitionId: id, number, language: 'ro', channel: 'email' },
      address: 'ana@example.org',
      consentText: 'Sunt de acord ca primăria să îmi scrie la această adresă despre starea petiției.',
    });
    expect((asked['address'] as { subject: string }).subject).not.toBe(id);
  });

  it.each([
    ['no whole address', { email: 'ana' }],
    ['no consent', { agree: '' }],
  ])('is told on the page what is wrong: %s', async (_what, wrong) => {
    const { number, token } = await register();
    const form = { token, lang: 'en', email: 'ana@example.org', agree: 'on', ...wrong };
    const { status: answered, body } = await follow(number, form, 'text/html');
    expect(answered).toBe(400);
    expect(body).toMatch(/E-mail address: write a whole one|Consent: tick the box/);
  });

  it('cannot without it', async () => {
    const { number } = await register();
    const { token } = await register();
    const form = { lang: 'ro', email: 'ana@example.org', agree: 'on' };
    expect(await follow(number, { ...form, token })).toMatchObject({ status: 404, body: { code: 'STATUS_UNKNOWN' } });
    expect(await follow(number, form)).toMatchObject({ status: 404 });
    expect(await follow('2020-999999', { ...form, token })).toMatchObject({ status: 404 });
  });
});

describe('a step of a petition', () => {
  const act = async (id: string, verb: string, body: object) =>
    expect(await test.api.post(`${petitions}/${id}/${verb}`, body)).toMatchObject({ status: 200 });
  const stepsOf = (id: string) =>
    until(async () => {
      const all = await told(id, 'petition-step-contact');
      return all.length > 0 && all;
    }, 'a step is told');

  it('says where its petitioner is told the same', async () => {
    const { id, number } = await register();
    await act(id, 'forward', { authority: 'Compania sintetică', reason: 'Este a ei.' });
    const [step] = await stepsOf(id);
    expect(step).toMatchObject({ petitionId: id, number, occasion: 'forwarded', promised: { channel: 'email' } });
    expect(Object.keys(step!).sort()).toEqual(['at', 'number', 'occasion', 'petitionId', 'promised']);
  });
});
