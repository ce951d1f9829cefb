import { relationOf, snakeCase, type View } from '@ecou/event-sourcing';
import { EntitySchema, type ColumnType, type EntitySchemaColumnOptions, type ValueTransformer } from 'typeorm';

const entities = new WeakMap<View, EntitySchema<object>>();

const reading = (from: (value: unknown) => unknown): ValueTransformer => ({
  to: (value: unknown) => value,
  from: (value: unknown) => (value === null || value === undefined ? null : from(value)),
});

const isoTime = reading((value) => new Date(value as string).toISOString());
const asNumber = reading(Number);

/** JSON values as which the SQL types that views use come back. Types that are not named here come as PostgreSQL's text. */
const typed: Record<string, Partial<EntitySchemaColumnOptions>> = {
  timestamptz: { type: 'timestamptz', transformer: isoTime },
  bigint: { type: 'bigint', transformer: asNumber },
  numeric: { type: 'numeric', transformer: asNumber },
  integer: { type: 'integer' },
  int: { type: 'integer' },
  smallint: { type: 'smallint' },
  double: { type: 'double precision' },
  real: { type: 'real' },
  boolean: { type: 'boolean' },
  jsonb: { type: 'jsonb' },
  date: { type: 'date' },
};

function columnOf(name: string, sqlType: string, primary: boolean): EntitySchemaColumnOptions {
  const [, word = 'text', array] = /^([a-z]+)(?: precision)?(?:\([^)]*\))?(\[\])?/i.exec(sqlType.trim()) ?? [];
  return {
    name: snakeCase(name),
    type: 'text' as ColumnType,
    ...typed[word.toLowerCase()],
    nullable: !primary && !/not null/i.test(sqlType),
    ...(primary ? { primary } : {}),
    ...(array ? { array: true } : {}),
  };
}

/** The TypeORM entity of a view: mapped to the SQL name of its version, with the property names of its rows. The same for the same view. */
export function entityOf<R extends object>(view: View<R>): EntitySchema<R> {
  const key = view as unknown as View;
  const known = entities.get(key) as EntitySchema<R> | undefined;
  if (known) return known;
  const columns = Object.entries<string>(view.columns).map(([name, type]) => [
    name,
    columnOf(name, type, name === view.key),
  ]);
  const entity = new EntitySchema<R>({
    name: view.name,
    tableName: relationOf(view),
    type: 'view',
    synchronize: false,
    columns: Object.fromEntries(columns) as never,
  });
  entities.set(key, entity);
  return entity;
}
