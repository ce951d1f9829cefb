import type { Sealed } from '@ecou/event-sourcing';
import { until } from '@ecou/event-sourcing/testing';
import { startTestProcess, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { feedbackContext } from '../context.js';
import { complaint, defineDirectory, officerId } from './petitions.samples.js';

const base = '/feedback/v1/petitions';
const wrong = { name: 'Ana Greșit', channel: 'email', contact: 'ana.gresit@example.org' };
const right = { name: 'Ana Corect', channel: 'email', contact: 'ana.corect@example.org' };
const reason = 'O literă greșită la ghișeu.';

let test: TestProcess;
let id: string;
let statusUrl: string;
const body = { ...complaint, channel: 'paper', petitioner: wrong };

beforeAll(async () => {
  test = await startTestProcess([feedbackContext]);
  await defineDirectory(test.api);
  ({ id, statusUrl } = (await test.api.post(base, body)).body);
});
afterAll(() => test.stop());

const act = (verb: string, said: object) => test.api.post(`${base}/${id}/${verb}`, said);
const seen = async () => (await test.api.get(`${base}/${id}`)).body;
const found = async (contact: string): Promise<string[]> => {
  const { items } = (await test.api.with(test.keys.registry).post(`${base}/search`, { contact })).body;
  return items.map((item: { id: string }) => item.id);
};
const pathOf = (address: string): string => address.replace(/^https?:\/\/[^/]+/, '');
const page = async () =>
  (await test.visitor.get(pathOf(statusUrl), { headers: { accept: 'text/html' } })).body as string;

describe('a petitioner', () => {
  it('is put right, told there from then on, and found by it', async () => {
    await until(async () => (await found(wrong.contact)).length === 1, 'it to be found');
    const correct = { petitioner: right, language: 'en', reason };
    expect(await act('correct-petitioner', correct)).toMatchObject({ status: 200, body: { version: 2 } });
    expect(await act('correct-petitioner', correct)).toMatchObject({ status: 200, body: { version: 2 } });
    expect(await seen()).toMatchObject({
      language: 'en',
      personal: { petitioner: { ...right, address: null }, corrections: [{ of: 'petitioner', reason }] },
    });
    await until(async () => (await found(right.contact)).length === 1, 'it to be found by what is right');
    expect(await found(wrong.contact)).toEqual([]);
    // The link that went to the wrong address opens nothing any more; the receipt goes to the right one, with a link of its own.
    const status = async (address: string) => (await test.visitor.get(pathOf(address))).status;
    expect(await status(statusUrl)).toBe(404);
    const again = (await test.api.post(base, { ...body, id })).body.statusUrl as string;
    expect(again).not.toBe(statusUrl);
    expect(await status(again)).toBe(200);
    statusUrl = again;
    const receipts = async () => {
      const { rows } = await test
        .context('feedback')
        .pool.query<{ data: { contact: Sealed<string> } }>(
          `SELECT data FROM feedback.outbox WHERE key = $1 AND data ->> 'occasion' = 'acknowledged' ORDER BY "offset"`,
          [id],
        );
      return test.opened(rows.map(({ data }) => data.contact));
    };
    await until(async () => (await receipts()).length === 2, 'the receipt to be told again');
    expect(await receipts()).toEqual([wrong.contact, right.contact]);
    await act('request-information', { text: 'Care stâlp?' });
    const { pool } = test.context('feedback');
    const told = await until(async () => {
      const { rows } = await pool.query<{ data: Record<string, unknown> }>(
        `SELECT data FROM feedback.outbox WHERE key = $1 AND data ->> 'occasion' = 'information-requested'`,
        [id],
      );
      return rows[0];
    }, 'the question to be told');
    expect(await test.opened(told.data)).toMatchObject({ language: 'en', name: right.name, contact: right.contact });
    const { items } = (await test.api.get(`${base}/${id}/history`)).body;
    expect(items[1]).toMatchObject({ type: 'PetitionerCorrected', actor: 'key:administrator' });
    expect(JSON.stringify(items)).not.toMatch(/Ana|example\.org|ghișeu/);
  });

  it('that came in is registered as it was sent, where it is sent again', async () => {
    expect(await test.api.post(base, { ...body, id })).toMatchObject({ status: 200 });
    expect((await seen()).personal.petitioner).toMatchObject(right);
  });
});

describe('a note', () => {
  it('of a call, or of the end, which the petitioner reads, is put right', async () => {
    await act('request-callback', { id: officerId, phone: '0700 000 000' });
    expect(await act('correct-note', { callback: officerId, note: 'x', reason })).toMatchObject({
      status: 409,
      body: { code: 'NOTE_UNKNOWN' },
    });
    await act('callback-done', { callback: officerId, note: 'A răspuns.' });
    expect((await act('correct-note', { callback: officerId, note: 'Nu a răspuns.', reason })).status).toBe(200);
    await act('answer', { text: 'Becul sintetic a fost schimbat.', legalBasis: 'OG 27/2002, art. 8' });
    await act('close', { note: 'Vedeți petiția vecinului.' });
    expect(await page()).not.toContain('nota a fost corectată');
    expect((await act('correct-note', { note: 'Mulțumim.', reason })).status).toBe(200);
    expect((await seen()).personal).toMatchObject({
      callbacks: [{ done: { note: 'Nu a răspuns.' } }],
      closingNote: 'Mulțumim.',
      corrections: [{ of: 'petitioner' }, { of: 'callback-note', reason }, { of: 'closing-note', reason }],
    });
    const shown = await page();
    expect(shown).toMatch(/nota a fost corectată|the note was corrected/);
    expect([shown.includes('Mulțumim.'), shown.includes('vecinului')]).toEqual([true, false]);
  });

  it('is in the list as in its replay', () => test.replayEqualsIncremental('feedback', 'petition_list'));
});

it.each([
  ['no reason', 'correct-petitioner', { language: 'ro' }, 400, 'reason'],
  [
    'an address that is none',
    'correct-petitioner',
    { petitioner: { ...right, contact: 'ana' }, reason },
    400,
    'petitioner.contact',
  ],
  ['nothing that changes', 'correct-petitioner', { reason }, 200, undefined],
  ['a note without a reason', 'correct-note', { note: 'x' }, 400, 'reason'],
] as const)('corrections with %s', async (_name, verb, said, status, field) => {
  const answered = await act(verb, said);
  expect(answered.status).toBe(status);
  if (field) expect(answered.body.errors).toMatchObject([{ path: field }]);
});
