import { DiscussionPointRedactedV1, isTypeTold, publicTopics } from '@ecou/contracts';
import type { Db, Intake, Received } from '@ecou/messaging';

/** The channel of wake-ups about new messages. */
export const logChannel = 'ecou_log';

/** Takes every public message of every context into one log, in which each gets its position for good; none of a contract that was withdrawn. */
export const messageLog: Intake = {
  name: 'log',
  topics: publicTopics,
  concerns: ({ type }) => isTypeTold(type),
  take: async (messages, db) => {
    const last = await positionsFor(messages.length, db);
    await insert(messages, last - messages.length, db);
    for (const message of messages) await redact(message, db);
    await db.query(`SELECT pg_notify($1, '')`, [logChannel]);
  },
};

/** Draws so many positions; answers the last of them. Others who draw wait until the transaction has ended. */
async function positionsFor(count: number, db: Db): Promise<number> {
  const { rows } = await db.query<{ last: number; partitioned: number; size: number }>(
    `UPDATE integrations.log SET last = last + $1 RETURNING last, partitioned, partition_size AS size`,
    [count],
  );
  const { last = 0, partitioned = 0, size = 1 } = rows[0] ?? {};
  for (let from = partitioned + 1; from <= last; from += size) await makePartition(from, from + size, db);
  return last;
}

/** As a table of its own that is attached then, since `CREATE TABLE ... PARTITION OF` would wait for all who read. */
async function makePartition(from: number, to: number, db: Db): Promise<void> {
  const name = `integrations.messages_${from}`;
  await db.query(
    `CREATE TABLE ${name} (LIKE integrations.messages INCLUDING ALL, CHECK (position >= ${from} AND position < ${to}))`,
  );
  await db.query(`ALTER TABLE integrations.messages ATTACH PARTITION ${name} FOR VALUES FROM (${from}) TO (${to})`);
  await db.query(`UPDATE integrations.log SET partitioned = $1`, [to - 1]);
}

async function insert(messages: readonly Received[], before: number, db: Db): Promise<void> {
  const rows = messages.map(({ id, type, key, sequence, data, ...envelope }, index) => ({
    ...{ position: before + index + 1, id, type, key, sequence, envelope, data },
  }));
  await db.query({
    name: 'log-messages',
    text: `INSERT INTO integrations.messages (position, logged_at, id, type, key, sequence, envelope, data)
           SELECT position, clock_timestamp(), id, type, key, sequence, envelope, data
           FROM jsonb_to_recordset($1::jsonb) r (position bigint, id uuid, type text, key text, sequence bigint, envelope jsonb, data jsonb)`,
    values: [JSON.stringify(rows)],
  });
}

/** Words that were taken out of a discussion point leave the messages before, too: whoever replays them reads what is left. */
async function redact({ type, key, sequence, data }: Received, db: Db): Promise<void> {
  if (type !== DiscussionPointRedactedV1.type) return;
  const { text } = DiscussionPointRedactedV1.schema.parse(data);
  await db.query(
    `UPDATE integrations.messages SET data = jsonb_set(data, '{text}', $3) WHERE key = $1 AND sequence < $2 AND data ? 'text'`,
    [key, sequence, JSON.stringify(text)],
  );
}
