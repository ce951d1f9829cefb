import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pLimit from 'p-limit';
import { Client } from '../client.ts';
import { drawn, kill, momentsOf } from '../kills.ts';
import { defineDirectory, load } from '../load.ts';
import { startTown, untilReady, type Town } from '../town.ts';
import { erase, register } from './people.ts';
import { exposures, keysLeft, wrappedKeys, type KeysLeft } from './places.ts';
import { notKept, notWhole, numbersAstray, viewsAstray, type Erased } from './whole.ts';

export interface ErasureTortureOptions {
  readonly people: number;
  readonly kills: number;
  /** Gets a line for each thing that happens. */
  readonly tell?: (line: string) => void;
}

export interface ErasureOutcome {
  readonly erased: number;
  readonly kept: number;
  readonly kills: number;
  /** Seconds from the first order to the last one. */
  readonly seconds: number;
  readonly views: number;
  /** The number of files and messages that were searched, by their place. */
  readonly searched: ReadonlyMap<string, number>;
  readonly keysLeft: KeysLeft;
  readonly faults: readonly string[];
}

/** People who are not erased, for each that is. */
const keptShare = 0.1;
const atOnce = 4;
const mostMs = 500;

/**
 * People are erased while others write, and while services, servers and sessions are killed. Then each erasure is looked at in every context, and every
 * place in which Ecou keeps something is searched for the mark that all their values have. Throws where something does not come to its end in time.
 */
export async function tortureErasures(options: ErasureTortureOptions): Promise<ErasureOutcome> {
  const { people, kills, tell = () => undefined } = options;
  const log: string[] = [];
  const town = await startTown({
    env: (dir) => ({
      ECOU_MAIL_DIR: join(dir, 'mail'),
      ECOU_FILES_DIR: join(dir, 'files'),
      ECOU_ERASED_LIST: join(dir, 'erased.jsonl'),
      LOG_LEVEL: 'info',
    }),
    // Old segments of the WAL go, and are not written again from their beginning.
    settings: { wal_recycle: 'off', min_wal_size: '32MB', max_wal_size: '64MB' },
    tell: (line) => log.push(line),
  });
  try {
    const { anotherKey } = await import('@ecou/platform');
    const client = new Client(town.ecou.url, town.ecou.key);
    const second = new Client(town.ecou.url, await anotherKey(town.databaseUrl('identity')));
    const marks = { erased: `zq${randomBytes(8).toString('hex')}`, kept: `yk${randomBytes(8).toString('hex')}` };
    const control = `ct${randomBytes(8).toString('hex')}`;
    await publish(client, control);
    await defineDirectory(client);
    const fewAtOnce = pLimit(atOnce);
    const registered = (count: number, mark: string) =>
      fewAtOnce.map(Array.from({ length: count }), (_, index) => register(client, mark, index));
    const erasing = await registered(people, marks.erased);
    const keeping = await registered(Math.ceil(people * keptShare), marks.kept);
    tell(`${erasing.length} people to be erased and ${keeping.length} to be kept are registered.`);
    const wrapped = await wrappedKeys(town.databaseUrl('identity'));

    const stop = new AbortController();
    const writing = load(client, stop.signal);
    writing.catch(() => undefined); // seen below
    const began = performance.now();
    const erased: Erased[] = [];
    const killing = killAll(town, kills, { all: people, done: () => erased.length, tell });
    killing.catch(() => undefined); // seen below
    await fewAtOnce.map(erasing, async (person) => {
      erased.push({ person, erasure: await erase(client, second, person) });
    });
    await killing;
    const seconds = Math.round((performance.now() - began) / 1_000);
    stop.abort();
    await writing;
    await untilReady(town.ecou.url);
    tell(`${erased.length} erasures were ordered in ${seconds} s.`);

    const { services } = town.places;
    const whole = { client, databaseUrl: town.databaseUrl, list: join(services, 'erased.jsonl') };
    const told = [...erasing, ...keeping].map(({ number }) => number);
    const faults = [
      ...(await notWhole(erased, whole)),
      ...(await notKept(keeping, whole)),
      ...(await numbersAstray(whole, told)),
    ];
    tell('Every erasure was looked at.');
    const views = await viewsAstray(whole);
    tell(`${views.views} views were built anew.`);
    await mkdir(join(services, 'logs'));
    await writeFile(join(services, 'logs', 'services.log'), log.join('\n'));
    const left = await keysLeft(town, wrapped);
    tell(
      `Some of ${left.keys} destroyed keys stood in ${left.before.length} files of PostgreSQL, and after VACUUM FULL and new WAL in ${left.after.length}.`,
    );
    const { searched, faults: exposed } = await exposures(town, { mark: marks.erased, control });
    return {
      ...{ erased: erased.length, kept: keeping.length, kills, seconds, views: views.views, searched, keysLeft: left },
      faults: [...faults, ...views.faults, ...exposed],
    };
  } finally {
    await town.end();
  }
}

interface Progress {
  readonly all: number;
  readonly done: () => number;
  readonly tell: (line: string) => void;
}

/** Kills at random moments from the first erasure until few are left. */
async function killAll(town: Town, kills: number, { all, done, tell }: Progress): Promise<void> {
  const moments = momentsOf(kills, all);
  for (const [index, kind] of drawn(kills).entries()) {
    while (done() < (moments[index] ?? 0)) await sleep(50);
    await sleep(randomInt(mostMs));
    await kill(kind, town);
    tell(`Kill ${index + 1} of ${kills}: ${kind}, after ${done()} of ${all} erasures`);
  }
}

/** A facility whose name is public, so that a search that works finds it. */
async function publish(client: Client, name: string): Promise<void> {
  const body = { id: randomUUID(), kind: 'wifi', name: { ro: `Sintetică ${name}` }, position: [26.1, 44.4] };
  await client.insist({ method: 'POST', path: '/facilities/v1/facilities', body });
}

/** The outcome in one line. */
export function summaryOfErasures({ erased, kept, kills, seconds, views, searched, faults }: ErasureOutcome) {
  const read = [...searched].map(([place, count]) => `${count} ${place}`).join(', ');
  return `${erased} people erased in ${seconds} s with ${kills} kills, ${kept} kept; ${views} views built anew; read: ${read}; ${faults.length} faults`;
}
