import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { plan, startEvents, type EventsApi } from '../../testing/events-api.js';

let api: EventsApi;
beforeAll(async () => {
  api = await startEvents();
});
afterAll(() => api.test.stop());

const reason = { ro: 'Titlul era greșit.', en: 'The title was wrong.' };
const title = { ro: 'Sesiune de consultare IV', en: 'Consultation session IV' };
const correct = (id: string, body: object, headers = {}) => api.post(`/civic-events/${id}/corrections`, body, headers);
async function typesOf(id: string): Promise<string[]> {
  await api.test.settle();
  const { items } = (await api.getAsStaff(`/civic-events/${id}/history?limit=200`)).body;
  return items.map(({ type }: { type: string }) => type);
}

describe('a correction of a civic event', () => {
  it('changes what it names and nothing else; the page says what, when and why, in both languages', async () => {
    const id = await api.civicEvent('published');
    const before = (await api.get(`/civic-events/${id}`)).body;
    const venue = { name: 'Casa Nouă', address: 'Strada Exemplului 9' };
    expect(await correct(id, { title, venue, reason })).toMatchObject({ status: 200, body: { id } });
    const { body } = await api.get(`/civic-events/${id}`);
    const { version, corrections, ...rest } = body;
    expect(rest).toMatchObject({ title, venue });
    expect({ ...rest, title: before.title, venue: before.venue, version: before.version, corrections: [] }).toEqual(
      before,
    );
    expect(version).toBe(Number(before.version) + 1);
    expect(corrections).toEqual([{ changed: ['title', 'venue'], reason, at: expect.any(String) }]);
    const pageIn = async (lang: string) => (await api.get(`/civic-events/${id}?format=html&lang=${lang}`)).body;
    expect(await pageIn('ro')).toMatch(/<strong>Corectat la [^<]+: titlul, locul\.<\/strong> Titlul era greșit\./);
    expect(await pageIn('en')).toMatch(/<strong>Corrected on [^<]+: title, venue\.<\/strong> The title was wrong\./);
    await api.test.settle();
    const { items } = (await api.get('/civic-events?q=Casa')).body;
    expect(items.find((each: { id: string }) => each.id === id)).toMatchObject({ title, venue });
  });

  it('is made once: the same again changes nothing, nor does one that says what stands there', async () => {
    const id = await api.civicEvent('published');
    const [first, again] = [await correct(id, { title, reason }), await correct(id, { title, reason })];
    expect(again).toMatchObject({ status: 200, body: { version: first.body.version } });
    expect((await typesOf(id)).filter((type) => type === 'CivicEventCorrected')).toHaveLength(1);
  });

  it('empties a field with null, and leaves one alone that it does not name', async () => {
    const id = await api.civicEvent('published', { description: { ro: 'Descriere' }, audience: { ro: 'ONG-uri' } });
    await correct(id, { description: null, reason });
    expect((await api.get(`/civic-events/${id}`)).body).toMatchObject({
      description: null,
      audience: { ro: 'ONG-uri' },
      corrections: [{ changed: ['description'] }],
    });
  });

  it('of what nobody knew of yet is no news, and stands on no page', async () => {
    const id = await api.civicEvent('planned');
    await correct(id, { title, reason });
    expect((await api.getAsStaff(`/civic-events/${id}`)).body).toMatchObject({ title, corrections: [] });
    await api.post(`/civic-events/${id}/publish`);
    expect((await api.get(`/civic-events/${id}?format=html`)).body).not.toContain('Corectat la');
  });

  it('may be made after it took place, and reads as it stood before, as of then', async () => {
    const id = await api.civicEvent('held');
    const position = await api.head();
    expect((await correct(id, { title, reason })).status).toBe(200);
    expect((await api.get(`/civic-events/${id}?asOf=${position}`)).body).toMatchObject({
      title: plan.title,
      corrections: [],
    });
    expect((await api.get(`/civic-events/${id}`)).body).toMatchObject({ status: 'held', title });
  });

  it('is refused where somebody changed the civic event meanwhile', async () => {
    const id = await api.civicEvent('published');
    const etag = (await api.get(`/civic-events/${id}`)).headers.get('etag') ?? '';
    expect((await correct(id, { title, reason }, { 'if-match': etag })).status).toBe(200);
    expect((await correct(id, { title: { ro: 'Alt titlu' }, reason }, { 'if-match': etag })).status).toBe(412);
  });

  const address = 'https://example.org/sala';
  const refused: readonly (readonly [what: string, body: object, path: string, code: string])[] = [
    ['nothing', { reason }, 'title', 'CORRECTION_EMPTY'],
    ['no reason', { title }, 'reason', 'INVALID_TYPE'],
    ['times, which are moved', { title, startsAt: plan.startsAt, reason }, 'startsAt', 'UNKNOWN_FIELD'],
    ['a title that is none', { title: { ro: ' ' }, reason }, 'title.ro', 'TOO_SMALL'],
    ['a venue online', { format: 'online', reason }, 'venue', 'ONLINE_WITH_VENUE'],
    ['an address in person', { onlineAddress: address, reason }, 'onlineAddress', 'IN_PERSON_WITH_ADDRESS'],
  ];
  it.each(refused)('is refused with %s, and names field and rule', async (_what, body, path, code) => {
    const id = await api.civicEvent('published');
    const answer = await correct(id, body);
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ path, code }] } });
    expect((await api.get(`/civic-events/${id}`)).body.corrections).toEqual([]);
  });

  it('is refused of what was cancelled, of what is not there, and to the public', async () => {
    const id = await api.civicEvent('published');
    await api.post(`/civic-events/${id}/cancel`, { reason });
    expect(await correct(id, { title, reason })).toMatchObject({
      status: 409,
      body: { code: 'CIVIC_EVENT_CANCELLED' },
    });
    expect(await correct(randomUUID(), { title, reason })).toMatchObject({
      status: 404,
      body: { code: 'CIVIC_EVENT_UNKNOWN' },
    });
    const stranger = await api.test.visitor.post(`/events/v1/civic-events/${id}/corrections`, { title, reason });
    expect(stranger.status).toBe(401);
  });

  it('is told to other systems, with what changed and why', async () => {
    const id = await api.civicEvent('published');
    await correct(id, { title, reason });
    await api.test.settle();
    const { pool } = api.test.context('events');
    const { rows } = await pool.query<{ data: object }>(
      `SELECT data FROM events.outbox WHERE type = 'ecou.events.civic-event-corrected.v1' AND data->>'civicEventId' = $1`,
      [id],
    );
    expect(rows).toMatchObject([{ data: { title, changed: ['title'], reason } }]);
  });
});
