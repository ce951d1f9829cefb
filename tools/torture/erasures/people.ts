import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '../client.ts';

/** Somebody with a petition, a file in it, and a subscription. */
export interface Person {
  readonly contact: string;
  readonly name: string;
  /** Number of their petition in the register. */
  readonly number: string;
}

const petitions = '/feedback/v1/petitions';
const subscriptions = '/notifications/v1/subscriptions';
const requests = '/identity/v1/rights-requests';
const pauseMs = 250;

/** Makes a person whose every personal value has the mark in it. */
export async function register(client: Client, mark: string, index: number): Promise<Person> {
  const [name, contact] = [`Persoana ${mark} ${index}`, `${mark}.${index}@example.org`];
  const form = new FormData();
  form.append('files', new Blob([`Dovada ${mark} ${index}`], { type: 'text/plain' }), `dovada-${mark}.txt`);
  const { files } = await client.insist({ method: 'POST', path: '/feedback/v1/files', body: form });
  const [file] = files as readonly { readonly id: string }[];
  const body = {
    id: randomUUID(),
    kind: 'complaint',
    channel: 'paper',
    category: 'synthetic',
    petitioner: { name, channel: 'email', contact },
    text: `Text sintetic al cuiva: ${mark} ${index}.`,
    attachments: [{ file: file?.id, name: `dovada-${mark}.txt` }],
  };
  const { number } = await client.insist({ method: 'POST', path: petitions, body });
  const { version: consentVersion } = await client.insist({ method: 'GET', path: '/notifications/v1/consent' });
  const wish = { id: randomUUID(), address: contact, topics: ['everything'], consentVersion };
  await client.insist({ method: 'POST', path: subscriptions, body: wish });
  return { contact, name, number: String(number) };
}

/** The ids that a contact has in a context. */
export async function subjectsOf(client: Client, context: string, contact: string): Promise<readonly string[]> {
  const { items } = await client.insist({
    method: 'POST',
    path: `/${context}/v1/subjects/search`,
    body: { contact },
  });
  return (items as readonly { readonly subject: string }[]).map(({ subject }) => subject);
}

/** The contexts that know a person of these. */
export const knowing = ['feedback', 'notifications'] as const;

/** An id of a person, and a context that knows it. */
interface Known {
  readonly context: string;
  readonly subject: string;
}

/** Every id of a person, once both contexts know one. */
async function everySubjectOf(client: Client, { contact }: Person): Promise<readonly Known[]> {
  for (;;) {
    const found = await Promise.all(
      knowing.map(async (context) =>
        (await subjectsOf(client, context, contact)).map((subject) => ({ context, subject })),
      ),
    );
    if (found.every((ids) => ids.length > 0)) return found.flat();
    await sleep(pauseMs);
  }
}

/** An erasure that was ordered: its request, and whom it is of. */
export interface Erasure {
  readonly request: string;
  readonly subjects: readonly Known[];
}

/** Erases a person under every id that they have; asks until it is ordered. */
export async function erase(client: Client, second: Client, person: Person): Promise<Erasure> {
  const subjects = await everySubjectOf(client, person);
  const ids = [...new Set(subjects.map(({ subject }) => subject))];
  return { request: await eraseSubjects(client, second, { ...person, ids }), subjects };
}

/** Orders an erasure as an officer does whose order a second administrator approves; asks until it is ordered. Answers the id of the request. */
export async function eraseSubjects(
  client: Client,
  second: Client,
  { name, contact, ids }: Pick<Person, 'name' | 'contact'> & { readonly ids: readonly string[] },
): Promise<string> {
  const request = randomUUID();
  const body = { id: request, kind: 'erase', name, contact, verifiedBy: 'identity-document' };
  await client.insist({ method: 'POST', path: requests, body });
  await client.insist({ method: 'POST', path: `${requests}/${request}/subjects`, body: { subjects: ids } });
  const order = { method: 'POST', path: `${requests}/${request}/erase` } as const;
  for (;;) {
    const asked = await client.ask(order);
    if (asked.status === 200) return request;
    const { approval } = asked.body as { readonly approval?: { readonly id: string } };
    if (asked.status === 202 && approval) {
      await second.ask({ method: 'POST', path: `/identity/v1/approvals/${approval.id}/approve` });
      const done = await client.ask({ ...order, headers: { 'ecou-approval': approval.id } });
      if (done.status === 200) return request;
    }
    await sleep(pauseMs);
  }
}

/** The contexts that have not confirmed an erasure yet. */
export async function missingIn(client: Client, { request }: Erasure): Promise<readonly string[]> {
  const { erasure } = await client.insist({ method: 'GET', path: `${requests}/${request}` });
  return (erasure as { readonly missing: readonly string[] }).missing;
}
