import { startTestProcess, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { feedbackContext } from '../context.js';
import { lawfulRules } from './calendar/deadlines.js';
import { category, complaint, defineDirectory, officerId, petitioner } from './petitions.samples.js';

const base = '/feedback/v1/petitions';
const directory = '/feedback/v1/directory';
const imports = '/feedback/v1/imports/petitions';

let test: TestProcess;
beforeAll(async () => {
  test = await startTestProcess([feedbackContext], { env: { PUBLIC_URL: 'https://ecou.example.ro' } });
  // A Monday.
  test.clock.set('2026-03-02T10:00:00.000Z');
  await defineDirectory(test.api);
});
afterAll(() => test.stop());

const seen = async (id: string) => (await test.api.get(`${base}/${id}`)).body;
const firstError = ({ errors }: { errors?: { path: string; code: string }[] }) => errors?.[0];

describe('the day of reception', () => {
  const paper = { ...complaint, channel: 'paper', receivedOn: '2026-02-27' };

  it('stands beside that of registration, each with its clock', async () => {
    const { status, body } = await test.api.post(base, paper);
    expect([status, body]).toMatchObject([
      201,
      {
        receivedOn: '2026-02-27',
        registeredAt: '2026-03-02T10:00:00.000Z',
        answerBy: '2026-03-30',
        legalAnswerBy: '2026-04-02',
      },
    ]);
    expect(await seen(body.id)).toMatchObject({
      receivedOn: '2026-02-27',
      sentBy: null,
      takenOver: false,
      deadline: { startsOn: '2026-02-27', legal: { startsOn: '2026-03-02' } },
    });
  });

  it('is said by staff, who know it, of what came in already, within the calendar', async () => {
    expect((await test.visitor.post(base, { ...complaint, receivedOn: '2026-02-27' })).body).toMatchObject({
      code: 'RECEPTION_OF_STAFF',
    });
    for (const [receivedOn, code] of [
      ['2026-03-03', 'RECEIVED_LATER'],
      ['2017-12-31', 'DAY_OUTSIDE_CALENDAR'],
    ]) {
      const { status, body } = await test.api.post(base, { ...paper, receivedOn });
      expect([status, firstError(body)]).toMatchObject([400, { path: 'receivedOn', code }]);
    }
  });

  it('of what another authority sent on does not begin the time that the law gives', async () => {
    const sentBy = { name: 'Autoritatea sintetică', number: '77/2026', registeredOn: '2026-02-20' };
    const { body } = await test.api.post(base, { ...paper, channel: 'authority', sentBy });
    expect(await seen(body.id)).toMatchObject({
      channel: 'authority',
      sentBy,
      deadline: { legal: { startsOn: '2026-03-02' } },
    });
    for (const wrong of [{ channel: 'authority' }, { sentBy }]) {
      const refused = await test.api.post(base, { ...paper, ...wrong });
      expect([refused.status, firstError(refused.body)]).toMatchObject([
        400,
        { path: 'sentBy', code: 'SENDER_MISMATCH' },
      ]);
    }
  });
});

describe('the rules of deadlines', () => {
  const { answerDays, extensionDays, forwardDays, dueSoonDays } = lawfulRules;
  const limits = { answerDays, extensionDays, forwardDays, dueSoonDays };
  const set = (rules: object) => test.api.put(`${directory}/deadline-rules`, rules);

  it('say how the law is read; a body that does not leaves the usual reading', async () => {
    expect((await set({ ...limits, legalFrom: 'reception', legalDays: 'calendar' })).status).toBe(200);
    const { body } = await test.api.post(base, { ...complaint, channel: 'paper', receivedOn: '2026-02-27' });
    expect(body).toMatchObject({ answerBy: '2026-03-30', legalAnswerBy: '2026-03-30' });
    expect((await set(limits)).status).toBe(200);
    expect((await test.visitor.get(directory)).body.rules).toEqual(lawfulRules);
    // What was registered meanwhile keeps its rule, also where it is put off.
    await test.api.post(`${base}/${body.id}/extend`, { reason: 'Lipsesc piese.' });
    expect((await seen(body.id)).deadline).toMatchObject({ days: 45, legal: { days: 45, answerBy: '2026-04-14' } });
    const refused = await set({ ...limits, targetFrom: 'registration', legalFrom: 'reception' });
    expect([refused.status, firstError(refused.body)]).toMatchObject([
      400,
      { path: 'targetFrom', code: 'TARGET_AFTER_LEGAL' },
    ]);
  });

  it('take no day off that the calendar does not know', async () => {
    const days = [{ day: '2121-01-04', reason: { ro: 'Sintetic' } }];
    const { status, body } = await test.api.put(`${directory}/days-off`, { days });
    expect([status, firstError(body)]).toMatchObject([400, { path: 'days.0.day', code: 'DAY_OUTSIDE_CALENDAR' }]);
    expect(body.errors[0].message).toContain('2018 to 2120');
  });
});

describe('the register of a year', () => {
  const begin = (year: number | string, firstNumber: unknown) =>
    test.api.put(`${directory}/registers/${year}`, { firstNumber });

  it('begins at a number, until it has given one', async () => {
    expect((await begin(2031, 4513)).status).toBe(200);
    expect((await begin(2031, 4600)).status).toBe(200);
    expect((await begin(2031, 4513)).status).toBe(200);
    expect((await test.visitor.get(directory)).body.registers).toEqual([{ year: 2031, firstNumber: 4513 }]);
    test.clock.set('2031-01-06T10:00:00.000Z');
    const numbers = [await test.visitor.post(base, complaint), await test.visitor.post(base, complaint)];
    expect(numbers.map(({ body }) => body.number)).toEqual(['2031-004513', '2031-004514']);
    const late = await begin(2031, 9000);
    expect([late.status, late.body.code]).toEqual([409, 'REGISTER_IN_USE']);
    expect((await begin(2031, 4513)).status).toBe(200);
    test.clock.set('2026-03-02T10:00:00.000Z');
    expect((await begin(2026, 9000)).body.code).toBe('REGISTER_IN_USE');
  });

  it.each([
    ['a year without holidays', 2121, 1],
    ['no year', 'x', 1],
    ['no number', 2032, 0],
  ])('refuses %s', async (_, year, firstNumber) => expect((await begin(year, firstNumber)).status).toBe(400));

  it('says of a year that is none what one looks like', async () => {
    expect(firstError((await begin('x', 1)).body)).toMatchObject({ path: 'year', message: 'A year, such as 2027' });
  });
});

describe('running petitions of another register', () => {
  const row = {
    number: '4511/20.02.2032',
    registeredOn: '2032-02-20',
    receivedOn: '2032-02-19',
    kind: 'complaint',
    channel: 'paper',
    category,
    petitioner,
    text: 'Banca din parcul sintetic este ruptă.',
  };
  const header =
    'number,registeredOn,receivedOn,kind,channel,category,officer,petitioner_name,petitioner_channel,petitioner_contact,text,extension_days,extension_reason,extension_extendedOn';
  const rest = 'Barbu Exemplu,post,Strada Sintetică 2,O cerere sintetică.';
  const table = [
    header,
    `2032-000120,2032-01-20,,request,paper,parks,,${rest},10,Lipsesc acte.,2032-02-10`,
    `2032-000121,2032-01-21,,request,paper,${category},${officerId},${rest},,,`,
    `2032-000900,2032-01-22,,request,paper,parks,,${rest},,,`,
    `2032-000122,22.01.2032,,request,paper,nowhere,,${rest},,,`,
  ].join('\r\n');
  const send = (body: object | string, query = '') =>
    typeof body === 'string'
      ? test.api.post(`${imports}${query}`, body, { headers: { 'content-type': 'text/csv' } })
      : test.api.post(`${imports}${query}`, body);

  const registered = async () => {
    const { rows } = await test
      .context('feedback')
      .pool.query(`SELECT count(*)::int AS n FROM feedback.events WHERE type = 'PetitionRegistered'`);
    return rows[0].n as number;
  };

  beforeAll(async () => {
    test.clock.set('2032-03-01T10:00:00.000Z');
    await test.api.put(`${directory}/registers/2032`, { firstNumber: 500 });
  });

  it('are told beforehand by a dry run, row by row, which writes nothing', async () => {
    const before = await registered();
    const { status, body } = await send(table, '?dryRun=true');
    expect([status, body]).toMatchObject([200, { dryRun: true, created: 2, failed: 2, unchanged: 0 }]);
    expect(body.rows.map(({ row: at, outcome, errors }: never) => [at, outcome, errors])).toMatchObject([
      [2, 'created', []],
      [3, 'created', []],
      [4, 'failed', [{ path: 'number', code: 'NUMBER_OF_REGISTER' }]],
      [5, 'failed', [{ path: 'registeredOn' }]],
    ]);
    expect(await registered()).toBe(before);
  });

  it('keep their numbers and dates; the same file again changes nothing', async () => {
    const { body } = await send(table);
    expect(body).toMatchObject({ dryRun: false, created: 2, failed: 2 });
    const [first, second] = body.rows;
    expect(await seen(first.id)).toMatchObject({
      number: '2032-000120',
      takenOver: true,
      receivedOn: '2032-01-20',
      registeredAt: '2032-01-19T22:00:00.000Z',
      status: 'registered',
      department: 'green-spaces',
      deadline: { startsOn: '2032-01-20', days: 40, legal: { days: 40, answerBy: '2032-03-01' } },
      personal: { petitioner: { name: 'Barbu Exemplu' }, extensionReason: 'Lipsesc acte.' },
    });
    const again = await test.api.post(`${base}/${first.id}/extend`, { reason: 'Încă lipsesc.' });
    expect(again.body.code).toBe('EXTENDED_ALREADY');
    expect(await seen(second.id)).toMatchObject({ status: 'assigned', officer: officerId, department: 'public-works' });
    expect((await send(table)).body).toMatchObject({ created: 0, unchanged: 2, failed: 2 });
    const { rows } = await test
      .context('feedback')
      .pool.query(`SELECT name, due_at FROM feedback.timers WHERE subject = $1 ORDER BY due_at`, [second.id]);
    // The target date passed on 20 February.
    expect(rows.length).toBeLessThanOrEqual(2);
    // The register goes on where it begins.
    expect((await test.visitor.post(base, complaint)).body.number).toBe('2032-000500');
  });

  it('have numbers of any form, once each, and are shown by their link', async () => {
    const { body } = await send([row]);
    const [{ id }] = body.rows;
    expect(body).toMatchObject({ created: 1 });
    const other = await send([{ ...row, id: 'a6c5d2f0-3a1c-4a6f-8b1e-2f0a4c9d7e11' }]);
    expect(other.body.rows[0]).toMatchObject({ outcome: 'failed', errors: [{ path: 'number', code: 'NUMBER_TAKEN' }] });
    expect((await send([{ ...row, text: 'Altceva.' }])).body.rows[0].errors[0].code).toBe('PETITION_EXISTS');
    await test.settle();
    const receipt = await test.api.get(`${base}?number=${encodeURIComponent(row.number)}`);
    expect(receipt.body.items).toMatchObject([{ id, number: row.number }]);
    // A registration that is repeated with its id is answered with the receipt of what stands there.
    const { number: _, registeredOn: __, ...content } = row;
    const link = (await test.api.post(base, { ...content, id })).body.statusUrl as string;
    expect(link).toContain('/status/4511%2F20.02.2032?token=');
    const page = await test.visitor.get(link.replace('https://ecou.example.ro', ''));
    expect([page.status, page.body.number]).toEqual([200, row.number]);
  });

  it('are told to other systems, and to nobody who was told before', async () => {
    await test.settle();
    const { rows } = await test.context('feedback').pool.query(
      `SELECT o.type FROM feedback.outbox o JOIN feedback.events e ON 'petition-' || o.key = e.stream_id
        WHERE e.type = 'PetitionRegistered' AND e.data->>'firstNumber' IS NULL GROUP BY o.type`,
    );
    const types = rows.map(({ type }) => type);
    expect(types).toContain('ecou.feedback.petition-registered.v1');
    expect(types).not.toContain('ecou.feedback.petition-update-contact.v1');
    await test.replayEqualsIncremental('feedback', 'petition_list');
  });

  it('are taken over by staff', async () => {
    expect((await test.visitor.post(imports, [row])).status).toBe(401);
    expect((await test.api.with(test.keys.analyst).post(imports, [row])).status).toBe(403);
  });
});
