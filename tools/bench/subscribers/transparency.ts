import { setTimeout as sleep } from 'node:timers/promises';
import { exampleOf, FeedbackRegistrationCommittedV1, jsonSchemaOf } from '@ecou/contracts';
import pg from 'pg';
import { startPlatform, type Deployment } from '../../deployment.ts';
import { memoryOf } from '../petitions/catch-up.ts';
import { publishMany, type ManyMessages } from './log.ts';
import { median, rounded, type Line } from '../measure.ts';

/** Registrations that are put behind a stopped platform; fewer for a trial. */
const leaves = Number(process.env['ECOU_BENCH_MESSAGES'] ?? 1_000_000);
const proofs = 200;

const committed: ManyMessages = {
  type: FeedbackRegistrationCommittedV1.type,
  topic: 'ecou.feedback.internal',
  data: exampleOf(jsonSchemaOf(FeedbackRegistrationCommittedV1)) as object,
  own: `jsonb_build_object('registrationId', key, 'number', '2027-' || lpad(n::text, 7, '0'), 'commitment', encode(sha256(key::bytea), 'hex'))`,
};

/** A platform that finds a million registrations which the public log does not have: leaves/s, the most memory, and the size of a proof then. */
export async function benchTransparency(databaseUrl: string): Promise<Line> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  const first = await startPlatform({ databaseUrl: () => databaseUrl });
  await first.stop();
  await publishMany(client, leaves, committed);
  const platform = await startPlatform({ databaseUrl: () => databaseUrl, key: first.key });
  try {
    const { seconds, mostMb } = await untilLogged(client, platform);
    const bare = await bareInsert(client);
    const { bytes, ms } = await proofOf(platform);
    const perSecond = rounded(leaves / seconds);
    return {
      name: 'transparency',
      result: {
        leavesPerSecond: perSecond,
        toInsert: rounded(bare / seconds, 2),
        rssMb: mostMb,
        leaves,
        proofBytes: bytes,
        proofMs: ms,
      },
      measured: `${perSecond} leaves/s, at most ${mostMb} MB; a proof among ${leaves} is ${bytes} bytes of hashes, p50 ${ms} ms`,
      comparedTo: `${rounded(leaves / bare)} rows/s by plain INSERTs of 1,000 rows`,
      goal: '2,000 leaves/s',
      met: perSecond >= 2_000,
    };
  } finally {
    await platform.stop();
    await client.end();
  }
}

async function untilLogged(client: pg.Client, platform: Deployment): Promise<{ seconds: number; mostMb: number }> {
  const began = performance.now();
  let mostMb = 0;
  for (;;) {
    mostMb = Math.max(mostMb, memoryOf(platform.process('integrations').pid));
    const { rows } = await client.query<{ size: string }>('SELECT size FROM integrations.transparency_log');
    if (Number(rows[0]?.size) >= leaves) return { seconds: (performance.now() - began) / 1_000, mostMb };
    const parked = await client.query<{ error: string }>('SELECT error FROM integrations.parked LIMIT 1');
    for (const { error } of parked.rows) throw new Error(`The public log takes no such messages: ${error}`);
    await sleep(250);
  }
}

/** Seconds to insert as many leaves into a table of the same shape, without a tree. */
async function bareInsert(client: pg.Client): Promise<number> {
  await client.query('CREATE TABLE integrations.copied (index bigint PRIMARY KEY, entry bytea NOT NULL)');
  const began = performance.now();
  for (let from = 0; from < leaves; from += 1_000)
    await client.query(
      `INSERT INTO integrations.copied SELECT index, entry FROM integrations.transparency_leaves WHERE index >= $1 AND index < $2`,
      [from, from + 1_000],
    );
  return (performance.now() - began) / 1_000;
}

async function proofOf(platform: Deployment): Promise<{ bytes: number; ms: number }> {
  const times: number[] = [];
  let bytes = 0;
  for (let proof = 0; proof < proofs; proof += 1) {
    const began = performance.now();
    const index = Math.floor((leaves / proofs) * proof);
    const answer = await fetch(`${platform.url}/integrations/v1/transparency/inclusion?index=${index}`);
    const { hashes } = (await answer.json()) as { hashes: string[] };
    times.push(performance.now() - began);
    bytes = Math.max(bytes, hashes.length * 32);
  }
  return { bytes, ms: rounded(median(times), 1) };
}
