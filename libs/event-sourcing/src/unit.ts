import { idOf, type DomainEvent, type EventMetadata } from './event.js';

/** The version that a stream must stand at: a number (0 means that it must not exist), or `any`. */
export type ExpectedVersion = number | 'any';

/** An event to be written. The id makes a retry recognisable. */
export interface NewEvent<E extends DomainEvent = DomainEvent> {
  readonly id: string;
  readonly type: E['type'];
  readonly data: E['data'];
}

export interface StreamWrite {
  readonly stream: string;
  readonly expected: ExpectedVersion;
  /** Id of the event that must stand at the expected version; that a version is reached does not say by what. */
  readonly after?: string;
  readonly events: readonly NewEvent[];
}

/** A stream that must stand at a version for the unit to be accepted, and is not written to. */
export interface StreamCheck {
  readonly stream: string;
  readonly expected: number;
  /** Id of the event that must stand at the expected version. */
  readonly after?: string;
}

/** Something that may be taken once: `value` is hashed with the deployment's secret, and is never stored. */
export interface Claim {
  readonly scope: string;
  readonly value: string;
  /** The stream that holds it. */
  readonly stream: string;
}

/**
 * The next number of a gap-free register, written into `field` of the first event of `stream` as text: the prefix, then the number
 * padded with zeros to `digits`. It is drawn only for an accepted unit.
 */
export interface NumberDraw {
  readonly register: string;
  readonly stream: string;
  readonly field: string;
  readonly prefix: string;
  readonly digits: number;
  /** The least number that is drawn: 1 by default. A register that stands beyond it goes on from where it stands. */
  readonly from?: number;
}

/** The value of a number field until the append draws it. */
export const toBeDrawn = 'to be drawn';

/** Remembers the answer to a request, so that its repetition gets the same one. */
export interface IdempotencyRow {
  /** Hash of route, actor and key, hexadecimal. */
  readonly key: string;
  /** Keyed hash of the body, hexadecimal. */
  readonly bodyHash: string;
  /** HTTP status of the answer. */
  readonly status: number;
  /** The stream that the answer is about. */
  readonly stream: string;
  /** Remembered in the stream's place, where the answer is about a part of it: `part-<uuid>`. */
  readonly part?: string;
}

/** The answer that an idempotency row remembers. */
export interface IdempotentAnswer {
  readonly bodyHash: string;
  readonly status: number;
  readonly stream: string;
  readonly version: number;
  readonly position: number;
  readonly number: string | null;
}

/** Moves a consumer past one message of a key; refused unless its last sequence is still `previous` (null: none yet). */
export interface InboxMove {
  readonly consumer: string;
  readonly source: string;
  readonly key: string;
  readonly previous: number | null;
  readonly sequence: number;
  /** A rejection by the domain is final, and put on record. */
  readonly rejected?: { readonly code: string; readonly message: string };
}

/** Sets a timer (again), or takes it away. Ids are UUIDs. */
export type TimerChange =
  | {
      readonly id: string;
      readonly name: string;
      /** ISO 8601 with offset. */
      readonly dueAt: string;
      /** Id of the aggregate that it is about. */
      readonly subject: string;
      readonly data?: Record<string, unknown>;
    }
  | { readonly id: string; readonly dueAt: null };

/** Writes and checks that are accepted or refused whole. No stream stands in it twice. */
export interface Unit {
  readonly metadata: EventMetadata;
  readonly writes: readonly StreamWrite[];
  readonly checks?: readonly StreamCheck[];
  readonly claims?: readonly Claim[];
  /** Only what the named stream holds is freed. */
  readonly releases?: readonly Claim[];
  readonly numbers?: readonly NumberDraw[];
  readonly idempotency?: IdempotencyRow;
  readonly inbox?: InboxMove;
  readonly timers?: readonly TimerChange[];
}

/** The streams of a unit: those that it writes, then those that it checks. */
export const streamsOf = ({ writes, checks = [] }: Unit): string[] =>
  [...writes, ...checks].map(({ stream }) => stream);

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Throws where a unit is not what it may be, whatever stands in the store. */
export function checkUnit(unit: Unit): void {
  const streams = streamsOf(unit);
  const odd = streams.find((stream) => !uuid.test(idOf(stream)));
  if (odd !== undefined) throw new Error(`${odd} does not end in a UUID: a stream is named <category>-<uuid>.`);
  if (new Set(streams).size !== streams.length) throw new Error('A stream stands in the unit twice.');
  if (unit.writes.some(({ events }) => events.length === 0)) throw new Error('A write holds no event.');
  const drawing = (unit.numbers ?? []).map(({ stream }) => stream);
  if (new Set(drawing).size !== drawing.length) throw new Error('A stream of the unit draws two numbers.');
  if (drawing.some((stream) => !unit.writes.some((write) => write.stream === stream)))
    throw new Error('A number is drawn for a stream that the unit does not write.');
}

/** The reason why a unit was refused: a stream's version, a claim that is taken, an idempotency key that is known, or an inbox that moved. */
export type Refusal = 'version' | 'claim' | 'idempotency' | 'inbox';

export type AppendResult =
  | {
      /** `duplicate`: the same event ids already stand there; nothing was written again. */
      readonly status: 'ok' | 'duplicate';
      /** Version of each written stream after the unit. */
      readonly versions: Readonly<Record<string, number>>;
      /** Position of the unit's last event; 0 where it wrote none. */
      readonly position: number;
      /** The number that was drawn, if any. */
      readonly number: string | null;
    }
  | {
      readonly status: 'conflict';
      readonly refusedBy: Refusal;
      /** Versions of the unit's streams as they stand; 0 for none. */
      readonly versions: Readonly<Record<string, number>>;
      /** The first claim that was taken, where that is the reason. */
      readonly claim?: { readonly scope: string; readonly stream: string };
    };
