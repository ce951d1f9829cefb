import { encryptedCodec, envelopesIn, opened, type Opened } from '@ecou/event-sourcing';
import { TestClock, testDatabase, type Template, until } from '@ecou/event-sourcing/testing';
import { defaultRetries, type RetryPolicy } from '@ecou/messaging';
import type { DestinationStream } from 'pino';
import { migrate, startProcess, type RunningProcess } from '../boot/start-process.js';
import type { ContextService } from '../context/context-service.js';
import type { ContextDefinition } from '../context/define-context.js';
import { roles, rolesOfDepartments, type Role } from '../identity/permissions.js';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StartGroup } from '../pages/start-page.js';
import { TestApi } from './api.js';
import { replayEqualsIncremental } from './replay.js';

/** The officer whom keys of departments name: tests define them in the directory where they need one. */
export const testOfficer = '5d4f6a57-0d53-4f0e-9a53-b5a3a4f86f0e';

export interface TestProcessOptions {
  /** Further environment variables, such as those of a context's own configuration. */
  readonly env?: Readonly<Record<string, string>>;
  readonly clock?: TestClock;
  /** The links of the page at `/`; there is no such page by default. */
  readonly start?: readonly StartGroup[];
  /** The database is empty at first: `through` fills it, or the contexts migrate as they boot. A copy of one that has migrated by default. */
  readonly isEmpty?: boolean;
  /** Another address of the same database, such as one through a wire that can be cut (`wireTo`). */
  readonly through?: (databaseUrl: string) => Promise<string>;
  /** The target of log lines; standard output by default. */
  readonly logTo?: DestinationStream;
}

/** Contexts at work in this process, on a database of their own. */
export interface TestProcess {
  readonly process: RunningProcess;
  readonly databaseUrl: string;
  readonly clock: TestClock;
  /** A key per role. */
  readonly keys: Readonly<Record<Role, string>>;
  /** A client with the administrator's key. */
  readonly api: TestApi;
  /** A client of the public: no key. */
  readonly visitor: TestApi;
  /** A context's store, views and database. */
  context(name: string): ContextService;
  /** A value with its envelopes opened; each must be encrypted. */
  opened<T>(value: T): Promise<Opened<T>>;
  /** Waits until every view has reached the head, and every event up to it has become its messages in the outbox. */
  settle(): Promise<void>;
  /** True once no timer of a context is due by the clock: each was fired, and what followed from it is recorded. */
  noTimerIsDue(context: string): Promise<boolean>;
  /** Compares a view's rows with those that a replay from nothing makes, once nothing is due any more; throws where they differ. */
  replayEqualsIncremental(context: string, view: string): Promise<void>;
  /** Stops, and drops database and files. */
  stop(): Promise<void>;
}

const settleMs = 60_000;

async function settle(contexts: Iterable<ContextService>): Promise<void> {
  for (const service of contexts) {
    const head = await service.head();
    for (const { name } of service.definition.views) {
      const reached = await service.waitFor(name, head, settleMs);
      if (!reached) throw new Error(`The view ${service.name}.${name} has not reached position ${head}.`);
    }
    await until(
      async () => (await service.engine.numbers()).mapperLag === 0,
      `every event of ${service.name} to be mapped`,
      settleMs,
    );
  }
}

/** Throws where an envelope stands that is not encrypted. */
function openedOf<T>({ contexts }: RunningProcess, value: T): Promise<Opened<T>> {
  const [service] = contexts.values();
  if (!service) throw new Error('There is no context.');
  const plain = envelopesIn(value).find(({ codec }) => codec !== encryptedCodec);
  if (plain) throw new Error(`A value of ${plain.subject} is not encrypted: its codec is ${plain.codec}.`);
  return opened(service.parts.vault, value);
}

async function noTimerIsDue({ pool, name: schema }: ContextService, clock: TestClock): Promise<boolean> {
  const { rows } = await pool.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM ${schema}.timers WHERE due_at <= $1`,
    [clock.now()],
  );
  return rows[0]?.n === 0;
}

/** A database in which these contexts have migrated. */
const migrated = (contexts: readonly ContextDefinition[]): Template => ({
  key: JSON.stringify(contexts.map(({ name, migrations }) => [name, ...migrations.map(String)])),
  prepare: (url) => migrate(contexts, { databaseUrl: url, identityDatabaseUrl: url }),
});

/** The clock of a test stands still: what waits for something to be there is tried again at each look, until a test gives up. */
const atOnce: RetryPolicy = { ...defaultRetries, notYet: { attempts: 1_000, firstMs: 0, mostMs: 0 } };

/** Boots contexts on a fresh database of the server that `ECOU_TEST_POSTGRES_URL` names. */
export async function startTestProcess(
  contexts: readonly ContextDefinition[],
  { env = {}, clock = new TestClock(), isEmpty = false, start, through, logTo }: TestProcessOptions = {},
): Promise<TestProcess> {
  const [database, files] = await Promise.all([
    isEmpty ? testDatabase() : testDatabase(migrated(contexts)),
    mkdtemp(join(tmpdir(), 'ecou-files-')),
  ]);
  const clean = async () => {
    await Promise.all([database.drop(), rm(files, { recursive: true, force: true })]);
  };
  const started = startProcess({
    contexts,
    clock,
    retries: atOnce,
    ...(logTo ? { logTo } : {}),
    ...(start ? { start } : {}),
    env: {
      PORT: '0',
      HOST: '127.0.0.1',
      DATABASE_URL: (await through?.(database.url)) ?? database.url,
      ECOU_SECRET: 'a secret of tests only, long enough',
      LOG_LEVEL: 'error',
      // Everything comes from one address.
      ECOU_LIMITS: 'off',
      // No test asks the servers that links of its data lead to.
      ECOU_LINKS: 'off',
      ECOU_FILES_DIR: files,
      ...env,
    },
  });
  const running = await started.catch(async (error: unknown) => {
    await clean();
    throw error;
  });
  const keys = Object.fromEntries(
    roles.map((role) => {
      if (!rolesOfDepartments.includes(role)) return [role, running.keys.makeEphemeral(`key:${role}`, [role])];
      return [role, running.keys.makeEphemeral(`officer:${testOfficer}`, [role], testOfficer)];
    }),
  ) as Record<Role, string>;
  const context = (name: string): ContextService => {
    const service = running.contexts.get(name);
    if (!service) throw new Error(`There is no context named ${name}.`);
    return service;
  };
  return {
    process: running,
    databaseUrl: database.url,
    clock,
    keys,
    api: new TestApi(running.url, keys.administrator),
    visitor: new TestApi(running.url),
    context,
    opened: (value) => openedOf(running, value),
    settle: () => settle(running.contexts.values()),
    noTimerIsDue: (name) => noTimerIsDue(context(name), clock),
    replayEqualsIncremental: async (name, view) => {
      await until(() => noTimerIsDue(context(name), clock), 'every timer that is due to be fired');
      await settle(running.contexts.values());
      await replayEqualsIncremental(context(name), view);
    },
    stop: async () => {
      await running.stop();
      await clean();
    },
  };
}
