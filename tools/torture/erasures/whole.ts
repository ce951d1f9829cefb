import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { contexts, type ContextName } from '../../deployment.ts';
import { until } from '../../processes.ts';
import { rowsOf } from '../account.ts';
import type { Client } from '../client.ts';
import { knowing, missingIn, subjectsOf, type Erasure, type Person } from './people.ts';

export interface Erased {
  readonly person: Person;
  readonly erasure: Erasure;
}

/** A town in which people were erased. */
export interface LookedAt {
  readonly client: Client;
  readonly databaseUrl: (context: string) => string;
  /** The file that tells a database which was restored of erasures. */
  readonly list: string;
}

const patienceMs = 180_000;
const settlingMs = 3_000;

/** One line for each erasure that is not whole: in a context, in a key, in the list that is kept apart, in what a context tells of the person. */
export async function notWhole(erased: readonly Erased[], { client, databaseUrl, list }: LookedAt): Promise<string[]> {
  const faults: string[] = [];
  const listed = existsSync(list) ? readFileSync(list, 'utf8') : '';
  const keys = await rowsOf<{ subject: string }>(
    databaseUrl('identity'),
    'SELECT subject FROM identity.subject_keys WHERE wrapped IS NOT NULL',
  );
  const withKey = new Set(keys.map(({ subject }) => subject));
  for (const { person, erasure } of erased) {
    const fault = (text: string) => faults.push(`${person.contact}: ${text}`);
    let missing: readonly string[] = [];
    const confirmed = async () => ((missing = await missingIn(client, erasure)).length === 0 ? true : undefined);
    await until(confirmed, patienceMs, `every context to confirm the erasure of ${person.contact}`).catch(
      (error: unknown) => {
        throw new Error(`${(error as Error).message} Missing: ${missing.join(', ')}.`, { cause: error });
      },
    );
    if (!listed.includes(erasure.request)) fault('is not in the list that is kept apart.');
    for (const context of knowing) {
      const found = await subjectsOf(client, context, person.contact);
      if (found.length > 0) fault(`${context} finds the contact.`);
    }
    for (const { context, subject } of erasure.subjects) {
      if (withKey.has(subject)) fault(`the key of ${subject} stands.`);
      const told = await client.insist({ method: 'GET', path: `/${context}/v1/subjects/${subject}` });
      if (told['erased'] !== true) fault(`${context} does not know ${subject} as erased.`);
      if (JSON.stringify(told).includes(person.name)) fault(`${context} tells the name.`);
    }
  }
  return faults;
}

/** One line for each person who was not erased and is not whole any more. */
export async function notKept(people: readonly Person[], { client }: LookedAt): Promise<string[]> {
  const faults: string[] = [];
  for (const { contact } of people)
    for (const context of knowing) {
      const subjects = await subjectsOf(client, context, contact);
      if (subjects.length === 0) faults.push(`${contact}: ${context} does not find the contact.`);
      for (const subject of subjects) {
        const told = await client.insist({ method: 'GET', path: `/${context}/v1/subjects/${subject}` });
        if (told['erased'] !== false || !JSON.stringify(told).includes(contact))
          faults.push(`${contact}: ${context} has lost what stood there.`);
      }
    }
  return faults;
}

/** One line for each number of the register that is missing, given twice, or not the one that was told. */
export async function numbersAstray({ databaseUrl }: LookedAt, told: readonly string[]): Promise<string[]> {
  const rows = await rowsOf<{ number: string }>(
    databaseUrl('feedback'),
    `SELECT data->>'number' AS number FROM feedback.events WHERE type = 'PetitionRegistered' ORDER BY 1`,
  );
  const numbers = rows.map(({ number }) => number);
  const gaps = numbers.filter((number, index) => Number(number.slice(5)) !== index + 1);
  const lost = told.filter((number) => !numbers.includes(number));
  return [
    ...gaps.map((one) => `The register has a gap or a double at ${one}.`),
    ...lost.map((one) => `${one} is lost.`),
  ];
}

/** One line for each view whose rows differ from those that a rebuild makes. Nothing may be written meanwhile. */
export async function viewsAstray(
  town: LookedAt,
): Promise<{ readonly views: number; readonly faults: readonly string[] }> {
  await sleep(settlingMs);
  const faults: string[] = [];
  let views = 0;
  for (const context of contexts.filter((name) => name !== 'analytics')) {
    const names = await rowsOf<{ name: string }>(
      town.databaseUrl(context),
      `SELECT DISTINCT name FROM ${context}.views WHERE state = 'live' ORDER BY 1`,
    );
    for (const { name } of names) {
      const before = await contentOf(town, context, name);
      await rebuild(town, context, name);
      if ((await contentOf(town, context, name)) !== before)
        faults.push(`${context}.${name} differs from its rebuild.`);
      views += 1;
    }
  }
  return { views, faults };
}

async function contentOf({ databaseUrl }: LookedAt, context: ContextName, view: string): Promise<string> {
  const [row] = await rowsOf<{ hash: string }>(
    databaseUrl(context),
    `SELECT count(*) || ' ' || coalesce(md5(string_agg(md5(to_jsonb(t)::text), '' ORDER BY md5(to_jsonb(t)::text))), '') AS hash
     FROM ${context}.${view} t`,
  );
  return row?.hash ?? '';
}

async function rebuild({ client, databaseUrl }: LookedAt, context: ContextName, view: string): Promise<void> {
  const generation = async () => {
    const [row] = await rowsOf<{ live: string }>(
      databaseUrl(context),
      `SELECT version || '/' || generation AS live FROM ${context}.views WHERE name = $1 AND state = 'live' ORDER BY version DESC LIMIT 1`,
      [view],
    );
    return row?.live;
  };
  const before = await generation();
  await client.insist({ method: 'POST', path: `/${context}/ops/v1/views/${view}/rebuild` });
  const isAnew = async () => ((await generation()) === before ? undefined : true);
  await until(isAnew, patienceMs, `${context}.${view} to be built anew`);
}
