import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { SunkMail } from '../testing/mail-sink.ts';

/** Books of messages and mails. One line for each fault. */
export interface MailAccount {
  readonly faults: readonly string[];
  readonly messages: number;
  /** Mails that came in, each once. */
  readonly seen: number;
  /** Messages of which nobody knows whether they were sent, since their sender was killed; and those of them that came in. */
  readonly uncertain: number;
  readonly uncertainSeen: number;
  /** The time between the record of a start and that of its outcome, of what was sent, in milliseconds: who is killed in it leaves a message uncertain. */
  readonly window: { readonly p50: number; readonly p99: number };
}

/** Without any progress for so long, something is stuck. */
const patienceMs = 180_000;
/** Whatever would be done twice is done by then. */
const quietMs = 3_000;
const tellEachMs = 30_000;

/** Waits until each message was sent, or is uncertain. */
export async function settledMails(client: pg.Client, total: number, tell: (line: string) => void): Promise<void> {
  let [before, since, told] = [-1, performance.now(), performance.now()];
  for (;;) {
    const { rows } = await client.query<{ settled: number; open: number }>(
      `SELECT count(*) FILTER (WHERE status IN ('sent', 'uncertain'))::int AS settled,
         count(*) FILTER (WHERE status NOT IN ('sent', 'uncertain'))::int AS open FROM notifications.message_list`,
    );
    const { settled = 0, open = 0 } = rows[0] ?? {};
    if (settled >= total && open === 0) break;
    const now = performance.now();
    if (settled > before) [before, since] = [settled, now];
    if (now - since > patienceMs) throw new Error(`${settled} of ${total} messages have come to their ends.`);
    if (now - told > tellEachMs) {
      told = now;
      tell(`${settled} of ${total} messages have come to their ends`);
    }
    await sleep(250);
  }
  await sleep(quietMs);
}

interface MessageRow {
  readonly id: string;
  readonly status: 'sent' | 'uncertain';
  /** To whom, and of what. */
  readonly about: string;
  readonly windowMs: number | null;
}

const messagesSql = `
  SELECT substr(queued.stream_id, 9) AS id, queued.data->>'subscriberId' || ' ' || (queued.data->>'announcementId') AS about,
    CASE WHEN sent.stream_id IS NULL THEN 'uncertain' ELSE 'sent' END AS status,
    extract(epoch FROM sent.recorded_at - started.recorded_at)::float8 * 1000 AS "windowMs"
  FROM notifications.events queued
    LEFT JOIN notifications.events sent ON sent.stream_id = queued.stream_id AND sent.type = 'MessageSent'
    LEFT JOIN notifications.events started ON started.stream_id = queued.stream_id AND started.type = 'SendingStarted'
      AND started.data->'attempt' = sent.data->'attempt'
    LEFT JOIN notifications.events unknown ON unknown.stream_id = queued.stream_id AND unknown.type = 'SendingUncertain'
  WHERE queued.type = 'MessageQueued' AND num_nonnulls(sent.stream_id, unknown.stream_id) = 1`;

const messageIdOf = ({ messageId }: SunkMail): string => /^<([0-9a-f-]{36})\./.exec(messageId)?.[1] ?? messageId;

/** Those that stand more than once. */
function doubled(keys: readonly string[]): string[] {
  const [once, again] = [new Set<string>(), new Set<string>()];
  for (const key of keys) (once.has(key) ? again : once).add(key);
  return [...again];
}

/** Compares the messages on record with the mails that came in. */
export async function accountOfMails(
  client: pg.Client,
  mails: readonly SunkMail[],
  total: number,
): Promise<MailAccount> {
  const { rows } = await client.query<MessageRow>(messagesSql);
  const seen = new Set(mails.map(messageIdOf));
  const known = new Set(rows.map(({ id }) => id));
  const uncertain = rows.filter(({ status }) => status === 'uncertain');
  const windows = rows.flatMap(({ windowMs }) => windowMs ?? []).sort((one, other) => one - other);
  const at = (share: number) => Math.round(windows[Math.ceil(windows.length * share) - 1] ?? NaN);
  return {
    faults: [
      ...(rows.length === total ? [] : [`${rows.length} messages have one start and one end, of ${total}.`]),
      ...doubled(rows.map(({ about }) => about)).map((about) => `There are two messages to and of ${about}.`),
      ...doubled(mails.map(({ messageId }) => messageId)).map((id) => `The mail ${id} came twice.`),
      ...doubled(mails.map(({ to, subject }) => `${to} ${subject}`)).map((mail) => `It came twice: ${mail}.`),
      ...[...seen].filter((id) => !known.has(id)).map((id) => `The mail ${id} is of no message.`),
      ...rows
        .filter(({ id, status }) => status === 'sent' && !seen.has(id))
        .map(({ id }) => `The message ${id} says that it was sent, and did not come.`),
    ],
    messages: rows.length,
    seen: seen.size,
    uncertain: uncertain.length,
    uncertainSeen: uncertain.filter(({ id }) => seen.has(id)).length,
    window: { p50: at(0.5), p99: at(0.99) },
  };
}
