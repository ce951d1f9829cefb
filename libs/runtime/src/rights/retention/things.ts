import type { EventStore, RecordedEvent } from '@ecou/event-sourcing';
import type { Pool } from 'pg';
import type { ThingsEnd } from '../../privacy/processing.js';
import type { DeclaredPeriods, ThingOfSubject } from './verdict.js';

interface StreamRow {
  readonly stream: string;
  readonly category: string;
  /** ISO 8601. */
  readonly lastAt: string;
  /** The last of its events that says whether it has ended. */
  readonly turn: string | null;
}

interface PlaceRow {
  readonly subject: string;
  readonly stream: string;
}

/** The things of a context in which people stand, and whether they have ended: read from streams and events. */
export class Things {
  constructor(
    private readonly pool: Pick<Pool, 'query'>,
    private readonly schema: string,
    private readonly declared: DeclaredPeriods,
    private readonly store: Pick<EventStore, 'readStream'>,
  ) {}

  /** The next people by their ids, those who were erased left out. */
  async peopleAfter(subject: string, limit: number): Promise<string[]> {
    const { rows } = await this.pool.query<{ subject: string }>(
      `SELECT DISTINCT s.subject FROM ${this.schema}.subjects s
       WHERE s.subject > $1 AND NOT EXISTS (SELECT FROM ${this.schema}.erased_subjects e WHERE e.subject = s.subject)
       ORDER BY s.subject LIMIT $2`,
      [subject, limit],
    );
    return rows.map((row) => row.subject);
  }

  /** The things of each of these people whom the context knows and has not erased, in the order in which they came to stand in them. */
  async of(subjects: readonly string[]): Promise<ReadonlyMap<string, readonly ThingOfSubject[]>> {
    const { rows } = await this.pool.query<PlaceRow>(
      `SELECT s.subject, s.stream_id AS stream FROM ${this.schema}.subjects s
       WHERE s.subject = ANY($1::uuid[])
         AND NOT EXISTS (SELECT FROM ${this.schema}.erased_subjects e WHERE e.subject = s.subject)
       ORDER BY s.subject, s.position, s.stream_id`,
      [subjects],
    );
    const things = await this.read([...new Set(rows.map(({ stream }) => stream))]);
    const among = await this.among([...things.values()]);
    const found = new Map<string, ThingOfSubject[]>();
    for (const { subject, stream } of rows) {
      const thing = among.has(stream) ? among.get(stream)?.get(subject) : things.get(stream);
      if (thing) found.set(subject, [...(found.get(subject) ?? []), thing]);
    }
    return found;
  }

  /** Things by their streams. One that ends with another has ended once both have, and its last fact is that of both. */
  private async read(streams: readonly string[]): Promise<ReadonlyMap<string, ThingOfSubject>> {
    const own = await this.alone(streams);
    const others = await this.othersOf([...own.values()]);
    const ended = await this.alone([...new Set(others.values())]);
    for (const [stream, other] of others) {
      const [thing, with_] = [own.get(stream), ended.get(other)];
      if (!thing) continue;
      const lastAt = with_ && with_.lastAt > thing.lastAt ? with_.lastAt : thing.lastAt;
      own.set(stream, { ...thing, lastAt, hasEnded: thing.hasEnded && (with_?.hasEnded ?? false) });
    }
    return own;
  }

  private async alone(streams: readonly string[]): Promise<Map<string, ThingOfSubject>> {
    const { schema } = this;
    const { rows } = await this.pool.query<StreamRow>(
      `SELECT t.stream_id AS stream, t.category, last.recorded_at AS "lastAt", turn.type AS turn
       FROM ${schema}.streams t
       CROSS JOIN LATERAL (SELECT e.recorded_at FROM ${schema}.events e
         WHERE e.stream_id = t.stream_id AND e.version = t.version AND e.global_position >= t.first_position) last
       LEFT JOIN LATERAL (SELECT e.type FROM ${schema}.events e
         WHERE e.stream_id = t.stream_id AND e.type = ANY($2::text[]) AND e.global_position >= t.first_position
         ORDER BY e.version DESC LIMIT 1) turn ON true
       WHERE t.stream_id = ANY($1::text[])`,
      [streams, this.declared.turns],
    );
    const things = await Promise.all(
      rows.map(async ({ stream, category, lastAt, turn }) => {
        const end = this.declared.endOf(category);
        // Each of many things in one stream has an end of its own.
        const hasEnded = end !== undefined && end.each === undefined && (await this.hasEnded(stream, end, turn));
        return [stream, { stream, category, lastAt, hasEnded }] as const;
      }),
    );
    return new Map(things);
  }

  private async hasEnded(stream: string, { by }: ThingsEnd, turn: string | null): Promise<boolean> {
    if (typeof by === 'function') return by((await this.store.readStream(stream)) as never);
    return isEnd(by, turn);
  }

  /** The things in streams that hold many, by stream and by their ids. */
  private async among(things: readonly ThingOfSubject[]) {
    const found = new Map<string, ReadonlyMap<string, ThingOfSubject>>();
    for (const { stream, category } of things) {
      const end = this.declared.endOf(category);
      if (end?.each === undefined) continue;
      const facts = factsBy(end.each, await this.store.readStream(stream));
      found.set(stream, new Map([...facts].map(([id, own]) => [id, { stream, category, ...endIn(own, end) }])));
    }
    return found;
  }

  /** The stream of the thing that each of these ends with. */
  private async othersOf(things: readonly ThingOfSubject[]): Promise<ReadonlyMap<string, string>> {
    const others = new Map<string, string>();
    const named = new Map<string, { readonly category: string; readonly field: string }>();
    for (const { stream, category } of things) {
      const other = this.declared.endOf(category)?.with;
      if (!other) continue;
      if (other.field === null) others.set(stream, `${other.category}-${stream.slice(category.length + 1)}`);
      else named.set(stream, { category: other.category, field: other.field });
    }
    if (named.size === 0) return others;
    const { rows } = await this.pool.query<{ stream: string; id: string | null }>(
      `SELECT e.stream_id AS stream, e.data->>n.field AS id FROM unnest($1::text[], $2::text[]) n (stream, field)
       JOIN ${this.schema}.streams t ON t.stream_id = n.stream
       JOIN ${this.schema}.events e ON e.stream_id = n.stream AND e.version = 1 AND e.global_position >= t.first_position`,
      [[...named.keys()], [...named.values()].map(({ field }) => field)],
    );
    for (const { stream, id } of rows) others.set(stream, `${named.get(stream)?.category}-${id}`);
    return others;
  }
}

/** Facts by the thing that they are about. */
function factsBy(field: string, events: readonly RecordedEvent[]): ReadonlyMap<string, RecordedEvent[]> {
  const found = new Map<string, RecordedEvent[]>();
  for (const event of events) {
    const id = String((event.data as Record<string, unknown>)[field]);
    const own = found.get(id) ?? [];
    own.push(event);
    found.set(id, own);
  }
  return found;
}

/** The last fact of a thing, and whether it has ended, by its facts. */
function endIn(facts: readonly RecordedEvent[], { by, goesOnBy = [] }: ThingsEnd) {
  const lastAt = facts.at(-1)?.recordedAt ?? '';
  if (typeof by === 'function') return { lastAt, hasEnded: by(facts as never) };
  const turn = facts.findLast(({ type }) => by.includes(type) || goesOnBy.includes(type));
  return { lastAt, hasEnded: isEnd(by, turn?.type ?? null) };
}

const isEnd = (by: readonly string[] | 'any', turn: string | null): boolean =>
  by === 'any' || (turn !== null && by.includes(turn));
