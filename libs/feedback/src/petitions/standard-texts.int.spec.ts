import { startTestProcess, testOfficer, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { feedbackContext } from '../context.js';
import { complaint, defineDirectory, officerId } from './petitions.samples.js';

const base = '/feedback/v1/petitions';
const directory = '/feedback/v1/directory';
const institution = 'Primăria Exemplului';
const body = {
  title: 'Preluare sintetică',
  salutation: 'Stimate(ă) {petitioner},',
  text: 'Petiția {number} din {registeredOn} ({category}, {department}) este la {officer}. Răspundem până la {answerBy}, cel târziu {legalAnswerBy}.\n{institution}, {today}',
  legalBasis: 'OG 27/2002, art. 8',
};

let test: TestProcess;
let id: string;
let number: string;

const as = (role: 'officer' | 'auditor' | 'registry') => test.api.with(test.keys[role]);
const define = (code: string, said: object) => test.api.put(`${directory}/standard-texts/${code}`, said);
const registered = async (said: object) => (await as('registry').post(base, { ...complaint, ...said })).body;
const filled = async (petition: string, code = 'taken') => test.api.get(`${base}/${petition}/standard-texts/${code}`);

beforeAll(async () => {
  test = await startTestProcess([feedbackContext], { env: { ECOU_INSTITUTION: institution } });
  test.clock.set('2026-03-02T10:00:00.000Z');
  await defineDirectory(test.api);
  ({ id, number } = await registered({ channel: 'paper' }));
});
afterAll(() => test.stop());

describe('a standard text', () => {
  it('is defined once, and shown to staff with the directory', async () => {
    const first = await define('taken', body);
    expect(first.status).toBe(200);
    expect((await define('taken', body)).body.version).toBe(first.body.version);
    expect((await as('auditor').get(directory)).body.standardTexts).toEqual([
      { code: 'taken', ...body, language: 'ro', active: true },
    ]);
    expect((await test.visitor.get(directory)).body.standardTexts).toBeUndefined();
    const refused = await as('registry').put(`${directory}/standard-texts/taken`, body);
    expect(refused).toMatchObject({ status: 403, body: { code: 'PERMISSION_MISSING' } });
  });

  it('must have fields that there are, and the error names the others', async () => {
    const refused = await define('wrong', { ...body, salutation: 'Stimată {doamnă},', text: 'Petiția {number' });
    expect(refused).toMatchObject({
      status: 400,
      body: {
        errors: [
          { path: 'salutation', code: 'FIELD_UNKNOWN', message: expect.stringMatching(/\{doamnă\}.*\{petitioner\}/) },
          { path: 'text', code: 'FIELD_OPEN' },
        ],
      },
    });
  });

  it('is filled for a petition, dates as people read them; what has no value stays, and is named', async () => {
    expect(await filled(id)).toMatchObject({
      status: 200,
      body: {
        code: 'taken',
        title: body.title,
        language: 'ro',
        salutation: 'Stimate(ă) Ana Exemplu,',
        text: `Petiția ${number} din 2 martie 2026 (Iluminat public, Lucrări publice) este la {officer}. Răspundem până la 1 aprilie 2026, cel târziu 2 aprilie 2026.\n${institution}, 2 martie 2026`,
        legalBasis: body.legalBasis,
        missing: ['officer'],
      },
    });
    await test.api.post(`${base}/${id}/assign`, { officer: officerId });
    expect((await filled(id)).body).toMatchObject({
      text: expect.stringContaining('este la Dan Exemplu.'),
      missing: [],
    });
  });

  it('in English has the dates in English', async () => {
    await define('taken-en', { ...body, language: 'en', text: 'Received on {registeredOn}.' });
    expect((await filled(id, 'taken-en')).body.text).toBe('Received on March 2, 2026.');
  });

  it('for a notice of nobody says that petitioner and deadline are missing', async () => {
    const notice = await registered({ kind: 'notice', channel: 'phone', petitioner: null });
    expect((await filled(notice.id)).body).toMatchObject({
      salutation: body.salutation,
      missing: ['petitioner', 'officer', 'answerBy', 'legalAnswerBy'],
    });
  });

  it('makes an answer that the petition takes', async () => {
    const { salutation, text, legalBasis } = (await filled(id)).body;
    expect((await test.api.post(`${base}/${id}/answer`, { salutation, text, legalBasis })).status).toBe(200);
  });

  it('is for those who handle the petition', async () => {
    const path = `${base}/${id}/standard-texts/taken`;
    expect(await as('auditor').get(path)).toMatchObject({ status: 403, body: { code: 'PERMISSION_MISSING' } });
    const officer = { department: 'green-spaces', name: 'Ion Exemplu', phone: '021 000 0009' };
    await test.api.put(`${directory}/officers/${testOfficer}`, officer);
    expect(await as('officer').get(path)).toMatchObject({ status: 403, body: { code: 'DEPARTMENT_OTHER' } });
    await test.api.put(`${directory}/officers/${testOfficer}`, { ...officer, department: 'public-works' });
    expect((await as('officer').get(path)).status).toBe(200);
  });

  it('that there is none of, or not any longer, is not found', async () => {
    await define('taken', { ...body, active: false });
    for (const [petition, code] of [
      [id, 'taken'],
      [id, 'unknown'],
    ] as const) {
      expect(await filled(petition, code)).toMatchObject({ status: 404, body: { code: 'STANDARD_TEXT_UNKNOWN' } });
    }
    expect(await filled(officerId)).toMatchObject({ status: 404, body: { code: 'PETITION_UNKNOWN' } });
  });
});
