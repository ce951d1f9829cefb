import { TestClock } from '@ecou/event-sourcing/testing';
import { startTestProcess, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { facilitiesContext } from './context.js';

const base = '/facilities/v1/facilities';
const clock = new TestClock('2027-04-29T12:00:00.000Z');
const office = 'Mo-Fr 08:00-16:30; PH off';
let test: TestProcess;
const ids: Record<string, string> = {};

const details = (ro: string, openingHours: string | null) => ({ kind: 'library', name: { ro }, openingHours });

beforeAll(async () => {
  test = await startTestProcess([facilitiesContext], { clock });
  const facilities = { Birou: office, Casierie: office, Terminal: '24/7', Magazie: 'off', Tarabă: null };
  for (const [name, hours] of Object.entries(facilities)) {
    const { status, body } = await test.api.post(base, details(name, hours));
    expect(status).toBe(201);
    ids[name] = body.id;
  }
  await test.api.post(`${base}/${ids.Casierie}/suspend`, { reason: { ro: 'Renovare' } });
  await test.settle();
});
afterAll(() => test.stop());

const at = (time: string) => clock.set(time);
const read = (name: string, query = '') => test.visitor.get(`${base}/${ids[name]}${query}`);
const list = async (query = '') =>
  (await test.visitor.get(`${base}?${query}`)).body.items.map((item: Record<string, unknown>) => [
    (item.name as { ro: string }).ro,
    item.open,
    item.nextChange,
  ]);

describe('opening hours', () => {
  it('say of each facility whether it is open, and when that changes', async () => {
    at('2027-04-29T12:00:00.000Z');
    const closes = '2027-04-29T13:30:00.000Z';
    expect((await read('Birou')).body).toMatchObject({ open: true, nextChange: closes });
    expect(await list()).toEqual([
      ['Birou', true, closes],
      ['Casierie', false, null],
      ['Magazie', false, null],
      ['Tarabă', null, null],
      ['Terminal', true, null],
    ]);
    const { body } = await test.visitor.get(`${base}?format=geojson`);
    expect(body.features[0].properties).toMatchObject({ open: true, nextChange: closes });
  });

  it('find what is open at this moment: on Good Friday an office is not', async () => {
    at('2027-04-29T12:00:00.000Z');
    expect((await list('openNow=true')).map(([name]: string[]) => name)).toEqual(['Birou', 'Terminal']);
    expect(await list('openNow=true&status=suspended')).toEqual([]);
    at('2027-04-30T12:00:00.000Z');
    expect((await list('openNow=true')).map(([name]: string[]) => name)).toEqual(['Terminal']);
    expect((await read('Birou')).body).toMatchObject({ open: false, nextChange: '2027-05-04T05:00:00.000Z' });
    expect(await test.visitor.get(`${base}?openNow=true&asOf=1`)).toMatchObject({
      status: 400,
      body: { code: 'OPEN_NOW_WITH_AS_OF' },
    });
  });

  it('give another ETag once they changed something, by which the facility can still be changed', async () => {
    at('2027-04-29T12:00:00.000Z');
    const before = (await read('Terminal')).headers.get('etag') ?? '';
    const open = (await read('Birou')).headers.get('etag') ?? '';
    at('2027-04-29T14:00:00.000Z');
    expect((await read('Terminal')).headers.get('etag')).toBe(before);
    expect((await read('Birou')).headers.get('etag')).not.toBe(open);
    const headers = { 'if-match': before };
    expect((await test.api.put(`${base}/${ids.Terminal}`, details('Terminal', '24/7'), { headers })).status).toBe(200);
  });

  it('are told on the page, and not of a day in the past', async () => {
    at('2027-04-29T14:00:00.000Z');
    expect((await read('Birou', '?format=html&lang=en')).body).toContain('(closed now, opens Tuesday 4 May at 08:00)');
    expect((await read('Birou', '?format=html')).body).toContain('închis acum, se deschide marți, 4 mai la 08:00');
    expect((await test.visitor.get(`${base}?format=html&lang=en`)).body).toContain('closed now');
    const past = await read('Birou', '?asOf=1');
    expect([past.status, past.body.open, past.body.nextChange]).toEqual([200, undefined, undefined]);
  });

  it('are refused where they cannot be read, each by its field', async () => {
    const point = { name: { ro: 'Ghișeu' }, openingHours: 'zilnic' };
    const refused = await test.api.post(base, { ...details('Nou', 'Mo-Fr 25:99'), assistancePoints: [point] });
    expect(refused.status).toBe(400);
    expect(refused.body.errors).toEqual([
      expect.objectContaining({ path: 'openingHours', code: 'OPENING_HOURS_INVALID' }),
      expect.objectContaining({ path: 'assistancePoints.0.openingHours', code: 'OPENING_HOURS_INVALID' }),
    ]);
    expect(refused.body.errors[0].message).toContain('Minutes are greater than 59');
  });

  it('are a calendar of four weeks', async () => {
    at('2027-04-29T12:00:00.000Z');
    const calendar = await read('Birou', '/hours.ics?lang=en');
    expect(calendar.headers.get('content-type')).toContain('text/calendar');
    const starts = [...String(calendar.body).matchAll(/^DTSTART:(\S+)\r$/gm)].map(([, start]) => start);
    expect(starts.slice(0, 3)).toEqual(['20270429T050000Z', '20270504T050000Z', '20270505T050000Z']);
    expect(starts).toHaveLength(18);
    const none = await read('Casierie', '/hours.ics');
    expect([none.status, none.body.includes('BEGIN:VEVENT'), none.body.includes('BEGIN:VTIMEZONE')]).toEqual([
      ...[200, false, true],
    ]);
    expect(await read('Tarabă', '/hours.ics')).toMatchObject({ status: 404, body: { code: 'HOURS_UNKNOWN' } });
  });
});
