import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { figures, startEvents, type EventsApi } from '../../testing/events-api.js';

type Answer = Awaited<ReturnType<EventsApi['get']>>;

const csv = { 'content-type': 'text/csv' };
const header = 'title_ro,kind,startsAt,endsAt,venue_name,venue_address,series_name,series_place,status';
const rowOf = (title: string, status: string, kind = 'consultation') =>
  `${title},${kind},2023-03-23T09:30:00+02:00,2023-03-23T16:00:00+02:00,Casa Exemplu,"Strada Exemplului 8, București",,,${status}`;
const nothingWritten = 'nothing was written';

describe('imports', () => {
  let api: EventsApi;

  beforeAll(async () => {
    api = await startEvents();
  });

  afterAll(() => api.test.stop());

  const post = (path: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Answer> =>
    api.post(`/imports/${path}`, body, headers);
  const civicEvents = (...rows: string[]) => post('civic-events', [header, ...rows].join('\r\n'), csv);
  const dry = (...rows: string[]) => post('civic-events?dryRun=true', [header, ...rows].join('\r\n'), csv);
  const countsIn = ({ body }: Answer) => {
    const { created, changed, unchanged, failed } = body;
    return { created, changed, unchanged, failed };
  };

  describe('of civic events', () => {
    it('plan each row and lead it to its status, by the commands that people use', async () => {
      const answer = await civicEvents(rowOf('Una', 'planned'), rowOf('Două', 'held'), rowOf('Trei', 'closed'));
      expect(answer.status).toBe(200);
      expect(countsIn(answer)).toEqual({ created: 3, changed: 0, unchanged: 0, failed: 0 });
      expect(answer.body.dryRun).toBe(false);
      expect(answer.body.rows.map(({ row, does }: { row: number; does: string[] }) => [row, does])).toEqual([
        [2, ['plan']],
        [3, ['plan', 'publish', 'hold']],
        [4, ['plan', 'publish', 'hold', 'close']],
      ]);
      const { id } = answer.body.rows[1];
      expect((await api.get(`/civic-events/${id}`)).body).toMatchObject({
        status: 'held',
        title: { ro: 'Două' },
        venue: { name: 'Casa Exemplu', address: 'Strada Exemplului 8, București' },
        series: null,
        timeZone: 'Europe/Bucharest',
      });
      const { body: history } = await api.getAsStaff(`/civic-events/${id}/history`, {
        'ecou-min-position': answer.headers.get('ecou-position') ?? '',
      });
      expect(history.items.map(({ type, actor }: { type: string; actor: string }) => [type, actor])).toEqual([
        ['CivicEventPlanned', 'key:administrator'],
        ['CivicEventPublished', 'key:administrator'],
        ['CivicEventHeld', 'key:administrator'],
      ]);
    });

    it('change nothing when the same file comes again, with or without ids', async () => {
      const rows = [rowOf('De două ori', 'published'), rowOf('Și aceasta', 'held')];
      const first = await civicEvents(...rows);
      const before = await api.head();
      const again = await civicEvents(...rows);
      expect(countsIn(again)).toEqual({ created: 0, changed: 0, unchanged: 2, failed: 0 });
      const idsIn = ({ body }: Answer) => body.rows.map(({ id }: { id: string }) => id);
      expect(idsIn(again)).toEqual(idsIn(first));
      expect({ [nothingWritten]: await api.head() }).toEqual({ [nothingWritten]: before });
      const further = await civicEvents(rowOf('De două ori', 'closed'), rowOf('Și aceasta', 'published'));
      expect(
        further.body.rows.map(({ outcome, does }: { outcome: string; does: string[] }) => [outcome, does]),
      ).toEqual([
        ['changed', ['hold', 'close']],
        ['unchanged', []],
      ]);
    });

    it('tell in a dry run exactly what happens afterwards, and write nothing', async () => {
      const id = randomUUID();
      const given = [
        {
          id,
          title: { ro: 'Probă' },
          kind: 'debate',
          startsAt: '2023-05-01T10:00:00+03:00',
          endsAt: '2023-05-01T12:00:00+03:00',
          status: 'published',
        },
        {
          id,
          title: { ro: 'Probă' },
          kind: 'debate',
          startsAt: '2023-05-01T10:00:00+03:00',
          endsAt: '2023-05-01T12:00:00+03:00',
          status: 'closed',
        },
        {
          id,
          title: { ro: 'Alta' },
          kind: 'debate',
          startsAt: '2023-05-01T10:00:00+03:00',
          endsAt: '2023-05-01T12:00:00+03:00',
        },
        {
          title: { ro: 'Anulată' },
          kind: 'debate',
          startsAt: '2023-05-02T10:00:00+03:00',
          endsAt: '2023-05-02T12:00:00+03:00',
          status: 'cancelled',
          cancelled: { reason: { ro: 'Vreme rea' } },
        },
        {
          title: { ro: 'Fel necunoscut' },
          kind: 'nothing-of-the-kind',
          startsAt: '2023-05-02T10:00:00+03:00',
          endsAt: '2023-05-02T12:00:00+03:00',
        },
        {
          title: { ro: 'Program necunoscut' },
          programmeId: randomUUID(),
          kind: 'debate',
          startsAt: '2023-05-02T10:00:00+03:00',
          endsAt: '2023-05-02T12:00:00+03:00',
        },
      ];
      const before = await api.head();
      const rehearsed = await post('civic-events?dryRun=true', given);
      expect({ [nothingWritten]: await api.head() }).toEqual({ [nothingWritten]: before });
      expect((await api.getAsStaff(`/civic-events/${id}`)).status).toBe(404);
      expect(countsIn(rehearsed)).toEqual({ created: 2, changed: 1, unchanged: 0, failed: 3 });
      const real = await post('civic-events', given);
      expect(rehearsed.body).toEqual({ ...real.body, dryRun: true });
      expect(real.body.rows).toMatchObject([
        { row: 1, id, outcome: 'created', does: ['plan', 'publish'] },
        { row: 2, id, outcome: 'changed', does: ['hold', 'close'] },
        { row: 3, id, outcome: 'failed', errors: [{ path: '', code: 'CIVIC_EVENT_EXISTS' }] },
        { row: 4, outcome: 'created', does: ['plan', 'cancel'] },
        { row: 5, outcome: 'failed', errors: [{ path: 'kind', code: 'KIND_UNKNOWN' }] },
        { row: 6, outcome: 'failed', errors: [{ path: 'programmeId', code: 'PROGRAMME_UNKNOWN' }] },
      ]);
    });

    it('say of each row what is wrong with it, and carry out the others', async () => {
      const answer = await civicEvents(
        rowOf('', 'planned'),
        rowOf('Bună', 'published'),
        ',,,,,,,,',
        'Fără sfârșit,consultation,2023-03-23T09:30:00+02:00,,,,,,',
        'Serie,consultation,2023-03-23T09:30:00+02:00,2023-03-23T08:00:00+02:00,,,consultation-sessions,zero,dusă',
        rowOf('Anulată', 'cancelled'),
      );
      expect(countsIn(answer)).toEqual({ created: 1, changed: 0, unchanged: 0, failed: 4 });
      const errors = answer.body.rows.map(
        ({ row, errors: all }: { row: number; errors: { path: string; code: string }[] }) => [
          row,
          all.map(({ path, code }) => `${path} ${code}`).sort(),
        ],
      );
      expect(errors).toEqual([
        [2, ['title INVALID_TYPE']],
        [3, []],
        [5, ['endsAt INVALID_TYPE']],
        [6, ['series_place INVALID_TYPE', 'status INVALID_VALUE']],
        [7, ['cancelled CANCEL_REASON_MISSING']],
      ]);
    });

    it('refuse what the rules refuse, and keep what was done of the row before', async () => {
      const { body } = await civicEvents(rowOf('Se anulează', 'published'));
      await api.post(`/civic-events/${body.rows[0].id}/cancel`, { reason: { ro: 'Sala e închisă' } });
      const again = await civicEvents(rowOf('Se anulează', 'held'));
      expect(again.body.rows).toMatchObject([
        { outcome: 'failed', does: [], errors: [{ code: 'CIVIC_EVENT_CANCELLED' }] },
      ]);
      expect(countsIn(await civicEvents(rowOf('Se anulează', 'planned')))).toMatchObject({ unchanged: 1 });
    });

    it('take back what the list gives out: the same civic events elsewhere, and no change here', async () => {
      await api.civicEvent('published', {
        title: { ro: '=Formulă, "citată"\nîn două rânduri', en: 'A formula' },
        description: { ro: 'Descriere; cu punct și virgulă' },
        audience: { ro: 'Pentru toți' },
        languages: ['ro', 'en'],
        capacity: 24,
      });
      const moved = await api.civicEvent('published', { title: { ro: 'Mutată' } });
      const times = { startsAt: '2023-06-11T09:30:00+03:00', endsAt: '2023-06-11T16:00:00+03:00' };
      await api.post(`/civic-events/${moved}/reschedule`, times);
      await api.test.settle();
      const table = (await api.getAsStaff('/civic-events?format=csv&bom=true')).body as string;
      const before = await api.head();
      const here = await post('civic-events', table, csv);
      expect(here.body.rows.filter(({ outcome }: { outcome: string }) => outcome !== 'unchanged')).toEqual([]);
      expect({ [nothingWritten]: await api.head() }).toEqual({ [nothingWritten]: before });

      const elsewhere = await startEvents();
      try {
        const there = await elsewhere.post('/imports/civic-events', table, csv);
        expect(countsIn(there)).toMatchObject({ changed: 0, unchanged: 0, failed: 0 });
        await elsewhere.test.settle();
        const listOf = async (of: EventsApi) => {
          const { body } = await of.getAsStaff('/civic-events?limit=200');
          return body.items.map(({ version: _version, status, ...item }: { version: number; status: string }) => ({
            ...item,
            status: status === 'rescheduled' ? 'published' : status,
          }));
        };
        expect(await listOf(elsewhere)).toEqual(await listOf(api));
        // The list as JSON is taken as well.
        const { body: list } = await api.getAsStaff('/civic-events?limit=200');
        expect(countsIn(await elsewhere.post('/imports/civic-events', list))).toMatchObject({
          created: 0,
          changed: 0,
          failed: 0,
        });
      } finally {
        await elsewhere.test.stop();
      }
    });
  });

  describe('of attendance', () => {
    const columns = 'civicEventId;ngo-member;public-institution;project-team;total;reason';

    it('report, correct where a reason is given, and change nothing the second time', async () => {
      const [one, two] = [await api.civicEvent('held'), await api.civicEvent('held')];
      await api.put(`/civic-events/${two}/attendance`, figures);
      const table = ['\ufeff' + columns, `${one};17;3;23;23;`, `${two};17;3;23;43;Numărate din nou`].join('\n');
      const before = await api.head();
      const rehearsed = await post('attendance?dryRun=true', table, csv);
      expect({ [nothingWritten]: await api.head() }).toEqual({ [nothingWritten]: before });
      const real = await post('attendance', table, csv);
      expect(rehearsed.body).toEqual({ ...real.body, dryRun: true });
      expect(real.body.rows).toMatchObject([
        { row: 2, id: one, outcome: 'created', does: ['report'] },
        { row: 3, id: two, outcome: 'changed', does: ['correct'] },
      ]);
      expect((await api.get(`/civic-events/${one}/attendance`)).body).toMatchObject({
        state: 'unreconciled',
        difference: 20,
      });
      expect((await api.get(`/civic-events/${two}/attendance`)).body).toMatchObject({
        reported: { total: 23 },
        corrected: { total: 43, reason: { ro: 'Numărate din nou' } },
      });
      const after = await api.head();
      expect(countsIn(await post('attendance', table, csv))).toEqual({
        created: 0,
        changed: 0,
        unchanged: 2,
        failed: 0,
      });
      expect({ [nothingWritten]: await api.head() }).toEqual({ [nothingWritten]: after });
    });

    it('leave a correction as it stands when an old file is sent again, whatever the order of its columns', async () => {
      const id = await api.civicEvent('held');
      const rowWith = (order: string, cells: string) => `civicEventId;${order};reason\n${id};${cells};Din listă\n`;
      const old = rowWith('ngo-member;public-institution;project-team;total', '17;3;;20');
      expect(countsIn(await post('attendance', old, csv))).toMatchObject({ created: 1 });
      const corrected = {
        categories: [{ category: 'ngo-member', count: 18 }],
        total: 18,
        reason: { ro: 'Cineva a fost uitat' },
      };
      expect((await api.post(`/civic-events/${id}/attendance/corrections`, corrected)).status).toBe(201);
      const before = await api.head();
      const files = [old, rowWith('total;project-team;public-institution;ngo-member', '20;0;3;17')];
      const asItStands = rowWith('public-institution;ngo-member;total', '0;18;18');
      for (const file of [...files, asItStands]) {
        expect(countsIn(await post('attendance', file, csv))).toMatchObject({ unchanged: 1, failed: 0 });
      }
      expect({ [nothingWritten]: await api.head() }).toEqual({ [nothingWritten]: before });
    });

    it('say of each row what is wrong with it', async () => {
      const [held, planned] = [await api.civicEvent('held'), await api.civicEvent('planned')];
      await api.put(`/civic-events/${held}/attendance`, figures);
      const unknown = randomUUID();
      const answer = await post(
        'attendance',
        [
          columns,
          `${unknown};1;;;1;`,
          `${planned};1;;;1;`,
          `${held};1;;;1;`,
          'seven;1;;;1;',
          `${held};doi;-1;;;`,
          `${held};;;;5;`,
        ].join('\n'),
        csv,
      );
      const errors = answer.body.rows.map(
        ({ row, errors: all }: { row: number; errors: { path: string; code: string }[] }) => [
          row,
          all.map(({ path, code }) => `${path} ${code}`.trim()).sort(),
        ],
      );
      expect(errors).toEqual([
        [2, ['CIVIC_EVENT_UNKNOWN']],
        [3, ['CIVIC_EVENT_NOT_PUBLISHED']],
        [4, ['ATTENDANCE_REPORTED']],
        [5, ['civicEventId INVALID_FORMAT']],
        [6, ['ngo-member INVALID_TYPE', 'public-institution INVALID_TYPE', 'total INVALID_TYPE']],
        [7, ['categories TOO_SMALL']],
      ]);
    });

    it('are taken as JSON too', async () => {
      const civicEventId = await api.civicEvent('held');
      const answer = await post('attendance', [
        { civicEventId, ...figures },
        { civicEventId, ...figures, categories: [{ category: 'nobody-of-ours', count: 1 }] },
      ]);
      expect(answer.body.rows).toMatchObject([
        { row: 1, outcome: 'created' },
        { row: 2, outcome: 'failed', errors: [{ path: '', code: 'ATTENDANCE_REPORTED' }] },
      ]);
    });
  });

  const many = (count: number) => Array.from({ length: count }, () => ({}));
  const refused: readonly (readonly [
    what: string,
    path: string,
    body: unknown,
    headers: Readonly<Record<string, string>>,
    status: number,
    code: string,
    field: string | null,
  ])[] = [
    ['a column that nobody knows', 'civic-events', 'titel\nx\n', csv, 400, 'CSV_COLUMN_UNKNOWN', 'titel'],
    ['a column twice', 'civic-events', 'kind,kind\nx,y\n', csv, 400, 'CSV_COLUMN_TWICE', 'kind'],
    ['quotes that do not close', 'civic-events', 'kind\n"x\n', csv, 400, 'CSV_MALFORMED', null],
    ['a row that is too long', 'civic-events', 'kind\nx,y\n', csv, 400, 'CSV_ROW_TOO_LONG', 'rows.2'],
    ['an empty file', 'civic-events', '\n', csv, 400, 'CSV_EMPTY', null],
    ['another category', 'attendance', 'civicEventId,total,martians\n', csv, 400, 'CSV_COLUMN_UNKNOWN', 'martians'],
    ['too many rows', 'civic-events', many(5001), {}, 400, 'IMPORT_TOO_LONG', 'rows'],
    ['U+0000', 'civic-events', 'kind\n\0\n', csv, 400, 'TEXT_NOT_ALLOWED', null],
    ['no rows at all', 'civic-events', undefined, {}, 400, 'INVALID_INPUT', null],
    ['something else than rows', 'attendance', { rows: [] }, {}, 400, 'INVALID_INPUT', null],
    ['another way to ask for a dry run', 'attendance?dryRun=yes', [], {}, 400, 'INVALID_INPUT', 'dryRun'],
    ['XML', 'civic-events', '<rows/>', { 'content-type': 'text/xml' }, 415, 'MEDIA_TYPE_UNSUPPORTED', null],
    ['more than 5 MiB', 'civic-events', `kind\n${'x'.repeat(5 * 1024 * 1024)}`, csv, 413, 'BODY_TOO_LARGE', null],
  ];

  it.each(refused)('refuse %s; nothing is written', async (...[, path, body, headers, status, code, field]) => {
    const before = await api.head();
    const answer = await post(path, body, headers);
    expect({ status: answer.status, code: answer.body.code }).toEqual({ status, code });
    if (field !== null) expect(answer.body.errors).toMatchObject([{ path: field }]);
    expect({ [nothingWritten]: await api.head() }).toEqual({ [nothingWritten]: before });
  });

  it('refuse a file that is not in UTF-8', async () => {
    const response = await fetch(`${api.test.api.url}/events/v1/imports/civic-events`, {
      method: 'POST',
      headers: { ...csv, authorization: `Bearer ${api.test.keys.staff}` },
      body: Buffer.from('kind\n\xba', 'latin1'),
    });
    expect([response.status, await response.json()]).toMatchObject([400, { code: 'CSV_NOT_UTF8' }]);
  });

  it('are for staff, and CSV is taken nowhere else', async () => {
    const { visitor } = api.test;
    expect((await visitor.post('/events/v1/imports/civic-events', 'kind\n', { headers: csv })).status).toBe(401);
    expect((await api.post('/civic-events', 'kind\n', csv)).body).toMatchObject({ code: 'MEDIA_TYPE_UNSUPPORTED' });
  });

  it('take many rows, and the same again', async () => {
    const rows = Array.from({ length: 200 }, (_, index) => rowOf(`Rândul ${index}`, 'planned'));
    expect(countsIn(await dry(...rows))).toMatchObject({ created: 200 });
    expect(countsIn(await civicEvents(...rows))).toMatchObject({ created: 200 });
    expect(countsIn(await civicEvents(...rows))).toMatchObject({ unchanged: 200 });
  });
});
