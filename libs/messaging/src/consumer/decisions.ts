import { Rejected, transaction, Unknown, type Clock } from '@ecou/event-sourcing';
import type { Pool, PoolClient } from 'pg';
import type { Held, HeldMessages } from './held-messages.js';

/** An operator's decision on a held message. */
export type DecisionKind = 'discarded' | 'gap-accepted';

/** The operator who decides, and the reason. */
export interface Word {
  readonly actor: string;
  readonly reason: string | null;
}

/** A decision as it stands on record, for good, with the message that it was about. */
export interface Decision extends Pick<
  Held,
  'consumer' | 'source' | 'key' | 'sequence' | 'message' | 'errorCode' | 'error' | 'heldAt'
> {
  readonly id: string;
  readonly decision: DecisionKind;
  /** Id of the held message. */
  readonly heldId: string;
  /** True where the messages behind it follow as if it had been handled. */
  readonly passed: boolean;
  readonly reason: string | null;
  readonly decidedBy: string;
  /** ISO 8601. */
  readonly decidedAt: string;
}

export interface DecisionFilter {
  /** Time and id of the last row of the page before. */
  readonly after?: readonly [string, string];
  readonly limit: number;
}

export interface DecisionsOptions {
  readonly pool: Pool;
  readonly schema: string;
  readonly heldMessages: HeldMessages;
  readonly clock: Clock;
  /** The last sequence that the source of a held message gave to its key; null where nobody here can tell. */
  readonly lastSent: (source: string, key: string) => Promise<number | null>;
}

/** True for a sequence that may follow the last one that a consumer took of a key; `undefined` for a consumer without an inbox. */
export type Follows = ((last: number | null, sequence: number) => boolean) | undefined;

const columns = `id, decision, held_id AS "heldId", consumer, source, key, sequence, message, error_code AS "errorCode", error,
  held_at AS "heldAt", passed, reason, decided_by AS "decidedBy", decided_at AS "decidedAt"`;

/** The decisions of operators on held messages. Each is a row that is added in the transaction that carries it out. */
export class Decisions {
  constructor(private readonly options: DecisionsOptions) {}

  /**
   * Takes a parked message out of its queue: it is never handled. Those behind it follow where it was the next of its key; where it came
   * out of turn, the key stands where it stood, and what is still to come is taken. Throws `Unknown` and `Rejected`.
   */
  async discard(id: string, follows: Follows, word: Word): Promise<Decision> {
    const { pool, heldMessages } = this.options;
    return transaction(pool, async (client) => {
      const held = await this.parkedFirst(client, id);
      const passed = follows !== undefined && (await this.pass(client, held, follows));
      await heldMessages.drop([id], client);
      return this.put(client, 'discarded', held, passed, word);
    });
  }

  /**
   * Lets the first of a key, which came out of turn, be handled without what is missing before it. Refused where what is missing may
   * still come. Throws `Unknown` and `Rejected`.
   */
  async acceptGap(id: string, word: Word): Promise<Decision> {
    const { pool, heldMessages } = this.options;
    return transaction(pool, async (client) => {
      const held = await this.parkedFirst(client, id);
      await this.refuseDoubtful(client, held);
      await heldMessages.release(id, true, client);
      return this.put(client, 'gap-accepted', held, true, word);
    });
  }

  /** A page of decisions, the newest first. */
  async list({ after, limit }: DecisionFilter): Promise<readonly Decision[]> {
    const { pool, schema } = this.options;
    const { rows } = await pool.query<Decision>(
      `SELECT ${columns} FROM ${schema}.operator_decisions
       WHERE $1::timestamptz IS NULL OR (decided_at, id) < ($1::timestamptz, $2::uuid)
       ORDER BY decided_at DESC, id DESC LIMIT $3`,
      [...(after ?? [null, null]), limit],
    );
    return rows;
  }

  /** Locks the message, so that two operators decide one after the other. */
  private async parkedFirst(client: PoolClient, id: string): Promise<Held> {
    const { heldMessages } = this.options;
    const held = await heldMessages.get(id, client, 'FOR UPDATE');
    if (!held) throw new Unknown('PARKED_UNKNOWN', 'No such message is held back (any more).');
    const [first] = await heldMessages.ofKey(held, 1, client);
    if (first?.id !== id)
      throw new Rejected('NOT_FIRST_OF_KEY', 'An earlier message of the same key is held back: decide on that first.');
    if (held.state !== 'parked')
      throw new Rejected('NOT_PARKED', 'The message is still tried by itself: only one that is parked is decided on.');
    return held;
  }

  private async refuseDoubtful(client: PoolClient, held: Held): Promise<void> {
    if (held.errorCode !== 'SEQUENCE_JUMP')
      throw new Rejected('NO_GAP', 'Nothing is missing before this message: it is parked for another reason.');
    const { source, key, sequence } = held;
    const doubt = (text: string) =>
      new Rejected('GAP_NOT_SHOWN', `${text} Where it is none of its source, discard it.`);
    if (held.overtaken)
      throw doubt('Earlier messages of its key came after it: what is missing before it still comes.');
    const lastSent = await this.options.lastSent(source, key);
    if (lastSent === null) {
      const [, next] = await this.options.heldMessages.ofKey(held, 2, client);
      if (next?.sequence !== sequence + 1)
        throw doubt('The message after it has not come, so nothing shows yet that its source went on from there.');
    } else if (lastSent < sequence) {
      throw doubt(`Its source has sent messages of this key up to ${lastSent} only: what is missing may still come.`);
    }
  }

  /** Moves the inbox past the message where that is the next one. */
  private async pass(
    client: PoolClient,
    { consumer, source, key, sequence, gapAccepted }: Held,
    follows: NonNullable<Follows>,
  ): Promise<boolean> {
    const { schema } = this.options;
    const { rows } = await client.query<{ last: number }>(
      `SELECT last_sequence AS last FROM ${schema}.inbox WHERE consumer = $1 AND source = $2 AND key = $3 FOR UPDATE`,
      [consumer, source, key],
    );
    const last = rows[0]?.last ?? null;
    if (!gapAccepted && !follows(last, sequence)) return false;
    await client.query(
      `INSERT INTO ${schema}.inbox AS i (consumer, source, key, last_sequence) VALUES ($1, $2, $3, $4)
       ON CONFLICT (consumer, source, key)
       DO UPDATE SET last_sequence = excluded.last_sequence WHERE i.last_sequence < excluded.last_sequence`,
      [consumer, source, key, sequence],
    );
    return true;
  }

  private async put(
    client: PoolClient,
    decision: DecisionKind,
    held: Held,
    passed: boolean,
    { actor, reason }: Word,
  ): Promise<Decision> {
    const { schema, clock } = this.options;
    const { rows } = await client.query<Decision>(
      `INSERT INTO ${schema}.operator_decisions (decision, held_id, consumer, source, key, sequence, message, error_code, error, held_at,
         passed, reason, decided_by, decided_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) RETURNING ${columns}`,
      [
        ...[decision, held.id, held.consumer, held.source, held.key, held.sequence, JSON.stringify(held.message)],
        ...[held.errorCode, held.error, held.heldAt, passed, reason, actor, clock.now()],
      ],
    );
    const [put] = rows;
    if (!put) throw new Error('A decision was not put on record.');
    return put;
  }
}
