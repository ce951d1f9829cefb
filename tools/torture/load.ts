import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from './client.ts';

/** Everything that was acknowledged. */
export interface Acknowledged {
  /** The number of changes of each facility after its first fact, by its id. */
  readonly changes: Map<string, number>;
  /** The number in the register that each petition was given, by its id. */
  readonly numbers: Map<string, string>;
  /** Those who get one mail each: who asked to be informed is asked whether it was they, and a petitioner gets a receipt. */
  readonly addresses: Set<string>;
}

const facilities = '/facilities/v1/facilities';
const petitions = '/feedback/v1/petitions';
const questionnaires = '/feedback/v1/questionnaires';
const directory = '/feedback/v1/directory';
const changers = 4;
const petitioners = 2;
const pauseMs = 100;

const named = (change: number) => ({
  kind: 'wifi',
  name: { ro: `Sintetică ${change}` },
  position: [26.1, 44.4],
});

/** The name of a facility after so many changes. */
export const nameAfter = (changes: number): string => named(changes).name.ro;

/** Writes from many sides until the signal aborts and what is under way was acknowledged. Throws what was refused. */
export async function load(client: Client, signal: AbortSignal): Promise<Acknowledged> {
  const acknowledged: Acknowledged = { changes: new Map(), numbers: new Map(), addresses: new Set() };
  const questionnaire = await openQuestionnaire(client);
  await defineDirectory(client);
  const until = async (write: () => Promise<void>) => {
    while (!signal.aborted) {
      await write();
      await sleep(pauseMs);
    }
  };
  await Promise.all([
    ...Array.from({ length: changers }, async () => {
      const id = randomUUID();
      await client.insist({ method: 'POST', path: facilities, body: { id, ...named(0) } });
      acknowledged.changes.set(id, 0);
      await until(() => change(client, id, acknowledged));
    }),
    ...Array.from({ length: petitioners }, () => until(() => register(client, acknowledged))),
    until(() => wish(client, questionnaire, acknowledged)),
  ]);
  return acknowledged;
}

async function change(client: Client, id: string, { changes }: Acknowledged): Promise<void> {
  const next = (changes.get(id) ?? 0) + 1;
  const headers = { 'if-match': `"${next}"`, 'idempotency-key': randomUUID() };
  await client.insist({ method: 'PUT', path: `${facilities}/${id}`, body: named(next), headers });
  changes.set(id, next);
}

async function register(client: Client, { numbers, addresses }: Acknowledged): Promise<void> {
  const id = randomUUID();
  const contact = `petition-${id}@example.ro`;
  const body = {
    id,
    kind: 'request',
    channel: 'paper',
    category: 'synthetic',
    petitioner: { name: 'Persoană Sintetică', channel: 'email', contact },
    text: 'Cerere sintetică.',
  };
  const { number } = await client.insist({ method: 'POST', path: petitions, body });
  numbers.set(id, String(number));
  addresses.add(contact);
}

async function wish(client: Client, questionnaire: string, { addresses }: Acknowledged): Promise<void> {
  const count = addresses.size;
  const email = `wish-${count}@example.ro`;
  // Everybody from home.
  const headers = { 'x-forwarded-for': `10.${count >> 16}.${(count >> 8) & 255}.${count & 255}` };
  const body = { id: randomUUID(), answers: [{ item: 'updates', wish: true }], email };
  await client.insist({ method: 'POST', path: `${questionnaires}/${questionnaire}/responses`, body, headers });
  addresses.add(email);
}

export async function defineDirectory(client: Client): Promise<void> {
  const name = { ro: 'Sintetic' };
  await client.insist({ method: 'PUT', path: `${directory}/departments/synthetic`, body: { name } });
  const body = { name, department: 'synthetic' };
  await client.insist({ method: 'PUT', path: `${directory}/categories/synthetic`, body });
}

async function openQuestionnaire(client: Client): Promise<string> {
  const id = randomUUID();
  const body = {
    id,
    title: { ro: 'Chestionar sintetic' },
    about: { theme: 'synthetic' },
    items: [{ id: 'updates', kind: 'wish', wording: { ro: 'Doriți să fiți informat(ă)?' } }],
    topics: ['series:synthetic'],
    consentText: { ro: 'Sunt de acord să fiu informat(ă).' },
  };
  await client.insist({ method: 'POST', path: questionnaires, body });
  await client.insist({ method: 'POST', path: `${questionnaires}/${id}/open` });
  return id;
}
