import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { analyticsContext } from '@ecou/analytics';
import { createPool } from '@ecou/event-sourcing';
import { eventsContext } from '@ecou/events';
import { facilitiesContext } from '@ecou/facilities';
import { feedbackContext } from '@ecou/feedback';
import { identityContext } from '@ecou/identity';
import { integrationsContext } from '@ecou/integrations';
import { notificationsContext } from '@ecou/notifications';
import { TestClock, until } from '@ecou/event-sourcing/testing';
import { startTestProcess, TestApi, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const minute = 60_000;
const contexts = [
  eventsContext,
  feedbackContext,
  facilitiesContext,
  notificationsContext,
  integrationsContext,
  analyticsContext,
  identityContext,
];
const fixtures = join(import.meta.dirname, '../fixtures');
const petitions = '/feedback/v1/petitions';
const civicEvents = '/events/v1/civic-events';
const questionnaires = '/feedback/v1/questionnaires';
const reply = { text: 'Sintetic: s-a rezolvat.', legalBasis: 'OG 27/2002, art. 8' };
const yes = { item: 'objectives', yes: true };

/** Texts that were handed in. */
const texts = {
  first: 'Sintetic: prima poză.',
  second: 'Sintetic: a doua poză.',
  form: 'Sintetic: formular.',
  unclaimed: 'Sintetic: nu aparține nimănui.',
};

interface Registered {
  readonly id: string;
  readonly token: string;
}

/** Facts about the dump; `fixtures/README.md` says how it was made. */
interface Known {
  readonly secret: string;
  readonly now: string;
  readonly officer: string;
  readonly callback: string;
  readonly open311: string;
  readonly petitions: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<keyof typeof texts, string>>;
  readonly keys: Readonly<Record<'administrator' | 'staff' | 'reporter' | 'revoked', string>>;
  readonly events: Readonly<Record<'arranged' | 'byLink' | 'full' | 'held', string>>;
  readonly byLink: Readonly<Record<'confirmed' | 'pending' | 'waiting', Registered>>;
  readonly full: Readonly<Record<'first' | 'second' | 'third' | 'fourth', Registered>>;
  readonly pages: Readonly<Record<'confirmPending' | 'confirmWaiting' | 'invitation', string>>;
  readonly questionnaires: Readonly<
    Record<'anyone' | 'byToken' | 'byBallot', { readonly id: string; readonly tokens: readonly string[] }>
  >;
  readonly ballots: readonly object[];
}

/** The answers of the build that made the dump. */
interface Seen {
  readonly path: string;
  readonly as: 'public' | 'staff' | 'administrator';
  readonly status: number;
  readonly etag: string | null;
  readonly body: unknown;
}

const readFixture = async (name: string): Promise<string> => {
  const bytes = await readFile(join(fixtures, name));
  return (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
};

/** Fields that answers have got since, by the beginning of their path. */
const added: readonly (readonly [path: string, fields: readonly string[]])[] = [
  [
    '/notifications/v1/',
    [
      ...['promise', 'addresses', 'preferences', 'waitsUntil', 'number', 'segments', 'reference'],
      ...['wording', 'wordsFault'],
    ],
  ],
  [
    '/facilities/v1/',
    [
      ...['assistancePoints', 'contact', 'externalId', 'fields', 'guides', 'verifyEveryMonths', 'verifyDueOn'],
      ...['open', 'nextChange', 'state', 'nextOn'],
    ],
  ],
  ['/identity/v1/keys', ['expiresAt', 'lastUsedAt', 'officer']],
  [
    '/feedback/v1/directory',
    ['petitionRules', 'office', 'duties', 'targetFrom', 'legalFrom', 'legalDays', 'registers', 'letterhead'],
  ],
  // Whether a denominator counts the team.
  ['/feedback/v1/questionnaires', ['includesTeam']],
  [
    '/feedback/v1/',
    [
      ...['groupedWith', 'grouped', 'rules', 'sendings', 'repeats', 'sentBy', 'proposed', 'draft', 'returned'],
      ...['filingReason', 'returningReason', 'salutation', 'numbers', 'signatures', 'others', 'sendingId', 'again'],
      ...['told', 'by', 'as', 'joiningReason', 'deliveryNote', 'messages', 'corrections'],
      ...['receivedOn', 'legal', 'legallyMissed', 'legalAnswerBy', 'takenOver', 'firstNumber'],
      ...['letter', 'outgoingNumber'],
    ],
  ],
  [
    '/events/v1/',
    [
      ...['author', 'corrections', 'delivery', 'redacted', 'reworded', 'includesTeam'],
      ...['emblems', 'ended', 'financing', 'organiser', 'presented', 'state', 'outreach'],
    ],
  ],
];

const hasIncentives = (object: { readonly incentives?: readonly unknown[] }): boolean =>
  (object.incentives ?? []).length > 0;

/** The answer without fields that are new; on both sides, since those of facts may have been there, and empty. */
function asBefore(path: string, body: unknown): unknown {
  // How often to come again stands before what is in a calendar since.
  if (typeof body === 'string' && body.startsWith('BEGIN:VCALENDAR'))
    return body.replaceAll(/^(REFRESH-INTERVAL|X-PUBLISHED-TTL).*\r?\n/gm, '');
  // The clock of the municipality needs no name since.
  if (typeof body === 'string' && body.includes('<feed ')) return body.replaceAll(' (Europe/Bucharest)', '');
  const fields = added.find(([beginning]) => path.startsWith(beginning))?.[1];
  if (!fields || body === undefined) return body;
  return JSON.parse(JSON.stringify(body), function (this: object, name, value: unknown) {
    const isNew =
      fields.includes(name) ||
      // What an incentive brings next is put on record by this build.
      (['version', 'changedAt'].includes(name) && hasIncentives(this)) ||
      // Incentives have got ids.
      ('validFrom' in this && ['id', 'description'].includes(name)) ||
      // How an answer was sent, and what nobody had said when the fact was written.
      (name === 'channel' && 'legalBasis' in this) ||
      (value === null && ['reason', 'authority', 'subject'].includes(name));
    return isNew ? undefined : value;
  });
}

interface Counters {
  open: number;
  unassigned: number;
  readonly departments?: readonly (Counters & { readonly department: string })[];
}

/** Joined petitions are read as those of different people on one matter (0095): each is back in its queue. */
function withoutJoined(path: string, body: unknown): unknown {
  if (path === '/feedback/v1/queues') {
    const counters = structuredClone(body) as Counters;
    for (const each of [
      counters,
      ...(counters.departments ?? []).filter(({ department }) => department === 'public-works'),
    ])
      Object.assign(each, { open: each.open + 2, unassigned: each.unassigned + 2 });
    return counters;
  }
  if (!path.startsWith('/feedback/v1/petitions') || body === undefined) return body;
  return JSON.parse(JSON.stringify(body), (name, value: { status?: string } | null) => {
    if (name === 'joined') return [];
    return value?.status === 'joined' ? { ...value, status: 'registered', joinedTo: null } : value;
  });
}

/** Loads the dump into an empty database. */
async function restore(url: string): Promise<void> {
  const pool = createPool(url, { max: 1 });
  try {
    await pool.query(await readFixture('upgrade.sql.gz'));
  } finally {
    await pool.end();
  }
}

describe('a database of the build before', () => {
  let known: Known;
  let seen: Seen[];
  let test: TestProcess;
  let folder: string;
  let staff: TestApi;

  beforeAll(async () => {
    known = JSON.parse(await readFixture('upgrade.json')) as Known;
    seen = JSON.parse(await readFixture('upgrade.seen.json.gz')) as Seen[];
    folder = await mkdtemp(join(tmpdir(), 'ecou-upgrade-'));
    for (const [name, id] of Object.entries(known.files)) {
      const file = join(folder, 'files', id.slice(0, 2), id);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, texts[name as keyof typeof texts]);
    }
    test = await startTestProcess(contexts, {
      clock: new TestClock(known.now),
      isEmpty: true,
      through: async (url) => {
        await restore(url);
        return url;
      },
      env: {
        ECOU_SECRET: known.secret,
        PUBLIC_URL: 'https://ecou.example.ro',
        TRUSTED_PROXIES: 'loopback',
        ECOU_FILES_DIR: join(folder, 'files'),
        ECOU_MAIL_DIR: join(folder, 'mails'),
      },
    });
    staff = new TestApi(test.process.url, known.keys.staff);
  });

  afterAll(async () => {
    await test.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const idOf = (name: string): string => {
    const id = known.petitions[name];
    if (!id) throw new Error(`The dump has no petition named ${name}.`);
    return id;
  };
  const act = (name: string, verb: string, body: object = {}) => staff.post(`${petitions}/${idOf(name)}/${verb}`, body);
  async function done(name: string, verb: string, body?: object): Promise<void> {
    const { status, body: answer } = await act(name, verb, body);
    expect({ name, verb, status, code: answer.code }).toEqual({ name, verb, status: 200, code: undefined });
  }
  const petition = async (name: string) => (await staff.get(`${petitions}/${idOf(name)}`)).body;
  const registration = async (event: string, { id }: Registered) =>
    (await staff.get(`${civicEvents}/${event}/registrations/${id}`)).body;
  const press = (page: string, action: string) =>
    test.visitor.call('POST', page, `action=${action}`, {
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
  const register = (event: string, name: string) =>
    test.visitor.post(`${civicEvents}/${event}/registrations`, {
      name: `${name} Sintetic`,
      contact: { channel: 'email', address: `${name}.nou@example.org` },
      category: 'citizen',
    });
  const becomes = (what: string, state: () => Promise<unknown>, wanted: unknown) =>
    until(async () => (await state()) === wanted, `${what} to be ${String(wanted)}`, minute / 2);

  it('gets a log of everything that it had published', async () => {
    const { pool } = test.context('integrations');
    // Nothing tells of single answers any more, not even of those of then (0113).
    const withdrawn = 'ecou.feedback.response-recorded.v1';
    const outboxes = ['events', 'feedback', 'facilities', 'notifications']
      .map((context) => `SELECT id FROM ${context}.outbox WHERE topic = 'ecou.${context}' AND type <> $1`)
      .join(' UNION ALL ');
    const differing = async () => {
      const { rows } = await pool.query<{ published: number; logged: number; differ: number }>(
        `WITH published AS (${outboxes}) SELECT (SELECT count(*) FROM published)::int AS published,
           (SELECT count(*) FROM integrations.messages)::int AS logged, count(*)::int AS differ
         FROM published p FULL JOIN integrations.messages m USING (id) WHERE p.id IS NULL OR m.id IS NULL`,
        [withdrawn],
      );
      return rows[0];
    };
    await until(async () => (await differing())?.differ === 0, 'the log to have it all', minute);
    expect((await differing())?.logged).toBeGreaterThan(50);
  });

  it('has every view live at its head, and is ready', async () => {
    await test.settle();
    for (const { name, views } of contexts) {
      const { body } = await test.api.get(`/${name}/ops/v1/views`);
      const states = (body.items as { name: string; state: string }[]).map((view) => [view.name, view.state]);
      expect(states.sort()).toEqual(views.map((view) => [view.name, 'live']).sort());
      expect((await test.api.get(`/${name}/ops/v1/parked`)).body.items).toEqual([]);
    }
    await becomes('the platform', async () => (await test.visitor.get('/health/ready')).status, 200);
  });

  it('says what it said, with the same ETags', async () => {
    const clients = {
      public: test.visitor,
      staff,
      administrator: new TestApi(test.process.url, known.keys.administrator),
    };
    expect(seen.length).toBeGreaterThan(100);
    for (const { path, as, status, etag, body } of seen) {
      const answer = await clients[as].get(path);
      expect({
        path,
        status: answer.status,
        etag: answer.headers.get('etag'),
        body: asBefore(path, answer.body),
      }).toEqual({
        path,
        status,
        etag,
        body: withoutJoined(path, asBefore(path, typeof body === 'string' && body === '' ? undefined : body)),
      });
    }
  });

  it('knows its keys, and which of them was revoked', async () => {
    const keys = (key: string) => test.api.get(petitions, { key });
    expect([(await keys(known.keys.staff)).status, (await keys(known.keys.reporter)).status]).toEqual([200, 403]);
    expect((await keys(known.keys.revoked)).body.code).toBe('KEY_UNKNOWN');
  });

  it('goes on with petitions, from whatever state', async () => {
    await done('registered', 'assign', { officer: known.officer });
    await done('assigned', 'start');
    await done('inProgress', 'answer', reply);
    await done('asked', 'messages', { from: 'citizen', text: 'Sintetic: stâlpul 12.' });
    await done('callback', 'callback-done', { callback: known.callback });
    await done('answered', 'satisfaction', { grade: 5 });
    await done('declined', 'close');
    await done('forwarded', 'close');
    await done('closed', 'reopen', { reason: 'Sintetic: un act nou.' });
    await done('reopened', 'answer', reply);
    await done('notice', 'close');
    await done('extended', 'forward', { authority: 'Autoritatea sintetică', reason: 'Sintetic.' });
    const told = async (...names: string[]) =>
      (await Promise.all(names.map(petition))).map(({ status }) => status as string);
    expect(await told('registered', 'assigned', 'inProgress', 'asked', 'declined', 'closed', 'reopened')).toEqual([
      ...['assigned', 'in-progress', 'answered', 'in-progress', 'closed', 'registered', 'answered'],
    ]);
    expect((await act('withdrawn', 'start')).body.code).toBe('PETITION_DONE');
    expect((await act('extended', 'extend', { reason: 'x' })).status).toBe(409);
  });

  it('has those who were joined answered by themselves, and joins again those of one petitioner', async () => {
    expect(await petition('main')).toMatchObject({ joined: [], grouped: [{}, {}] });
    for (const name of ['joinedOne', 'toBeJoined'])
      await done(name, 'join', { to: idOf('main'), as: 'petitioner', reason: 'Sintetic: semnătura este aceeași.' });
    const personal = { ...reply, salutation: 'Stimat petent,' };
    await done('main', 'answer', personal);
    for (const name of ['main', 'joinedOne', 'toBeJoined']) {
      expect(await petition(name)).toMatchObject({
        status: 'answered',
        deadlineState: 'met',
        personal: { replies: [{ text: reply.text, through: name === 'main' ? null : idOf('main') }] },
      });
    }
    expect(await petition('joinedTwo')).toMatchObject({ status: 'registered', groupedWith: { id: idOf('main') } });
    await done('joinedTwo', 'answer', personal);
    expect(await petition('joinedTwo')).toMatchObject({
      status: 'answered',
      personal: { replies: [{ through: null }] },
    });
  });

  it('has its files, attaches what nothing had claimed, and numbers on', async () => {
    const download = (name: string, file: string) => staff.get(`${petitions}/${idOf(name)}/files/${file}`);
    expect((await download('withFiles', known.files.first)).body).toBe(texts.first);
    expect((await download('asked', known.files.form)).body).toBe(texts.form);
    const numbers = (await staff.get(`${petitions}?limit=200`)).body.items.map(
      ({ number }: { number: string }) => number,
    );
    const last = Math.max(...numbers.map((number: string) => Number(number.slice(5))));
    const sent = await test.visitor.post(petitions, {
      kind: 'request',
      category: 'street-lighting',
      petitioner: { name: 'Nou Sintetic', channel: 'email', contact: 'nou.sintetic@example.org' },
      text: 'Sintetic: o petiție nouă.',
      attachments: [{ file: known.files.unclaimed }],
    });
    expect(sent).toMatchObject({ status: 201, body: { number: `2024-${String(last + 1).padStart(6, '0')}` } });
    const taken = await act('withFiles', 'messages', { text: 'x', attachments: [{ file: known.files.unclaimed }] });
    expect(taken).toMatchObject({ status: 400, body: { errors: [{ code: 'FILE_TAKEN' }] } });
  });

  it('confirms a registration, and gives a place that is given up to the first who waits', async () => {
    const { byLink, full } = known.events;
    expect((await press(known.pages.confirmWaiting, 'confirm')).status).toBe(200);
    expect(await registration(byLink, known.byLink.waiting)).toMatchObject({ state: 'waiting' });
    const cancel = `${civicEvents}/${full}/registrations/${known.full.first.id}/cancel`;
    expect((await test.visitor.post(cancel, { token: known.full.first.token })).status).toBe(200);
    const { first, third, fourth } = known.full;
    const states = await Promise.all([first, third, fourth].map((one) => registration(full, one)));
    expect(states.map(({ state }) => state as string)).toEqual(['cancelled', 'confirmed-seat', 'waiting']);
    expect((await register(full, 'coada')).body).toMatchObject({ state: 'waiting' });
    // A contact that has a place already is still known to have it.
    const again = {
      name: 'Altcineva Sintetic',
      contact: (await registration(full, known.full.second)).contact,
      category: 'citizen',
    };
    expect((await test.visitor.post(`${civicEvents}/${full}/registrations`, again)).body.code).toBe(
      'CONTACT_REGISTERED',
    );
    expect((await press(known.pages.invitation, 'accept')).status).toBe(200);
    await test.settle();
    expect((await staff.get(`${civicEvents}/${known.events.arranged}/participation`)).body).toMatchObject({
      accepted: 1,
    });
  });

  it('takes answers with tokens that were issued, once, and ballots that were signed', async () => {
    const { id, tokens } = known.questionnaires.byToken;
    const answer = (token: string | undefined) =>
      test.visitor.post(`${questionnaires}/${id}/responses`, { token, answers: [yes] });
    expect((await answer(tokens[0])).body.code).toBe('TOKEN_USED');
    expect((await answer(tokens[2])).status).toBe(201);
    const ballot = { ballot: known.ballots[0], answers: [yes] };
    const cast = await test.visitor.post(`${questionnaires}/${known.questionnaires.byBallot.id}/answers`, ballot);
    expect(cast.status).toBe(202);
  });

  it('cancels what nobody confirmed in time, gives its seat on, and keeps files that are claimed', async () => {
    test.clock.set('2024-03-02T10:00:00.000Z');
    const { byLink } = known.events;
    await becomes('the pending one', async () => (await registration(byLink, known.byLink.pending)).state, 'cancelled');
    await becomes('who waited', async () => (await registration(byLink, known.byLink.waiting)).state, 'confirmed-seat');
    const { pool } = test.context('feedback');
    const left = async () =>
      (await pool.query<{ n: number }>(`SELECT count(*)::int AS n FROM feedback.timers WHERE name = 'upload-expires'`))
        .rows[0]?.n;
    await becomes('timers of uploads', left, 0);
    const file = await staff.get(`${petitions}/${idOf('withFiles')}/files/${known.files.second}`);
    expect(file).toMatchObject({ status: 200, body: texts.second });
  });

  it('sends again what a mail server had put off', async () => {
    const mails = async () => JSON.stringify((await staff.get('/notifications/v1/mails')).body).includes('mai-tarziu');
    await becomes('the mail that was put off', mails, true);
  });

  it('raises deadlines, and opens and closes what was arranged, at their times', async () => {
    const deadlineOf = (name: string) => async () => (await petition(name)).deadlineState as string;
    await done('callback', 'extend', { reason: 'Sintetic.' });
    expect(await deadlineOf('dueSoon')()).toBe('due-soon');
    test.clock.set('2024-03-04T22:00:00.000Z');
    await becomes('the one that was due soon', deadlineOf('dueSoon'), 'overdue');

    const stateOf = (event: string) => async () =>
      (await test.visitor.get(`${civicEvents}/${event}/registration`)).body.state as string;
    expect((await register(known.events.arranged, 'devreme')).body.code).toBe('REGISTRATION_NOT_OPEN');
    test.clock.set('2024-03-05T08:00:00.000Z');
    await becomes('registration', stateOf(known.events.arranged), 'open');
    expect((await register(known.events.arranged, 'primul')).status).toBe(201);

    test.clock.set('2024-03-22T10:00:00.000Z');
    await becomes('registration of the full one', stateOf(known.events.full), 'closed');
    const statusOf = (id: string) => async () => (await staff.get(`${questionnaires}/${id}`)).body.status as string;
    await becomes('the questionnaire', statusOf(known.questionnaires.anyone.id), 'closed');
    await becomes('the one by ballot', statusOf(known.questionnaires.byBallot.id), 'closed');
    const recorded = async () => {
      const path = `${questionnaires}/${known.questionnaires.byBallot.id}/responses?limit=200`;
      return (await staff.get(path)).body.items.length as number;
    };
    await becomes('answers by ballot', recorded, 10);

    test.clock.set('2024-03-26T22:00:00.000Z');
    await becomes('one of those in hand', deadlineOf('assigned'), 'due-soon');
    test.clock.set('2024-04-01T21:00:00.000Z');
    await becomes('one of those in hand', deadlineOf('assigned'), 'overdue');
    expect(await deadlineOf('inProgress')()).toBe('met');

    test.clock.set('2024-04-07T06:30:00.000Z');
    const reminded = async () => {
      const { pool } = test.context('events');
      const sql = `SELECT count(*)::int AS n FROM events.events WHERE type = 'RegistrationReminded' AND stream_id = $1`;
      return (await pool.query<{ n: number }>(sql, [`registration-${known.full.third.id}`])).rows[0]?.n;
    };
    await becomes('reminders of who moved up', reminded, 1);

    // It was registered when a deadline had one date, the target's: the timer of that moves on to the legal one.
    test.clock.set('2024-04-15T21:00:00.000Z');
    await becomes('the one that was put off', deadlineOf('callback'), 'overdue');
    const { deadline, legallyMissed } = await petition('callback');
    expect(deadline).toMatchObject({ answerBy: '2024-04-15', legal: { days: 45, answerBy: '2024-04-16' } });
    expect(legallyMissed).toBe(false);
    const timers = await test
      .context('feedback')
      .pool.query<{ at: string }>('SELECT due_at AS at FROM feedback.timers WHERE subject = $1', [idOf('callback')]);
    expect(timers.rows).toEqual([{ at: '2024-04-16T21:00:00.000Z' }]);
    test.clock.set('2024-04-16T21:00:00.000Z');
    const missed = async () => (await petition('callback')).legallyMissed as boolean;
    await becomes('its legal date', missed, true);
  });

  it('reads the same from its views as from all its events', async () => {
    for (const { name, views } of contexts) {
      for (const view of views) await test.replayEqualsIncremental(name, view.name);
    }
  });
});
