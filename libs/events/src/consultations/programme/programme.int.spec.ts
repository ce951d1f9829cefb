import { randomUUID } from 'node:crypto';
import { factsOf, structureOf, textOf } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startEvents, type EventsApi } from '../../testing/events-api.js';

/** A synthetic picture, 8 by 8 pixels. */
const square = 'iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEUlEQVR4nGOQ96vEihiGlgQAYZI5gapHhb8AAAAASUVORK5CYII=';

function pictureForm(names: Readonly<Record<string, string>>): FormData {
  const form = new FormData();
  form.append('files', new Blob([Buffer.from(square, 'base64')], { type: 'image/png' }), 'emblema.png');
  for (const [name, value] of Object.entries(names)) form.append(name, value);
  return form;
}

let api: EventsApi;
beforeAll(async () => {
  api = await startEvents();
});
afterAll(() => api.test.stop());

describe('a programme', () => {
  it('is created once, and lists its deliverables', async () => {
    const id = randomUUID();
    const [study, map] = [randomUUID(), randomUUID()];
    const body = {
      id,
      title: { ro: 'Cetățeni activi și digitali', en: 'Active and digital citizens' },
      fundingCodes: [{ scheme: 'SIPOCA', code: '1084' }],
      activities: [{ code: 'A4.1', title: { ro: 'Sesiuni de consultare' } }],
      period: { from: '2022-01-01', to: '2023-12-31' },
      deliverables: [{ id: study, kind: 'study', title: { ro: 'Studiu' } }],
    };
    expect(await api.post('/programmes', body)).toMatchObject({ status: 201, body: { id, version: 2 } });
    expect(await api.post('/programmes', body)).toMatchObject({ status: 200, body: { id, version: 2 } });
    expect(await api.post('/programmes', { ...body, title: { ro: 'Altul' } })).toMatchObject({
      status: 409,
      body: { code: 'PROGRAMME_EXISTS' },
    });
    expect((await api.post(`/programmes/${id}/start`)).status).toBe(200);
    const published = await api.post(`/programmes/${id}/deliverables`, {
      id: map,
      kind: 'facilities-map',
      title: { ro: 'Harta facilităților' },
      address: 'https://example.org/harta',
    });
    expect(published).toMatchObject({ status: 201, body: { id: map } });
    await api.post(`/programmes/${id}/deliverables/${study}/publish`, { address: 'https://example.org/studiu' });
    const { body: deliverables } = await api.get(`/programmes/${id}/deliverables`);
    expect(deliverables.items).toMatchObject([
      { id: study, published: { address: 'https://example.org/studiu' } },
      { id: map, published: { address: 'https://example.org/harta' } },
    ]);
    await api.test.settle();
    const found = await api.get('/programmes?q=cetateni%20ACTIVI&status=started');
    expect(found.body.items).toMatchObject([{ id, deliverables: [{ id: study }, { id: map }] }]);
    expect((await api.get(`/programmes/${id}`)).headers.get('etag')).toBe(`"${found.body.items[0].version}"`);
  });

  it('answers a deliverable’s id again where the request is sent again, whoever chose the id', async () => {
    const id = (await api.post('/programmes', { title: { ro: 'Program' } })).body.id as string;
    for (const own of [{}, { id: randomUUID() }] as { id?: string }[]) {
      const body = { ...own, kind: 'study', title: { ro: 'Studiu' }, address: 'https://example.org/studiu' };
      const send = () => api.post(`/programmes/${id}/deliverables`, body, { 'idempotency-key': `study-${own.id}` });
      const first = await send();
      const again = await send();
      expect([again.status, again.body]).toEqual([201, first.body]);
      const { items } = (await api.get(`/programmes/${id}/deliverables`)).body as { items: { id: string }[] };
      expect(items.at(-1)?.id).toBe(first.body.id);
    }
    expect((await api.get(`/programmes/${id}/deliverables`)).body.items).toHaveLength(2);
  });

  it('has emblems, an organiser and a statement on its financing, which stand in its reports', async () => {
    const financing = { ro: 'Proiect finanțat din fonduri sintetice', en: 'Financed by synthetic funds' };
    const { body } = await api.post('/programmes', {
      title: { ro: 'Program' },
      organiser: 'Primăria Exemplu',
      financing,
    });
    const path = `/programmes/${body.id}`;
    const added = await api.post(
      `${path}/emblems`,
      pictureForm({ nameRo: 'Emblema exemplu', nameEn: 'The example emblem' }),
    );
    expect(added).toMatchObject({ status: 201 });
    const emblemId = added.body.id as string;
    expect(
      await api.post(`${path}/emblems`, pictureForm({ nameRo: 'Emblema exemplu', nameEn: 'The example emblem' })),
    ).toMatchObject({
      status: 200,
      body: { id: emblemId },
    });
    expect((await api.get(path)).body).toMatchObject({
      organiser: 'Primăria Exemplu',
      financing,
      emblems: [{ id: emblemId, name: { ro: 'Emblema exemplu' }, type: 'image/png' }],
    });
    const picture = await fetch(`${api.test.visitor.url}/events/v1${path}/emblems/${emblemId}`);
    expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/png']);
    expect(
      Buffer.from(await picture.arrayBuffer())
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG');

    const event = await api.civicEvent('held', { programmeId: body.id });
    await api.post(`/civic-events/${event}/reports`, { author: 'Serviciul Exemplu' });
    const report = `/civic-events/${event}/reports/1`;
    expect((await api.get(report)).body).toMatchObject({
      author: 'Serviciul Exemplu',
      programme: { organiser: 'Primăria Exemplu', financing, emblems: [{ id: emblemId }] },
    });
    const shown = (await api.get(`${report}?format=html`)).body as string;
    for (const words of [
      '<img src="data:image/png;base64,',
      'alt="Emblema exemplu"',
      '<dt>Organizatorul</dt><dd>Primăria Exemplu</dd>',
      '<dt>Autorul raportului</dt><dd>Serviciul Exemplu</dd>',
      'Proiect finanțat din fonduri sintetice',
    ])
      expect(shown).toContain(words);
    const document = await fetch(`${api.test.visitor.url}/events/v1${report}?format=pdf&lang=en`);
    const bytes = Buffer.from(await document.arrayBuffer());
    expect(await factsOf(bytes)).toMatchObject({ Author: 'Serviciul Exemplu', Tagged: 'yes' });
    expect((await textOf(bytes)).replaceAll(/\s+/g, ' ')).toContain('Financed by synthetic funds');
    expect(await structureOf(bytes)).toMatch(/Figure/);

    expect((await api.post(`${path}/emblems/${emblemId}/remove`)).status).toBe(200);
    expect(await api.get(`${path}/emblems/${emblemId}`)).toMatchObject({
      status: 404,
      body: { code: 'EMBLEM_UNKNOWN' },
    });
    expect((await api.get(`${report}?format=html`)).body).toContain('alt="Emblema exemplu"');
  });

  it('refuses emblems that are no picture, without a name, or of a programme that is not there', async () => {
    const path = `/programmes/${(await api.post('/programmes', { title: { ro: 'Program' } })).body.id}/emblems`;
    const text = new FormData();
    text.append('files', new Blob(['Emblema'], { type: 'text/plain' }), 'emblema.txt');
    text.append('nameRo', 'Emblema');
    const refused = [
      [text, 400, 'files', 'EMBLEM_TYPE'],
      [pictureForm({}), 400, 'nameRo', 'INVALID_TYPE'],
      [
        (() => {
          const form = new FormData();
          form.append('nameRo', 'Emblema');
          return form;
        })(),
        400,
        'files',
        'FILES_MISSING',
      ],
    ] as const;
    for (const [form, status, field, code] of refused)
      expect(await api.post(path, form)).toMatchObject({ status, body: { errors: [{ path: field, code }] } });
    const nowhere = `/programmes/${randomUUID()}/emblems`;
    expect((await api.post(nowhere, pictureForm({ nameRo: 'Emblema' }))).status).toBe(404);
  });

  it('presents a deliverable at its own civic events that were held', async () => {
    const study = randomUUID();
    const deliverables = [{ id: study, kind: 'study', title: { ro: 'Studiu' } }];
    const id = (await api.post('/programmes', { title: { ro: 'Program' }, deliverables })).body.id as string;
    const path = `/programmes/${id}/deliverables/${study}/present`;
    const [own, ahead, other] = [
      await api.civicEvent('held', { programmeId: id }),
      await api.civicEvent('published', { programmeId: id }),
      await api.civicEvent('held'),
    ];
    expect((await api.post(path, { civicEventId: own })).status).toBe(200);
    expect(await api.post(path, { civicEventId: ahead })).toMatchObject({
      status: 409,
      body: { code: 'CIVIC_EVENT_NOT_HELD' },
    });
    expect(await api.post(path, { civicEventId: other })).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'civicEventId', code: 'CIVIC_EVENT_ELSEWHERE' }] },
    });
    expect((await api.get(`/programmes/${id}`)).body.deliverables).toMatchObject([
      { id: study, state: 'presented', presented: [{ civicEventId: own }], published: null },
    ]);
    const rollup = await api.get(`/programmes/${id}/report?format=html`);
    expect(rollup.body).toContain('prezentat la o sesiune, nepublicat încă');
  });

  it('has a page that says who organises and finances it, what was presented, what was corrected, and that it ended', async () => {
    const study = randomUUID();
    const { body } = await api.post('/programmes', {
      title: { ro: 'Programm' },
      organiser: 'Primăria Exemplu',
      financing: { ro: 'Din fonduri sintetice', en: 'By synthetic funds' },
      deliverables: [{ id: study, kind: 'study', title: { ro: 'Studiu' } }],
    });
    const path = `/programmes/${body.id}`;
    await api.post(`${path}/start`);
    const civicEventId = await api.civicEvent('held', { programmeId: body.id });
    expect((await api.post(`${path}/deliverables/${study}/present`, { civicEventId })).status).toBe(200);
    const correction = { title: { ro: 'Program' }, reason: { ro: 'O literă în plus.', en: 'A letter too many.' } };
    expect((await api.post(`${path}/corrections`, correction)).status).toBe(200);
    expect((await api.post(`${path}/end`, { reason: { ro: 'S-au dus fondurile.' } })).status).toBe(200);
    const pageIn = async (lang: string) => (await api.get(`${path}?format=html&lang=${lang}`)).body as string;
    const [ro, en] = [await pageIn('ro'), await pageIn('en')];
    for (const words of ['<dt>Organizatorul</dt><dd>Primăria Exemplu</dd>', 'prezentat, nepublicat încă', 'încheiat']) {
      expect(ro).toContain(words);
    }
    expect(ro).toMatch(/Corectat la \d+ \S+ \d{4}: titlul\.<\/strong> O literă în plus\./);
    expect(en).toMatch(/Corrected on \d+ \S+ \d{4}: title\.<\/strong> A letter too many\./);
    expect(en).toContain('By synthetic funds');
    expect(en).toMatch(/The programme has ended\.<\/strong> <span lang="ro">S-au dus fondurile\.<\/span>/);
  });

  it('does not plan two deliverables under one id', async () => {
    const study = { id: randomUUID(), kind: 'study', title: { ro: 'Studiu' } };
    const before = await api.head();
    expect(
      await api.post('/programmes', { title: { ro: 'Program' }, deliverables: [study, { ...study, kind: 'podcast' }] }),
    ).toMatchObject({ status: 400, body: { errors: [{ path: 'deliverables.1.id', code: 'DELIVERABLE_REPEATED' }] } });
    expect(await api.head()).toBe(before);
  });
});
