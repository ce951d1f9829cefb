import { randomInt, randomUUID } from 'node:crypto';
import { until } from '@ecou/event-sourcing/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startPlatform, type Deployment } from './deployment.js';
import { present, sample, type Schema } from './sample.js';

const minute = 60_000;
const contexts = ['events', 'feedback', 'facilities', 'notifications', 'integrations', 'analytics', 'identity'];
const [sessions, questionnaires] = ['/events/v1/civic-events', '/feedback/v1/questionnaires'];

/** Texts that are odd, and that anybody may write. */
const texts: Readonly<Record<string, string>> = {
  'an escape of U+0000, spelt out': 'Bec \\u0000 ars',
  'an escape of half a pair, spelt out': 'Bec \\ud83d ars',
  'right to left, with marks of direction': '\u202eשלום \u2067مرحبا\u2069 \u200f!',
  'beyond the first plane': '🙂𐍈👩‍👩‍👧‍👦'.repeat(20),
  'as long as it may be': 'ăș"\\'.repeat(5_000),
  'quotes, markup and templates': `'"; DROP TABLE x; -- <script>{{a}}</script> %00 \${b}`,
  'marks, separators and controls': 'e\u0301\u2028\u2029 \ufffd\u0085\u0001\u001f\u007f.',
  'the name of what every object has': '__proto__',
};

/** Texts that no database keeps; JSON allows both. */
const unstorable = ['a\0b', 'a\ud83d'];

interface Route {
  /** As in `/feedback/v1/questionnaires/{id}/responses`. */
  readonly path: string;
  readonly body: Schema;
  readonly mediaType: string;
}

/** The subject of one request: what stands for the parameters of its path, and those fields that are no free text. */
interface Subject {
  readonly at?: Readonly<Record<string, string>>;
  readonly fields?: Readonly<Record<string, unknown>>;
}

interface Document {
  readonly paths: Readonly<
    Record<
      string,
      {
        readonly post?: {
          readonly 'x-permission': string | null;
          readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema?: Schema }>> };
        };
      }
    >
  >;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

const json = 'application/json';

/** Every route that anybody may post to. */
const publicPosts = ({ paths }: Document): readonly Route[] =>
  Object.entries(paths).flatMap(([path, { post }]) => {
    if (post?.['x-permission'] !== null) return [];
    const content = post.requestBody?.content ?? {};
    const mediaType = json in content || Object.keys(content).length === 0 ? json : Object.keys(content)[0]!;
    return [{ path, mediaType, body: content[mediaType]?.schema ?? { type: 'object' } }];
  });

/** True where a request failed, was taken though no database keeps it, or was refused though it was about something that is there. */
const isWrong = (status: number, isUnstorable: boolean, isKnown: boolean): boolean =>
  status >= 500 || (isUnstorable ? status < 400 : isKnown && status >= 400);

describe('odd text, posted by anybody to every route that takes it', () => {
  let ecou: Deployment;
  let document: Document;
  /** Subjects that let a request be taken. A route without one is tried as well, with ids that nobody knows. */
  let subjects: Readonly<Record<string, () => Subject | Promise<Subject>>>;

  const create = async (path: string, body: object): Promise<string> => {
    const answer = await ecou.api.post(path, body);
    expect({ path, status: answer.status, body: answer.body }).toMatchObject({ status: 201 });
    return answer.body.id;
  };
  const done = async (verb: 'post' | 'put', path: string, body: object = {}): Promise<void> => {
    const { status, body: answer } = await ecou.api[verb](path, body);
    expect({ path, answer, done: status < 300 }).toMatchObject({ done: true });
  };

  /** Another caller each time: what one address may do is another matter. */
  const caller = () => ({ 'x-forwarded-for': `198.51.${randomInt(100)}.${randomInt(1, 250)}` });
  const email = () => `${randomUUID()}@example.org`;

  async function session(): Promise<string> {
    const startsAt = new Date(Date.now() + 30 * 24 * 3_600_000).toISOString();
    const endsAt = new Date(Date.parse(startsAt) + 3_600_000).toISOString();
    const id = await create(sessions, { kind: 'consultation', title: { ro: 'Sintetică' }, startsAt, endsAt });
    await done('post', `${sessions}/${id}/publish`);
    await done('put', `${sessions}/${id}/registration`, { capacity: 10_000, confirmation: 'none', reminders: [24] });
    await done('post', `${sessions}/${id}/registration/open`);
    return id;
  }

  async function questionnaire(): Promise<string> {
    const items = [{ id: 'ideas', kind: 'text', wording: { ro: 'Ce propuneți?' } }];
    const id = await create(questionnaires, { title: { ro: 'Sintetic' }, about: { theme: 'synthetic' }, items });
    await done('post', `${questionnaires}/${id}/open`);
    return id;
  }

  async function facility(): Promise<string> {
    const id = await create('/facilities/v1/facilities', { kind: 'wifi', name: { ro: 'S' }, position: [26.1, 44.4] });
    const known = async () => (await ecou.visitor.get(`/feedback/v1/facility-ratings/${id}`)).status === 200;
    await until(known, 'the facility to be known', minute);
    return id;
  }

  const category = 'street-lighting';
  const petition = {
    ...{ kind: 'complaint', channel: 'web', category, language: 'ro', about: undefined },
    // Of staff.
    ...{ receivedOn: undefined, sentBy: undefined },
    petitioner: { channel: 'post' },
    place: { position: [26.1, 44.4] },
  };

  /** A petition of its own for each request about one. */
  async function status(fields: object = {}): Promise<Subject> {
    const complaint = { kind: 'notice', category, text: 'Bec ars' };
    const { body } = await ecou.visitor.post('/feedback/v1/petitions', complaint, { headers: caller() });
    const token = new URL(body.statusUrl as string).searchParams.get('token');
    return { at: { number: body.number }, fields: { token, ...fields } };
  }

  beforeAll(async () => {
    ecou = await startPlatform();
    document = (await ecou.visitor.get('/openapi.json')).body;
    await done('put', '/feedback/v1/directory/departments/works', { name: { ro: 'Lucrări' } });
    await done('put', `/feedback/v1/directory/categories/${category}`, {
      name: { ro: 'Iluminat' },
      department: 'works',
    });
    const [sessionId, questionnaireId, facilityId] = [await session(), await questionnaire(), await facility()];
    const contact = () => ({ channel: 'email', address: email() });
    const others = {
      other: undefined,
      grade: undefined,
      yes: undefined,
      choice: undefined,
      choices: undefined,
      wish: undefined,
    };
    const answer = { item: 'ideas', text: present, ...others };
    subjects = {
      [`${sessions}/{id}/registrations`]: () => ({
        at: { id: sessionId },
        fields: { contact: contact(), category: 'citizen' },
      }),
      [`${questionnaires}/{id}/responses`]: () => ({
        at: { id: questionnaireId },
        fields: { token: undefined, email: undefined, answers: [answer] },
      }),
      '/feedback/v1/facility-feedback': () => ({ fields: { facilityId, device: randomUUID() } }),
      '/feedback/v1/petitions': () => ({ fields: petition }),
      '/feedback/v1/status/{number}/messages': () => status(),
      '/feedback/v1/status/{number}/callback': () => status({ phone: '0700000000' }),
      '/feedback/v1/status/{number}/withdraw': () => status(),
      '/notifications/v1/subscriptions': () => ({
        fields: { address: email(), topics: ['series:synthetic'], consentVersion: 1 },
      }),
    };
  });

  afterAll(() => ecou.stop());

  /** Posts what the route asks for, with the text in every field that takes one. Throws where that fails, or is taken or refused wrongly. */
  async function post(route: Route, text: string, spare: boolean): Promise<void> {
    const subject = (await subjects[route.path]?.()) ?? {};
    const path = route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => subject.at?.[name] ?? randomUUID());
    const body = sample(route.body, { schemas: document.components.schemas, text, spare }, subject.fields);
    const headers = { ...caller(), accept: json, 'content-type': route.mediaType };
    const sent = route.mediaType === json ? body : new URLSearchParams(body as Record<string, string>).toString();
    const answer = await ecou.visitor.post(path, sent, { headers });
    const holdsUnstorable = unstorable.includes(text) && JSON.stringify(body).includes(JSON.stringify(text));
    if (isWrong(answer.status, holdsUnstorable, route.path in subjects))
      throw new Error(`${path}: ${answer.status} ${JSON.stringify({ body, answer: answer.body as unknown })}`);
  }

  it('knows the routes that it has subjects for', () => {
    const paths = publicPosts(document).map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(Object.keys(subjects)));
  });

  it.each(Object.keys(texts))('is taken, or refused with a reason: %s', async (what) => {
    for (const route of publicPosts(document))
      for (const spare of [true, false]) await post(route, texts[what]!, spare);
  });

  it('is refused where no database could keep it', async () => {
    for (const route of publicPosts(document).filter(({ mediaType }) => mediaType === json))
      for (const text of unstorable) await post(route, text, false);
  });

  it('parks nothing, holds nothing back, and stops no mapper, bus, policy or view', async () => {
    for (const context of [...contexts, ...contexts]) {
      const atRest = async () => {
        const { body } = await ecou.api.get(`/${context}/ops/v1/bus`);
        const lags = (body.consumers as { lag: number | null }[]).map(({ lag }) => lag);
        return body.mapperLag === 0 && lags.every((lag) => lag === 0) && body;
      };
      const bus = await until(atRest, `${context} to have taken everything`, minute);
      expect(bus).toMatchObject({ ready: true, troubles: [], held: [], timersOverdue: 0 });
      expect(await ecou.api.get(`/${context}/health/ready`)).toMatchObject({ status: 200 });
    }
  });
});
