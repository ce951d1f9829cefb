import { z } from 'zod';
import { UnknownEvent } from './errors.js';
import type { DomainEvent } from './event.js';
import { holdsPersonal } from './personal/envelope.js';

/** The data of an event of an older schema version, made into the next one's. */
export type Upcast = (data: Record<string, unknown>) => Record<string, unknown>;

/** One event type: its schema now, and the way from each older version to the next. */
export interface EventType<S extends z.ZodObject = z.ZodObject> {
  readonly schema: S;
  /** `upcasts[0]` makes version 1 into 2, and so on; the current version is one more than their number. */
  readonly upcasts: readonly Upcast[];
}

/** The event types of one aggregate, by name. Names are the storage format. */
export interface EventTypes<T extends Record<string, EventType> = Record<string, EventType>> {
  readonly category: string;
  readonly types: T;
}

/**
 * Declares the events of an aggregate. A bare schema is version 1; `evolved(schema, ...upcasts)` is a later one.
 * Unknown fields of an event's data are refused when it is written; those of objects inside only where their schemas are strict.
 */
export function defineEvents<const T extends Record<string, z.ZodObject | EventType>>(
  category: string,
  types: T,
): EventTypes<{ [K in keyof T]: T[K] extends EventType ? T[K] : T[K] extends z.ZodObject ? EventType<T[K]> : never }> {
  const entries = Object.entries(types).map(([name, type]): [string, EventType] => [
    name,
    type instanceof z.ZodObject ? { schema: type.strict(), upcasts: [] } : { ...type, schema: type.schema.strict() },
  ]);
  return { category, types: Object.fromEntries(entries) as never };
}

/** A later version of an event type. */
export const evolved = <S extends z.ZodObject>(
  schema: S,
  ...upcasts: readonly [Upcast, ...Upcast[]]
): EventType<S> => ({
  schema,
  upcasts,
});

type DataOf<T> = T extends EventType<infer S> ? z.output<S> : never;

/** The union of events that a `defineEvents` declares. */
export type EventOf<D> =
  D extends EventTypes<infer T> ? { [K in keyof T & string]: DomainEvent<K, DataOf<T[K]>> }[keyof T & string] : never;

const none: ReadonlySet<string> = new Set();

/** All event types of a store: checks what is written, upcasts what is read. */
export class EventRegistry {
  private readonly types = new Map<string, EventType>();
  private readonly personal = new Map<string, boolean>();
  private readonly others = new WeakMap<readonly string[], ReadonlySet<string>>();

  constructor(definitions: readonly EventTypes[]) {
    for (const definition of definitions) {
      for (const [name, type] of Object.entries(definition.types)) {
        if (this.types.has(name)) throw new Error(`The event type ${name} is declared twice.`);
        this.types.set(name, type);
      }
    }
  }

  /** The names of all event types. */
  get names(): readonly string[] {
    return [...this.types.keys()];
  }

  /** The known types besides these; none where all are wanted. What is not known is none of them: it may matter to anybody. */
  besides(types: readonly string[] | undefined): ReadonlySet<string> {
    if (!types) return none;
    const known = this.others.get(types) ?? new Set(this.names.filter((name) => !types.includes(name)));
    this.others.set(types, known);
    return known;
  }

  /** The current schema version of a type. Throws `UnknownEvent`. */
  versionOf(type: string): number {
    return this.get(type, 0).upcasts.length + 1;
  }

  /** The schema of a type's current version. */
  schemaOf(type: string): z.ZodObject {
    return this.get(type, 0).schema;
  }

  /** True for a type whose data may hold personal values. */
  isPersonal(type: string): boolean {
    const known =
      this.personal.get(type) ??
      holdsPersonal(z.toJSONSchema(this.schemaOf(type), { io: 'input', unrepresentable: 'any' }));
    this.personal.set(type, known);
    return known;
  }

  /** The data as it will be stored. Throws `UnknownEvent`, or a `ZodError` where the data breaks the schema. */
  encode(type: string, data: object): { readonly schemaVersion: number; readonly data: Record<string, unknown> } {
    const known = this.get(type, 0);
    return { schemaVersion: known.upcasts.length + 1, data: known.schema.parse(data) };
  }

  /** The data as the current build reads it. Throws `UnknownEvent` for a type or a version of a later build. */
  decode(type: string, schemaVersion: number, data: Record<string, unknown>): Record<string, unknown> {
    const { upcasts } = this.get(type, schemaVersion);
    if (schemaVersion < 1 || schemaVersion > upcasts.length + 1) throw new UnknownEvent(type, schemaVersion);
    return upcasts.slice(schemaVersion - 1).reduce((older, upcast) => upcast(older), data);
  }

  private get(type: string, schemaVersion: number): EventType {
    const known = this.types.get(type);
    if (!known) throw new UnknownEvent(type, schemaVersion);
    return known;
  }
}
