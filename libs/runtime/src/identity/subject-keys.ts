import { randomBytes } from 'node:crypto';
import { isOutage, Unavailable, type SubjectKeys } from '@ecou/event-sourcing';
import { LRUCache } from 'lru-cache';
import type { Pool } from 'pg';
import { identitySchema } from './api-keys.js';
import type { KeyWrapping, WrappedKey } from './key-wrapping.js';

const table = `${identitySchema}.subject_keys`;

interface KeyRow {
  readonly subject: string;
  /** `null`: the key was destroyed. */
  readonly wrapped: Buffer | null;
  readonly kek: string | null;
}

/** A key as this process keeps it. */
interface KeptKey {
  readonly wrapped: Buffer | null;
  readonly key: Buffer | null;
  /** Until then it is taken without a look at the database. */
  readonly until: number;
}

type Keys = ReadonlyMap<string, Buffer | null>;

/** Milliseconds for which a key may still be taken after another process destroyed it. */
const keptMs = 10_000;
const mostKept = 20_000;
const keyBytes = 32;
const mostOfOneStatement = 1_000;

/**
 * The data keys of people, in `identity.subject_keys`: each wrapped by a key-encryption key. What is asked for while a statement runs goes
 * into the next one together.
 */
export class SubjectKeyStore implements SubjectKeys {
  private readonly kept = new LRUCache<string, KeptKey>({ max: mostKept });
  private readonly reading = new Gathered((subjects) => this.read(subjects));
  private readonly making = new Gathered((subjects) => this.make(subjects));
  private readonly wrappings: ReadonlyMap<string, KeyWrapping>;

  constructor(
    private readonly pool: Pool,
    /** Wraps new keys. */
    private readonly wrapping: KeyWrapping,
    /** Others that may have wrapped older ones. */
    others: readonly KeyWrapping[] = [],
  ) {
    this.wrappings = new Map([...others, wrapping].map((one) => [one.id, one]));
  }

  /** The name of the key-encryption key that wraps new keys. */
  get wrappedBy(): string {
    return this.wrapping.id;
  }

  made(subjects: readonly string[]): Promise<Keys> {
    return this.found(subjects, this.making);
  }

  known(subjects: readonly string[]): Promise<Keys> {
    return this.found(subjects, this.reading);
  }

  async destroy(subjects: readonly string[]): Promise<void> {
    await this.query(
      `INSERT INTO ${table} AS k (subject, destroyed_at) SELECT DISTINCT given, now() FROM unnest($1::uuid[]) given
       ON CONFLICT (subject) DO UPDATE SET wrapped = NULL, kek = NULL, destroyed_at = now() WHERE k.destroyed_at IS NULL`,
      [subjects],
    );
    for (const subject of subjects) this.kept.delete(subject);
  }

  /**
   * Wraps every key anew by the key-encryption key of today, in its newest version. Answers how many; one that nothing unwraps stays as it
   * is, and is counted apart.
   */
  async rewrap(): Promise<{ readonly rewrapped: number; readonly unreadable: number }> {
    const done = { rewrapped: 0, unreadable: 0 };
    let after = '00000000-0000-0000-0000-000000000000';
    for (;;) {
      const rows = await this.query(
        `SELECT subject, wrapped, kek FROM ${table} WHERE subject > $1 AND wrapped IS NOT NULL ORDER BY subject LIMIT ${mostOfOneStatement}`,
        [after],
      );
      const last = rows.at(-1);
      if (!last) return done;
      const keys = await this.unwrapped(rows);
      const open = [...keys].flatMap(([subject, key]) => (key ? [{ subject, key }] : []));
      const wrapped = await this.wrapping.wrap(open);
      const befores = new Map(rows.map((row) => [row.subject, row.wrapped]));
      // One that was destroyed meanwhile stays so.
      await this.query(
        `UPDATE ${table} k SET wrapped = n.wrapped, kek = $4 FROM unnest($1::uuid[], $2::bytea[], $3::bytea[]) n (subject, before, wrapped)
         WHERE k.subject = n.subject AND k.wrapped = n.before`,
        [
          open.map(({ subject }) => subject),
          open.map(({ subject }) => befores.get(subject)),
          wrapped,
          this.wrapping.id,
        ],
      );
      done.rewrapped += open.length;
      done.unreadable += rows.length - open.length;
      after = last.subject;
    }
  }

  private async found(subjects: readonly string[], asking: Gathered): Promise<Keys> {
    const now = performance.now();
    const keys = new Map<string, Buffer | null>();
    const missing: string[] = [];
    for (const subject of subjects) {
      const kept = this.kept.get(subject);
      if (kept && kept.until > now) keys.set(subject, kept.key);
      else missing.push(subject);
    }
    if (missing.length === 0) return keys;
    const asked = await asking.ask(missing);
    for (const subject of missing) {
      const key = asked.get(subject);
      if (key !== undefined) keys.set(subject, key);
    }
    return keys;
  }

  private async read(subjects: readonly string[]): Promise<Keys> {
    const rows = await this.query(`SELECT subject, wrapped, kek FROM ${table} WHERE subject = ANY ($1::uuid[])`, [
      subjects,
    ]);
    return this.unwrapped(rows);
  }

  /** Makes the keys that are missing; where another process made one in the same moment, that one is taken. */
  private async make(subjects: readonly string[]): Promise<Keys> {
    const fresh = subjects.map((subject) => ({ subject, key: randomBytes(keyBytes) }));
    const wrapped = await this.wrapping.wrap(fresh);
    const made = await this.query(
      `INSERT INTO ${table} (subject, wrapped, kek) SELECT given.subject, given.wrapped, $3
       FROM unnest($1::uuid[], $2::bytea[]) given (subject, wrapped) ORDER BY given.subject
       ON CONFLICT (subject) DO NOTHING RETURNING subject, wrapped, kek`,
      [subjects, wrapped, this.wrapping.id],
    );
    const keys = new Map<string, Buffer | null>();
    const own = new Map(fresh.map(({ subject, key }) => [subject, key]));
    for (const row of made) keys.set(row.subject, this.keep(row, own.get(row.subject) ?? null));
    const others = subjects.filter((subject) => !keys.has(subject));
    if (others.length > 0) for (const [subject, key] of await this.read(others)) keys.set(subject, key);
    return keys;
  }

  /** The keys in rows. One whose wrapping is the same as before is not unwrapped again. */
  private async unwrapped(rows: readonly KeyRow[]): Promise<Map<string, Buffer | null>> {
    const keys = new Map<string, Buffer | null>();
    const closed = new Map<string, (KeyRow & WrappedKey)[]>();
    for (const row of rows) {
      const { subject, wrapped, kek } = row;
      const before = this.kept.get(subject);
      if (wrapped === null || kek === null) keys.set(subject, this.keep(row, null));
      else if (before?.wrapped?.equals(wrapped)) keys.set(subject, this.keep(row, before.key));
      else closed.set(kek, [...(closed.get(kek) ?? []), { ...row, wrapped }]);
    }
    for (const [kek, wrapped] of closed)
      for (const [subject, key] of await this.open(kek, wrapped)) keys.set(subject, key);
    return keys;
  }

  /** The keys that a key-encryption key wrapped. One that was altered is no key of anybody: it is left out, as if it had never been. */
  private async open(kek: string, rows: readonly (KeyRow & WrappedKey)[]): Promise<Keys> {
    const wrapping = this.wrappings.get(kek);
    if (!wrapping) throw new Unavailable('KEYS_AWAY', `The key-encryption key ${kek} is not configured.`, 60);
    const opened = await wrapping.unwrap(rows);
    return new Map(
      rows.flatMap((row, index) => {
        const key = opened[index];
        return key ? [[row.subject, this.keep(row, key)] as const] : [];
      }),
    );
  }

  private keep({ subject, wrapped }: KeyRow, given: Buffer | null): Buffer | null {
    const key = given && alone(given);
    this.kept.set(subject, { wrapped: wrapped && alone(wrapped), key, until: performance.now() + keptMs });
    return key;
  }

  private async query(text: string, values: readonly unknown[]): Promise<KeyRow[]> {
    try {
      return (await this.pool.query<KeyRow>(text, [...values])).rows;
    } catch (cause) {
      if (!isOutage(cause)) throw cause;
      throw new Unavailable('KEYS_AWAY', 'The keys of personal values cannot be reached at the moment.', 1, { cause });
    }
  }
}

/** The same bytes in memory of their own: small buffers share some, 64 KiB at a time, which stays as long as one of them is kept. */
function alone(bytes: Buffer): Buffer {
  const own = Buffer.allocUnsafeSlow(bytes.length);
  bytes.copy(own);
  return own;
}

/** Asks for what was gathered while the question before was answered, in one question. */
class Gathered {
  private waiting: { readonly subjects: Set<string>; readonly answer: Promise<Keys> } | undefined;
  private running: Promise<unknown> = Promise.resolve();

  constructor(private readonly answer: (subjects: readonly string[]) => Promise<Keys>) {}

  async ask(subjects: readonly string[]): Promise<Keys> {
    this.waiting ??= this.next();
    const { subjects: gathered, answer } = this.waiting;
    for (const subject of subjects) gathered.add(subject);
    return answer;
  }

  private next() {
    const subjects = new Set<string>();
    const answer = this.running.then(() => {
      this.waiting = undefined;
      return this.answer([...subjects]);
    });
    this.running = answer.catch(() => undefined);
    return { subjects, answer };
  }
}
