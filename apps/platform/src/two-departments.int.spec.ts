import { feedbackContext } from '@ecou/feedback';
import { identityContext } from '@ecou/identity';
import { audience, Browser, clientId, clientSecret, newKey, TestProvider } from '@ecou/identity/testing';
import { notificationsContext } from '@ecou/notifications';
import { permissionsOf, type Role } from '@ecou/runtime';
import { routesOfDocument, startTestProcess, type TestProcess, type WalkedRoute } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';

const publicUrl = 'http://localhost:39998';
const petitions = '/feedback/v1/petitions';
const directory = '/feedback/v1/directory';
const departments = ['roads', 'parks'] as const;
type Department = (typeof departments)[number];

/** Those who sign in: of each department an officer and its head, and somebody of the registry. */
const accounts = departments.flatMap((department) =>
  (['officer', 'head-of-department'] as const).map((role) => ({ account: `${department}.${role}`, department, role })),
);

let test: TestProcess;
let provider: TestProvider;
const browsers = new Map<string, Browser>();
const officers = new Map<string, string>();
const petitionOf = {} as Record<Department, string>;

async function ok(answer: Promise<{ status: number; body: unknown }>): Promise<{ id: string }> {
  const { status, body } = await answer;
  if (status >= 300) throw new Error(`${status}: ${JSON.stringify(body)}`);
  return body as { id: string };
}

async function employ(account: string, department: Department, role: Role): Promise<void> {
  const officer = randomUUID();
  officers.set(account, officer);
  const named = { name: `Sintetic ${account}`, phone: '021 000 0000', department, active: true };
  await ok(test.api.put(`${directory}/officers/${officer}`, named));
  await signIn(account, [role], officer);
}

async function signIn(account: string, roles: readonly Role[], officer: string | null = null): Promise<void> {
  const person = { name: account, email: `${account}@example.org`, roles, officer };
  await ok(test.api.post('/identity/v1/people', person));
  const browser = new Browser(test.process.url, publicUrl);
  expect((await browser.signIn(provider, account)).status).toBe(303);
  browser.headers = { 'sec-fetch-site': 'same-origin' };
  browsers.set(account, browser);
}

const as = (account: string): Browser => {
  const browser = browsers.get(account);
  if (!browser) throw new Error(`Nobody signed in as ${account}.`);
  return browser;
};

/** Calls a route with a random id, and a body that none takes. */
async function call(account: string, { method, path }: WalkedRoute): Promise<{ status: number; code: unknown }> {
  const address = path.replaceAll(/\{\w+\}/g, () => randomUUID());
  const body = method === 'GET' ? undefined : { noSuchField: true };
  const answer = await as(account).send(method, address, body);
  return { status: answer.status, code: answer.body?.code };
}

beforeAll(async () => {
  provider = new TestProvider(`${publicUrl}/identity/v1/callback`);
  await provider.start(await newKey('one'));
  test = await startTestProcess([feedbackContext, notificationsContext, identityContext], {
    env: {
      ...{ PUBLIC_URL: publicUrl, OIDC_ISSUER: provider.issuer, OIDC_AUDIENCE: audience },
      ...{ OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret },
    },
  });
  for (const code of departments) {
    await ok(test.api.put(`${directory}/departments/${code}`, { name: { ro: code } }));
    await ok(test.api.put(`${directory}/categories/${code}`, { name: { ro: code }, department: code }));
  }
  for (const { account, department, role } of accounts) await employ(account, department, role);
  await signIn('registry', ['registry']);
  for (const category of departments) {
    const petitioner = { name: 'Ana Exemplu', channel: 'email', contact: 'ana@example.org' };
    const petition = { kind: 'complaint', category, petitioner, text: 'Un text sintetic.', channel: 'paper' };
    petitionOf[category] = (await ok(as('registry').post(petitions, petition))).id;
  }
  await test.settle();
});
afterAll(async () => {
  await test.stop();
  await provider.stop();
});

describe('persons of two departments', () => {
  it.each(accounts)('$account sees and does what is $department’s, and nothing of the other', async (person) => {
    const { account, department } = person;
    const other = departments.find((each) => each !== department) ?? department;
    const browser = as(account);
    const { body } = await browser.get(petitions);
    expect(body.items.map(({ id }: { id: string }) => id)).toEqual([petitionOf[department]]);
    expect((await browser.get(`${petitions}/${petitionOf[department]}`)).status).toBe(200);
    for (const path of [`${petitions}/${petitionOf[other]}`, `${petitions}/${petitionOf[other]}/history`])
      expect(await browser.get(path)).toMatchObject({ status: 403, body: { code: 'DEPARTMENT_OTHER' } });
    const refused = await browser.post(`${petitions}/${petitionOf[other]}/start`, {});
    expect(refused).toMatchObject({ status: 403, body: { code: 'DEPARTMENT_OTHER' } });
  });

  it('act as the officers who they are', async () => {
    const id = petitionOf.roads;
    expect((await as('roads.officer').post(`${petitions}/${id}/start`, {})).status).toBe(200);
    const { body } = await as('registry').get(`${petitions}/${id}/history`);
    expect(body.items.at(-1)).toMatchObject({ type: 'WorkStarted', actor: `officer:${officers.get('roads.officer')}` });
  });

  it('and of the registry, who sees both', async () => {
    const { body } = await as('registry').get(petitions);
    expect(body.items).toHaveLength(2);
  });

  it('may call every route that their roles allow, and no other', async () => {
    const table: Readonly<Record<string, readonly string[] | undefined>> = permissionsOf([
      feedbackContext,
      notificationsContext,
      identityContext,
    ]);
    const { body } = await test.visitor.get('/openapi.json');
    const routes = routesOfDocument(body).filter(({ permission, keyInForm }) => permission !== null && !keyInForm);
    expect(routes.length).toBeGreaterThan(100);
    const wrong: string[] = [];
    for (const { account, role } of [...accounts.slice(0, 2), { account: 'registry', role: 'registry' as const }])
      for (const route of routes) {
        const { status, code } = await call(account, route);
        const may = table[route.permission ?? '']?.includes(role) ?? false;
        const isRefused = status === 403 && code === 'PERMISSION_MISSING';
        if (isRefused === may || status === 401 || status === 500)
          wrong.push(`${account} ${route.method} ${route.path} ${status}`);
      }
    expect(wrong).toEqual([]);
  });

  it('are let into another department by its department in the directory, at once', async () => {
    const officer = officers.get('parks.officer') ?? '';
    const moved = { name: 'Sintetic', phone: '021 000 0000', department: 'roads', active: true };
    await ok(test.api.put(`${directory}/officers/${officer}`, moved));
    expect((await as('parks.officer').get(`${petitions}/${petitionOf.roads}`)).status).toBe(200);
    expect((await as('parks.officer').get(`${petitions}/${petitionOf.parks}`)).status).toBe(403);
  });
});
