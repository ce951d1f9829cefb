import { randomUUID } from 'node:crypto';
import { until } from '@ecou/event-sourcing/testing';
import { textOf } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startEvents, type EventsApi } from '../../testing/events-api.js';

/** Nobody is called so. */
const name = 'Zoltarion Sinteticescu';
const said = { ro: `${name} cere bănci cu spătar`, en: `${name} asks for benches with backs` };
const clearer = { ro: `${name} cere douăzeci de bănci cu spătar`, en: `${name} asks for twenty benches with backs` };
const left = { ro: '[…] cere bănci cu spătar', en: '[…] asks for benches with backs' };
const reason = { ro: 'Numea o persoană', en: 'It named a person' };

let api: EventsApi;
let civicEventId: string;
let id: string;

beforeAll(async () => {
  api = await startEvents();
  civicEventId = await api.civicEvent('held');
  const { body } = await api.post(`/civic-events/${civicEventId}/discussion-points`, {
    kind: 'recommendation',
    text: said,
    themes: ['accessibility'],
  });
  id = body.id as string;
  await api.post(`/civic-events/${civicEventId}/reports`);
});
afterAll(() => api.test.stop());

const reportIn = async (version: number) => (await api.get(`/civic-events/${civicEventId}/reports/${version}`)).body;
const wordsIn = async (version: number) => (await reportIn(version)).discussionPoints[0];

/** The tables of the context that hold the name somewhere. */
async function tablesWith(word: string): Promise<string[]> {
  const { pool } = api.test.context('events');
  const { rows } = await pool.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_class c WHERE c.relnamespace = 'events'::regnamespace AND c.relkind IN ('r', 'p')`,
  );
  const found: string[] = [];
  for (const { name: table } of rows) {
    const { rowCount } = await pool.query(`SELECT FROM events."${table}" t WHERE t::text LIKE $1 LIMIT 1`, [
      `%${word}%`,
    ]);
    if (rowCount) found.push(table);
  }
  return found;
}

describe('a discussion point', () => {
  it('is put into other words, and versions of the report of before keep theirs', async () => {
    const reword = () => api.post(`/discussion-points/${id}/reword`, { text: clearer, reason: { ro: 'Mai clar' } });
    expect(await reword()).toMatchObject({ status: 200, body: { version: 2 } });
    expect(await reword()).toMatchObject({ status: 200, body: { version: 2 } });
    await api.post(`/civic-events/${civicEventId}/reports`, { changeNote: { ro: 'Mai clar' } });
    expect(await wordsIn(1)).toMatchObject({ text: said, reworded: null, redacted: null });
    expect(await wordsIn(2)).toMatchObject({ text: clearer, reworded: { reason: { ro: 'Mai clar' } } });
    expect((await api.get(`/recommendations/${id}`)).body).toMatchObject({ text: clearer });
    const { rows } = await api.test
      .context('events')
      .pool.query(`SELECT FROM events.outbox WHERE type = 'ecou.events.recommendation-reworded.v1' AND key = $1`, [id]);
    await api.test.settle();
    expect(rows.length).toBeLessThanOrEqual(1);
  });

  it('is redacted: the words go from whatever was stored, and from every version of the report', async () => {
    await api.post(`/recommendations/${id}/review`);
    await api.post(`/recommendations/${id}/accept`, { explanation: { ro: 'În buget' } });
    await api.test.settle();
    const { pool } = api.test.context('events');
    await until(async () => (await tablesWith(name)).includes('outbox'), 'messages with the name');
    // The first messages are archived, as the housekeeper does.
    await pool.query(`
      WITH oldest AS (SELECT o.* FROM events.outbox o ORDER BY "offset" LIMIT (SELECT count(*) / 2 FROM events.outbox)),
      archived AS (
        INSERT INTO events.outbox_archive (last, first, newest, topics, messages)
        SELECT max("offset"), min("offset"), now(), array_agg(DISTINCT topic), jsonb_agg(to_jsonb(o) ORDER BY "offset") FROM oldest o RETURNING first, last)
      DELETE FROM events.outbox o USING archived a WHERE o."offset" BETWEEN a.first AND a.last`);
    expect(await tablesWith(name)).toEqual(expect.arrayContaining(['events_p0', 'outbox', 'outbox_archive']));

    const redact = () => api.post(`/discussion-points/${id}/redact`, { text: left, reason });
    const [first, again] = [await redact(), await redact()];
    expect([first.status, again.status]).toEqual([200, 200]);
    await until(async () => {
      const { items } = (await api.getAsStaff(`/recommendations/${id}/history?limit=200`)).body;
      return items.some(({ type }: { type: string }) => type === 'RedactionCarriedOut');
    }, 'the words to be gone');
    await api.test.settle();
    expect(await tablesWith(name)).toEqual([]);

    for (const version of [1, 2]) {
      expect(await wordsIn(version)).toMatchObject({ text: left, redacted: { reason } });
      const page = (await api.get(`/civic-events/${civicEventId}/reports/${version}?format=html`)).body as string;
      expect(page).toContain('[redactat: Numea o persoană]');
      const pdf = await fetch(
        `${api.test.visitor.url}/events/v1/civic-events/${civicEventId}/reports/${version}?format=pdf`,
      );
      const shown = (await textOf(Buffer.from(await pdf.arrayBuffer()))).replaceAll(/\s+/g, ' ');
      expect(shown).toContain('[…] cere bănci cu spătar');
      expect(shown).toContain('[redactat]');
      expect([page.includes(name), shown.includes(name)]).toEqual([false, false]);
    }
    const recommendation = (await api.get(`/recommendations/${id}?format=html&lang=en`)).body as string;
    expect(recommendation).toContain('Redacted: words were taken out.');
    const answered = await redact();
    expect(answered).toMatchObject({ status: 200 });
  });

  it('keeps a hash of what stood there, and tells other systems', async () => {
    const { pool } = api.test.context('events');
    const { rows } = await pool.query<{
      type: string;
      metadata: { redactedBy?: string };
      data: Record<string, unknown>;
    }>(`SELECT type, metadata, data FROM events.events WHERE stream_id = $1 ORDER BY version`, [
      `discussion-point-${id}`,
    ]);
    const [fact, ...others] = rows.filter(({ type }) => type === 'DiscussionPointRedacted');
    expect(others).toEqual([]);
    const removed = fact?.data['removed'] as { eventId: string; salt: string; hash: string }[];
    const changed = rows.filter(({ metadata }) => metadata.redactedBy !== undefined);
    expect(changed.map(({ type }) => type)).toEqual([
      'DiscussionPointRecorded',
      'DiscussionPointReworded',
      'RecommendationReviewStarted',
      'RecommendationAccepted',
    ]);
    expect(removed).toHaveLength(changed.length);
    for (const { salt, hash } of removed)
      expect([salt, hash]).toEqual([expect.any(String), expect.stringMatching(/^[\w-]{22}$/)]);
    expect(new Set(removed.map(({ hash }) => hash)).size).toBe(removed.length);
    expect(rows.find(({ type }) => type === 'RedactionCarriedOut')?.data).toMatchObject({ events: 4, messages: 4 });
    const { rows: told } = await pool.query<{ data: object }>(
      `SELECT data FROM events.outbox WHERE type = 'ecou.events.discussion-point-redacted.v1' AND key = $1`,
      [id],
    );
    expect(told).toMatchObject([{ data: { discussionPointId: id, civicEventId, text: left, reason } }]);
  });

  it('goes on as it was: views equal their replay', async () => {
    for (const view of ['discussion_point_list', 'recommendation_list', 'civic_event_history'])
      await api.test.replayEqualsIncremental('events', view);
  });

  it('is redacted by a redaction only', async () => {
    const { pool } = api.test.context('events');
    const { rows } = await pool.query<{ position: number; changed: number }>(
      `SELECT global_position AS position, events.redact(global_position, 'text', '{}') AS changed FROM events.events
       WHERE stream_id = $1 AND type <> 'DiscussionPointRedacted'`,
      [`discussion-point-${id}`],
    );
    expect(rows.length).toBeGreaterThan(3);
    expect(rows.map(({ changed }) => changed)).toEqual(rows.map(() => 0));
  });

  it.each([
    ['words that stand there already', 'redact', { text: { ro: 'Fără nume' }, reason }, 200, undefined],
    ['the same words again', 'redact', { text: { ro: 'Fără nume' }, reason }, 200, undefined],
    ['no reason', 'redact', { text: left }, 400, 'reason'],
    ['no text', 'reword', { reason }, 400, 'text'],
  ] as const)('is asked for with %s', async (_name, verb, body, status, field) => {
    const answer = await api.post(`/discussion-points/${id}/${verb}`, body);
    expect(answer.status).toBe(status);
    if (field) expect(answer.body.errors).toMatchObject([{ path: field }]);
  });

  it('has words to take out, and is there', async () => {
    const { body } = await api.post(`/civic-events/${civicEventId}/discussion-points`, { text: left });
    expect(await api.post(`/discussion-points/${body.id}/redact`, { text: left, reason })).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'text', code: 'REDACTION_EMPTY' }] },
    });
    expect((await api.post(`/discussion-points/${randomUUID()}/redact`, { text: left, reason })).status).toBe(404);
  });
});
