import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startEvents, type EventsApi } from '../../testing/events-api.js';

let api: EventsApi;
let civicEventId: string;
let programmeId: string;

const text = { ro: 'O reducere pentru cei care plătesc online', en: 'A discount for those who pay online' };
const owner = { kind: 'department', name: 'Direcția Taxe și Impozite' };

beforeAll(async () => {
  api = await startEvents();
  programmeId = (await api.post('/programmes', { title: { ro: 'Program' } })).body.id as string;
  civicEventId = await api.civicEvent('held', { programmeId });
});
afterAll(() => api.test.stop());

async function point(kind = 'recommendation', more: object = {}): Promise<string> {
  const said = { kind, text, themes: ['payments'], ...more };
  const { status, body } = await api.post(`/civic-events/${civicEventId}/discussion-points`, said);
  expect(status).toBe(201);
  return body.id as string;
}

const verb = async (id: string, name: string, body?: object) => {
  const answer = await api.post(`/recommendations/${id}/${name}`, body);
  expect([name, [200, 201].includes(answer.status)]).toEqual([name, true]);
  return answer;
};

const found = async (query: string): Promise<string[]> => {
  await api.test.settle();
  const { body } = await api.get(`/recommendations?${query}&limit=200`);
  return (body.items as { id: string }[]).map(({ id }) => id);
};

describe('a recommendation over HTTP', () => {
  it('lives from recorded to done, and the public sees status, owner, decision and progress', async () => {
    const id = await point();
    expect((await api.get(`/recommendations/${id}`)).body).toMatchObject({
      status: 'recorded',
      owner: null,
      decision: null,
      programmeId,
      civicEventId,
      version: 1,
    });
    await verb(id, 'review');
    const early = await api.head();
    await verb(id, 'assign', owner);
    await verb(id, 'accept', { explanation: { ro: 'În limita bugetului' } });
    await verb(id, 'start');
    const noteId = randomUUID();
    const note = { id: noteId, note: { ro: 'Proiect de hotărâre', en: 'A draft decision' } };
    expect((await verb(id, 'progress', note)).body).toEqual({ id: noteId, version: 6 });
    expect((await verb(id, 'progress', note)).status).toBe(200);
    await verb(id, 'internal-notes', { text: 'De întrebat contabilitatea' });
    const done = await verb(id, 'complete', { result: { ro: 'Reducere de 10%' } });
    const read = await api.get(`/recommendations/${id}`);
    expect(read.headers.get('etag')).toBe(`"${done.body.version}"`);
    expect(read.body).toMatchObject({
      status: 'done',
      owner,
      decision: { outcome: 'accepted', reason: { ro: 'În limita bugetului' } },
      stages: [
        { status: 'recorded' },
        { status: 'under-review' },
        { status: 'accepted', note: { ro: 'În limita bugetului' } },
        { status: 'in-progress' },
        { status: 'done', note: { ro: 'Reducere de 10%' } },
      ],
      progress: [{ id: noteId, note: note.note, status: 'in-progress' }],
    });
    expect(JSON.stringify(read.body)).not.toContain('contabilitatea');
    expect((await api.get(`/recommendations/${id}?asOf=${early}`)).body).toMatchObject({
      status: 'under-review',
      owner: null,
    });
    await api.test.settle();
    const listed = (await api.get(`/recommendations?civicEvent=${civicEventId}`)).body.items as { id: string }[];
    expect(listed.find((each) => each.id === id)).toEqual(read.body);
  });

  it('is reopened, and decided anew', async () => {
    const id = await point();
    await verb(id, 'review');
    await verb(id, 'decline', { reason: { ro: 'Nu există buget' } });
    expect((await api.get(`/recommendations/${id}`)).body.decision).toMatchObject({ outcome: 'declined' });
    await verb(id, 'reopen', { reason: { ro: 'A apărut finanțare' } });
    expect((await api.get(`/recommendations/${id}`)).body).toMatchObject({ status: 'under-review', decision: null });
    await verb(id, 'accept', {});
    expect((await api.get(`/recommendations/${id}`)).body).toMatchObject({
      status: 'accepted',
      decision: { outcome: 'accepted', reason: null },
    });
  });

  it('is changed over what was read only', async () => {
    const id = await point();
    const etag = (await api.get(`/recommendations/${id}`)).headers.get('etag')!;
    await verb(id, 'review');
    const before = await api.head();
    expect(await api.post(`/recommendations/${id}/assign`, owner, { 'if-match': etag })).toMatchObject({
      status: 412,
      body: { code: 'PRECONDITION_FAILED' },
    });
    expect(await api.head()).toBe(before);
  });

  it('is what a suggestion becomes with a reason, and earlier reports say what it was', async () => {
    const id = await point('suggestion');
    const reportOf = async (version: number) => {
      const { body } = await api.get(`/civic-events/${civicEventId}/reports/${version}`);
      return (body.discussionPoints as { id: string; kind: string }[]).find((each) => each.id === id)?.kind;
    };
    await api.post(`/civic-events/${civicEventId}/reports`);
    expect((await api.get(`/recommendations/${id}`)).body.code).toBe('RECOMMENDATION_UNKNOWN');
    const promotion = { discussionPointId: id, reason: { ro: 'Au cerut-o mai mulți' } };
    expect((await api.post('/recommendations', promotion)).status).toBe(201);
    expect((await api.post('/recommendations', promotion)).status).toBe(200);
    await api.post(`/civic-events/${civicEventId}/reports`, { changeNote: { ro: 'Recomandări' } });
    expect([await reportOf(1), await reportOf(2)]).toEqual(['suggestion', 'recommendation']);
    expect((await api.get(`/recommendations/${id}`)).body).toMatchObject({
      status: 'recorded',
      promoted: { from: 'suggestion', reason: promotion.reason },
    });
    await api.test.settle();
    const { items } = (await api.get(`/civic-events/${civicEventId}/discussion-points?kind=recommendation`)).body;
    expect(items.map((each: { id: string }) => each.id)).toContain(id);
  });

  it('is found by status, owner, programme, series, civic event, theme and words', async () => {
    const other = await api.civicEvent('held', { series: { name: 'another-series', place: 1 } });
    const [mine, theirs] = [await point(), randomUUID()];
    const said = { id: theirs, kind: 'recommendation', text: { ro: 'Bănci în parc' }, themes: ['youth'] };
    await api.post(`/civic-events/${other}/discussion-points`, said);
    await verb(mine, 'review');
    await verb(mine, 'assign', { kind: 'partner', name: 'Asociația Ăștia Suntem' });
    const both = [mine, theirs];
    const among = async (query: string) => (await found(query)).filter((id) => both.includes(id));
    expect(await among('')).toEqual(both);
    expect(await among('status=under-review')).toEqual([mine]);
    expect(await among('owner=asociatia%20astia%20suntem')).toEqual([mine]);
    expect(await among(`programme=${programmeId}`)).toEqual([mine]);
    expect(await among('series=another-series')).toEqual([theirs]);
    expect(await among(`civicEvent=${other}`)).toEqual([theirs]);
    expect(await among('theme=youth')).toEqual([theirs]);
    expect(await among('q=banci%20PARC')).toEqual([theirs]);
    expect(await among('q=banci&theme=payments')).toEqual([]);
  });

  it('has a history with who and when, and notes of staff, for staff only', async () => {
    const id = await point();
    await verb(id, 'review');
    await verb(id, 'internal-notes', { text: 'De întrebat contabilitatea' });
    await api.test.settle();
    const { body } = await api.getAsStaff(`/recommendations/${id}/history`);
    expect(body.items.map(({ type, actor }: { type: string; actor: string }) => [type, actor])).toEqual(
      ['DiscussionPointRecorded', 'RecommendationReviewStarted', 'RecommendationNoteTaken'].map((type) => [
        type,
        'key:administrator',
      ]),
    );
    expect((await api.getAsStaff(`/recommendations/${id}/internal-notes`)).body.items).toMatchObject([
      { text: 'De întrebat contabilitatea', actor: 'key:administrator' },
    ]);
    expect((await api.get(`/recommendations/${id}/history`)).status).toBe(401);
    expect((await api.get(`/recommendations/${id}/internal-notes`)).status).toBe(401);
  });

  it('reads as a page in both languages', async () => {
    const id = await point('recommendation', { text: { ro: 'Bănci <noi> în parc' } });
    await verb(id, 'review');
    await verb(id, 'decline', { reason: { ro: 'Parcul este în lucru', en: 'The park is a building site' } });
    const page = async (lang: string) =>
      (await api.get(`/recommendations/${id}?format=html&lang=${lang}`)).body as unknown as string;
    const [ro, en] = [await page('ro'), await page('en')];
    expect(ro).toContain('Bănci &lt;noi> în parc');
    for (const words of ['<html lang="ro">', 'respinsă', 'Parcul este în lucru', 'nu a fost stabilit'])
      expect(ro).toContain(words);
    for (const words of ['<html lang="en">', 'declined', 'The park is a building site', 'not named yet'])
      expect(en).toContain(words);
  });

  it('cannot be recorded of a civic event that was never published, so that there is none to hide', async () => {
    const hidden = await api.civicEvent('planned');
    expect(await api.post(`/civic-events/${hidden}/discussion-points`, { kind: 'recommendation', text })).toMatchObject(
      {
        status: 409,
        body: { code: 'CIVIC_EVENT_NOT_PUBLISHED' },
      },
    );
    expect(await found(`civicEvent=${hidden}`)).toEqual([]);
  });

  it('is decided once by two who decide at the same moment', async () => {
    for (let round = 0; round < 5; round += 1) {
      const id = await point();
      await verb(id, 'review');
      const answers = await Promise.all([
        api.post(`/recommendations/${id}/accept`, {}),
        api.post(`/recommendations/${id}/decline`, { reason: { ro: 'Nu' } }),
      ]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    }
  });
});

describe('the views of recommendations', () => {
  it.each(['recommendation_list', 'discussion_point_list', 'civic_event_history'])(
    '%s, rebuilt while staff work, is the same as the one that was kept up',
    async (name) => {
      const id = await point('observation');
      const work = (async () => {
        await api.post('/recommendations', { discussionPointId: id, reason: { ro: 'Merită' } });
        await verb(id, 'review');
        await verb(id, 'accept', {});
        await verb(id, 'progress', { note: { ro: 'Se lucrează' } });
      })();
      await api.test.context('events').views.rebuild(name);
      await work;
      await api.test.replayEqualsIncremental('events', name);
    },
  );
});
