import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { MailSink, rateOf, type SunkMail } from '../../testing/mail-sink.ts';
import { memoryOf } from '../petitions/catch-up.ts';
import { rounded, type Line } from '../measure.ts';
import { startTelling } from '../../testing/telling.ts';

/** Fewer for a trial. */
const many = Number(process.env['ECOU_BENCH_SUBSCRIBERS'] ?? 100_000);
const few = many / 10;
const things = 3;
/** The part by which the memory for ten times as many may be more. */
const growth = 0.15;
const patienceMs = 300_000;

interface Gathered {
  readonly gatheredPerSecond: number;
  readonly digestsPerSecond: number;
  /** The most memory of the process while things were gathered, and while digests went out. */
  readonly gatheringMb: number;
  readonly sendingMb: number;
  /** Subscribers whose digest did not come once, with each thing once. */
  readonly wrong: number;
}

/**
 * Daily digests of three things for ten thousand subscribers, then for a hundred thousand, each by a platform of its own that has done nothing before: the most memory that
 * the process takes, from the publication of the first thing to the last mail, and how many digests go out in a second.
 */
export async function benchDigest(fewUrl: string, manyUrl: string): Promise<Line> {
  const one = await digests(fewUrl, few);
  const ten = await digests(manyUrl, many);
  const [oneMb, tenMb] = [one, ten].map(({ gatheringMb, sendingMb }) => Math.max(gatheringMb, sendingMb)) as [
    number,
    number,
  ];
  return {
    name: 'digest',
    result: { [few]: one, [many]: ten, memory: rounded(tenMb / oneMb, 2) },
    measured: `${many} digests of ${things} things: at most ${tenMb} MB (${ten.gatheringMb} gathering, ${ten.sendingMb} sending), ${wordsOf(ten)}`,
    comparedTo: `${few} digests: at most ${oneMb} MB (${one.gatheringMb} gathering, ${one.sendingMb} sending), ${wordsOf(one)}`,
    goal: `each digest once, each thing in it once; memory at most ${1 + growth} times that of a tenth`,
    met: one.wrong + ten.wrong === 0 && tenMb <= oneMb * (1 + growth),
  };
}

const wordsOf = ({ gatheredPerSecond, digestsPerSecond, wrong }: Gathered): string =>
  `${gatheredPerSecond} things gathered/s, ${digestsPerSecond} digests/s, ${wrong} wrong`;

async function digests(databaseUrl: string, subscribers: number): Promise<Gathered> {
  const sink = await MailSink.start();
  // An hour that is far from now.
  const hour = (new Date().getUTCHours() + 12) % 24;
  const { platform, publish } = await startTelling({ databaseUrl, smtpUrl: sink.url, subscribers, hour });
  const client = new pg.Client(databaseUrl);
  await client.connect();
  const memory = watched(platform.process('notifications').pid);
  try {
    const began = performance.now();
    for (let thing = 1; thing <= things; thing += 1) await publish(thing);
    await untilGathered(client);
    const gatheredPerSecond = rounded((subscribers * things * 1_000) / (performance.now() - began));
    const gatheringMb = memory.most();
    // Their hour has come.
    await client.query(`UPDATE notifications.timers SET due_at = date_trunc('milliseconds', now())`);
    await sink.wait(subscribers, patienceMs);
    const mails = await sink.mails();
    const digestsPerSecond = rounded(rateOf(mails));
    return {
      gatheredPerSecond,
      digestsPerSecond,
      gatheringMb,
      sendingMb: memory.most(),
      wrong: wrongOf(mails, subscribers),
    };
  } finally {
    memory.stop();
    await client.end();
    await platform.stop();
    await sink.stop();
  }
}

/** Waits until every announcement has come to its last subscriber. Throws where nothing moves any more. */
async function untilGathered(client: pg.Client): Promise<void> {
  let [before, since] = [-1, performance.now()];
  for (;;) {
    const { rows } = await client.query<{ expanded: number; completed: number }>(
      `SELECT coalesce(sum(version), 0)::int AS expanded, (SELECT count(*)::int FROM notifications.events
         WHERE stream_id LIKE 'announcement-%' AND type = 'AnnouncementCompleted') AS completed
       FROM notifications.streams WHERE category = 'announcement'`,
    );
    const { expanded = 0, completed = 0 } = rows[0] ?? {};
    if (completed === things) return;
    if (expanded > before) [before, since] = [expanded, performance.now()];
    if (performance.now() - since > patienceMs)
      throw new Error(`${completed} of ${things} announcements are complete.`);
    await sleep(500);
  }
}

/** Watches the memory of a process. `most`: since it was asked the last time, in MB. */
function watched(pid: number) {
  let most = 0;
  const look = () => {
    most = Math.max(most, memoryOf(pid));
  };
  const timer = setInterval(look, 250);
  return {
    most: () => {
      look();
      const found = most;
      most = 0;
      return found;
    },
    stop: () => {
      clearInterval(timer);
    },
  };
}

/** Mails that came twice or hold something else than each thing once, and subscribers who got none. */
function wrongOf(mails: readonly SunkMail[], subscribers: number): number {
  const addresses = new Set(mails.map(({ to }) => to));
  const whole = Array.from({ length: things }, (_, index) => `https://example.org/${index + 1}`).join(' ');
  const other = mails.filter(({ links }) => [...links].sort().join(' ') !== whole).length;
  return mails.length - addresses.size + other + Math.max(0, subscribers - addresses.size);
}
