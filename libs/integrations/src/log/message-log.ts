import { DiscussionPointRedactedV1, isTypeTold, publicTopics } from '@ecou/contracts';
import { copyRows } from '@ecou/event-sourcing';
import type { Connection, Intake, Received } from '@ecou/messaging';

/** The channel of wake-ups about new messages. */
export const logChannel = 'ecou_log';

/** Takes every public message of every context into one log, in which each gets its position for good; none of a contract that was withdrawn. */
export const messageLog: Intake = {
  name: 'log',
  topics: publicTopics,
  concerns: ({ type }) => isTypeTold(type),
  take: async (messages, client) => {
    const last = await positionsFor(messages.length, client);
    await insert(messages, last, client);
    for (const message of messages) await redact(message, client);
    await client.query(`SELECT pg_notify($1, '')`, [logChannel]);
  },
};

/** Positions that were drawn for messages, and when. */
interface Drawn {
  readonly last: number;
  readonly loggedAt: string;
}

/** Draws so many positions. Others who draw wait until the transaction has ended. */
async function positionsFor(count: number, client: Connection): Promise<Drawn> {
  const { rows } = await client.query<Drawn & { partitioned: number; size: number }>(
    `UPDATE integrations.log SET last = last + $1 RETURNING last, partitioned, partition_size AS size, clock_timestamp()::text AS "loggedAt"`,
    [count],
  );
  const { last = 0, loggedAt = '', partitioned = 0, size = 1 } = rows[0] ?? {};
  for (let from = partitioned + 1; from <= last; from += size) await makePartition(from, from + size, client);
  return { last, loggedAt };
}

/** As a table of its own that is attached then, since `CREATE TABLE ... PARTITION OF` would wait for all who read. */
async function makePartition(from: number, to: number, client: Connection): Promise<void> {
  const name = `integrations.messages_${from}`;
  await client.query(
    `CREATE TABLE ${name} (LIKE integrations.messages INCLUDING ALL, CHECK (position >= ${from} AND position < ${to}))`,
  );
  await client.query(`ALTER TABLE integrations.messages ATTACH PARTITION ${name} FOR VALUES FROM (${from}) TO (${to})`);
  await client.query(`UPDATE integrations.log SET partitioned = $1`, [to - 1]);
}

const columns = [
  { property: 'position', name: 'position', type: 'bigint' },
  { property: 'loggedAt', name: 'logged_at', type: 'timestamptz' },
  { property: 'id', name: 'id', type: 'uuid' },
  { property: 'type', name: 'type', type: 'text' },
  { property: 'key', name: 'key', type: 'text' },
  { property: 'sequence', name: 'sequence', type: 'bigint' },
  { property: 'envelope', name: 'envelope', type: 'jsonb' },
  { property: 'data', name: 'data', type: 'jsonb' },
];

function insert(messages: readonly Received[], { last, loggedAt }: Drawn, client: Connection): Promise<void> {
  const first = last - messages.length + 1;
  const rows = messages.map(({ id, type, key, sequence, data, ...envelope }, index) => ({
    ...{ position: first + index, loggedAt, id, type, key, sequence, envelope, data },
  }));
  return copyRows({ client, table: 'integrations.messages', columns }, rows);
}

/** Words that were taken out of a discussion point leave the messages before, too: whoever replays them reads what is left. */
async function redact({ type, key, sequence, data }: Received, client: Connection): Promise<void> {
  if (type !== DiscussionPointRedactedV1.type) return;
  const { text } = DiscussionPointRedactedV1.schema.parse(data);
  await client.query(
    `UPDATE integrations.messages SET data = jsonb_set(data, '{text}', $3) WHERE key = $1 AND sequence < $2 AND data ? 'text'`,
    [key, sequence, JSON.stringify(text)],
  );
}
