import { Unavailable, type ViewStatus } from '@ecou/event-sourcing';
import type { ContextService } from '../context/context-service.js';

export type PartState = 'up' | 'down';

/** The state of one part of a context; `troubles` in words, without anybody's data. */
export interface Part {
  readonly state: PartState;
  readonly troubles?: readonly string[];
}

export interface Readiness {
  readonly ready: boolean;
  readonly parts: Readonly<Record<string, Part>>;
}

const answerMs = 2_000;

const part = (troubles: readonly string[]): Part =>
  troubles.length === 0 ? { state: 'up' } : { state: 'down', troubles };

/** The part's state, or that it did not answer: a probe must not hang on a database that is away. */
async function probe(read: () => Promise<Part>): Promise<Part> {
  const late = new Promise<Part>((resolve) => {
    setTimeout(() => resolve(part(['It does not answer.'])), answerMs).unref();
  });
  return Promise.race([read().catch(() => part(['It cannot be reached.'])), late]);
}

const database = ({ pool }: ContextService) =>
  probe(async () => {
    await pool.query('SELECT 1');
    return part([]);
  });

/** The time in which a view must show what another version of it shows. */
const reachMs = 1_000;

/** The reason why a view cannot be read as it should be; `undefined` where it can. */
async function troubleOf(
  { views: all }: ContextService,
  { name, state, unknownEvent }: ViewStatus,
): Promise<string | undefined> {
  if (unknownEvent !== null) return `${name} waits for a build that knows ${unknownEvent}.`;
  if (state === 'faulted') return `${name} cannot go on.`;
  if (state === 'building') return `${name} is being built.`;
  return all.readable([name], reachMs).then(
    () => undefined,
    (error: unknown) => {
      if (!(error instanceof Unavailable)) throw error;
      return `${name} is behind another version of it.`;
    },
  );
}

const views = (service: ContextService) =>
  probe(async () => {
    const status = await service.views.status();
    const troubles = await Promise.all(status.map((view) => troubleOf(service, view)));
    return part(troubles.filter((trouble) => trouble !== undefined));
  });

const messaging = ({ engine }: ContextService) => probe(async () => part((await engine.state()).troubles));

/** Shown as long as it is so, and no reason to send nobody here. */
const alone: Part = {
  state: 'up',
  troubles: ['One person alone is enough for orders that need two (ECOU_APPROVALS).'],
};

/** The state of each part of a context. */
export async function readinessOf(service: ContextService): Promise<Readiness> {
  const process = part(service.stopping ? ['It is stopping.'] : []);
  const [databasePart, viewsPart, messagingPart] = await Promise.all([
    database(service),
    views(service),
    messaging(service),
  ]);
  const parts = {
    ...{ process, database: databasePart, views: viewsPart, messaging: messagingPart },
    ...(service.parts.config.approvals === 'single' && { approvals: alone }),
  };
  return { ready: Object.values(parts).every(({ state }) => state === 'up'), parts };
}
