import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { randomInt, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { testDatabase, until, type TestDatabase } from '@ecou/event-sourcing/testing';
import { TestApi, type Answer, type CallOptions } from '../testing/index.js';
import { sumsContext } from '../testing/toy/sums.js';
import { startProcess, type RunningProcess } from './start-process.js';

type Build = Parameters<typeof sumsContext>[0];

/** A process of a build, and who calls it. */
interface Replica {
  readonly running: RunningProcess;
  readonly api: TestApi;
  ready: boolean;
  readonly inHand: Set<Promise<unknown>>;
}

let database: TestDatabase;
const replicas = new Set<Replica>();

beforeEach(async () => {
  database = await testDatabase();
});

afterEach(async () => {
  for (const { running } of replicas) await running.stop();
  replicas.clear();
  await database.drop();
});

async function start(build: Build): Promise<Replica> {
  const running = await startProcess({
    contexts: [sumsContext(build)],
    env: {
      PORT: '0',
      HOST: '127.0.0.1',
      DATABASE_URL: database.url,
      ECOU_SECRET: 'a secret of tests only, long enough',
      ECOU_LIMITS: 'off',
      LOG_LEVEL: 'silent',
    },
  });
  const replica = { running, api: new TestApi(running.url), ready: false, inHand: new Set<Promise<unknown>>() };
  replicas.add(replica);
  return replica;
}

async function stop(replica: Replica): Promise<void> {
  replicas.delete(replica);
  await replica.running.stop();
}

const readiness = ({ api }: Replica) => api.get('/sums/health/ready');
const isReady = (replica: Replica) =>
  until(async () => (await readiness(replica)).status === 200, 'a process that is ready');
const isNot = (replica: Replica, trouble: string) =>
  until(async () => {
    const { status, body } = await readiness(replica);
    return status === 503 && (body.parts.views.troubles as string[] | undefined)?.includes(trouble);
  }, trouble);

/** Sends each request to one of the processes that were ready when they were last asked, and those of a caller to all of them in turn. */
class Balancer {
  private readonly watched = new Set<Replica>();
  private turn = 0;
  private readonly ended = new AbortController();
  private readonly watching = this.watch();

  async join(replica: Replica): Promise<void> {
    this.watched.add(replica);
    await until(() => replica.ready, 'a process to join');
  }

  /** Sends nothing more to it, and ends it after what it has in hand. */
  async leave(replica: Replica): Promise<void> {
    this.watched.delete(replica);
    await Promise.all(replica.inHand);
    await stop(replica);
  }

  async send(method: string, path: string, body?: unknown, options?: CallOptions): Promise<Answer> {
    const ready = [...this.watched].filter((replica) => replica.ready);
    const replica = ready[(this.turn += 1) % ready.length];
    if (!replica) throw new Error('No process is ready.');
    const answer = replica.api.call(method, path, body, options);
    replica.inHand.add(answer);
    return answer.finally(() => replica.inHand.delete(answer));
  }

  async end(): Promise<void> {
    this.ended.abort();
    await this.watching;
  }

  private async watch(): Promise<void> {
    while (!this.ended.signal.aborted) {
      await Promise.all(
        [...this.watched].map(async (replica) => {
          // One that has left may end meanwhile.
          const ready = await readiness(replica).catch(() => undefined);
          replica.ready = ready?.status === 200;
        }),
      );
      await sleep(50);
    }
  }
}

interface Sum {
  readonly id: string;
  readonly total: number;
  readonly times: number;
}

/** Callers who add, and others who look, one request after the other each. */
class Load {
  readonly totals = new Map<string, number>(Array.from({ length: 20 }, () => [randomUUID(), 0]));
  readonly faults: string[] = [];
  position = '';
  changes = 0;
  reads = 0;
  private readonly ended = new AbortController();
  private readonly callers: Promise<void>[];

  constructor(private readonly balancer: Balancer) {
    this.callers = [
      ...[1, 2, 3].map(() => this.repeat(() => this.add())),
      ...[1, 2, 3].map(() => this.looking(() => ({}))),
      this.looking(() => (this.position ? { 'ecou-min-position': this.position } : {})),
    ];
  }

  async end(): Promise<void> {
    this.ended.abort();
    await Promise.all(this.callers);
  }

  private async repeat(step: () => Promise<void>): Promise<void> {
    while (!this.ended.signal.aborted) await step();
  }

  private async add(): Promise<void> {
    const id = [...this.totals.keys()][randomInt(this.totals.size)] ?? '';
    const by = randomInt(1, 9);
    const { status, headers } = await this.balancer.send('POST', `/sums/v1/sums/${id}/add`, { by });
    if (status === 200) {
      this.totals.set(id, (this.totals.get(id) ?? 0) + by);
      this.changes += 1;
      const position = headers.get('ecou-position') ?? '';
      if (Number(position.split(':')[1]) > Number(this.position.split(':')[1] ?? 0)) this.position = position;
    } else this.faults.push(`${status} for a change`);
  }

  private looking(headers: () => Readonly<Record<string, string>>): Promise<void> {
    let seen = 0;
    return this.repeat(async () => {
      const [asked, changes] = [headers(), this.changes];
      const { status, body } = await this.balancer.send('GET', '/sums/v1/sums', undefined, { headers: asked });
      if (status !== 200) {
        this.faults.push(`${status} ${body.code} for a list`);
        return;
      }
      const now = (body.items as Sum[]).reduce((all, { times }) => all + times, 0);
      if (now < seen) this.faults.push(`a read went back from ${seen} to ${now}`);
      if (asked['ecou-min-position'] && now < changes) this.faults.push(`a read missed ${changes - now} changes`);
      seen = now;
      this.reads += 1;
    });
  }
}

async function totalsOf({ api }: Replica, position: string): Promise<Map<string, number>> {
  const { body } = await api.get('/sums/v1/sums', { headers: { 'ecou-min-position': position } });
  return new Map((body.items as Sum[]).map(({ id, total }) => [id, total]));
}

/** Keeps every process from leading a version of the view, until the answer is called. */
async function withhold(version: number): Promise<() => Promise<void>> {
  const consumer = `view:sums:v${version}`;
  await database.pool.query('INSERT INTO sums.checkpoints (consumer) VALUES ($1) ON CONFLICT DO NOTHING', [consumer]);
  const client = await database.pool.connect();
  await client.query('BEGIN');
  await client.query('SELECT FROM sums.checkpoints WHERE consumer = $1 FOR UPDATE', [consumer]);
  return async () => {
    await client.query('ROLLBACK');
    client.release();
  };
}

describe('a release', () => {
  it('is rolled out and back under load: nothing fails that both builds can serve, no read goes back, all lists are right', async () => {
    const [a, b] = [await start('older'), await start('older')];
    const balancer = new Balancer();
    await Promise.all([balancer.join(a), balancer.join(b)]);
    const load = new Load(balancer);
    const more = (changes: number) => {
      const enough = load.changes + changes;
      return until(() => load.changes >= enough, `${changes} changes`, 120_000);
    };
    await more(100);

    const c = await start('newer');
    await balancer.join(c);
    await more(60);
    await balancer.leave(a);
    const d = await start('newer');
    await balancer.join(d);
    await more(60);
    await balancer.leave(b);
    await more(60);

    const e = await start('older');
    await balancer.join(e);
    await more(60);
    await balancer.leave(c);
    const f = await start('older');
    await balancer.join(f);
    await more(60);
    for (const replica of [d, e, f]) expect((await readiness(replica)).status).toBe(200);
    await load.end();
    await balancer.end();

    expect(load.faults).toEqual([]);
    expect(load.reads).toBeGreaterThan(100);
    for (const replica of [d, e, f]) expect(await totalsOf(replica, load.position)).toEqual(load.totals);
    const [newest] = (await d.api.get('/sums/v1/sums')).body.items as object[];
    expect(newest).toHaveProperty('last');
    const [older] = (await e.api.get('/sums/v1/sums')).body.items as object[];
    expect(older).not.toHaveProperty('last');
  });

  it('whose version of a view is not built yet is not ready, and answers all but that; the older one goes on', async () => {
    const older = await start('older');
    const id = randomUUID();
    await older.api.post(`/sums/v1/sums/${id}/add`, { by: 1 });
    const release = await withhold(2);
    const newer = await start('newer');
    expect(await readiness(newer)).toMatchObject({
      status: 503,
      body: { ready: false, parts: { views: { state: 'down', troubles: ['sums is being built.'] } } },
    });
    for (const path of ['/sums/v1/sums', '/sums/v1/sums/count']) {
      const refused = await newer.api.get(path);
      expect(refused).toMatchObject({ status: 503, body: { code: 'VIEW_BUILDING' } });
      expect(refused.headers.get('retry-after')).toBe('5');
    }
    const changed = await newer.api.post(`/sums/v1/sums/${id}/add`, { by: 1 });
    expect(changed.status).toBe(200);
    expect((await newer.api.get(`/sums/v1/sums/${id}`)).body).toEqual({ total: 2 });
    const position = changed.headers.get('ecou-position') ?? '';
    expect(await totalsOf(older, position)).toEqual(new Map([[id, 2]]));
    expect((await readiness(older)).status).toBe(200);
    await release();
    await isReady(newer);
    expect(await totalsOf(newer, position)).toEqual(new Map([[id, 2]]));
    expect((await newer.api.get('/sums/v1/sums/count')).body).toEqual({ sums: 1 });
  });

  it('that was taken back shows no list that stands still, and is not ready before it has caught up', async () => {
    const first = await start('older');
    const id = randomUUID();
    await first.api.post(`/sums/v1/sums/${id}/add`, { by: 1 });
    await isReady(first);
    const newer = await start('newer');
    await isReady(newer);
    await stop(first);
    const changed = await newer.api.post(`/sums/v1/sums/${id}/add`, { by: 1 });
    const position = changed.headers.get('ecou-position') ?? '';
    expect(await totalsOf(newer, position)).toEqual(new Map([[id, 2]]));
    await stop(newer);
    const release = await withhold(1);
    const again = await start('older');
    await isNot(again, 'sums is behind another version of it.');
    expect(await again.api.get('/sums/v1/sums')).toMatchObject({ status: 503, body: { code: 'VIEW_BEHIND' } });
    await release();
    await isReady(again);
    expect(await totalsOf(again, position)).toEqual(new Map([[id, 2]]));
  });

  it('that meets an event of a newer one says so and asks to come again, until a newer one takes over', async () => {
    const older = await start('older');
    const [id, other] = [randomUUID(), randomUUID()];
    await older.api.post(`/sums/v1/sums/${other}/add`, { by: 1 });
    const newer = await start('newer');
    await isReady(newer);
    expect((await newer.api.post(`/sums/v1/sums/${id}/take`, { by: 1 })).status).toBe(200);
    await isNot(older, 'sums waits for a build that knows Taken.');
    const refused = await older.api.get(`/sums/v1/sums/${id}`);
    expect(refused).toMatchObject({ status: 503, body: { code: 'EVENT_UNKNOWN' } });
    expect(refused.headers.get('retry-after')).toBe('5');
    expect((await older.api.post(`/sums/v1/sums/${id}/add`, { by: 1 })).body.code).toBe('EVENT_UNKNOWN');
    expect((await older.api.get(`/sums/v1/sums/${other}`)).body).toEqual({ total: 1 });
    expect((await newer.api.get(`/sums/v1/sums/${id}`)).body).toEqual({ total: -1 });
    await isReady(newer);
  });
});
