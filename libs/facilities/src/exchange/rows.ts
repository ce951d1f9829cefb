import type { FieldError } from '@ecou/runtime';
import { checked, rowsOf, type GivenRow } from '@ecou/runtime/imports';
import { z } from 'zod';
import type { FacilityBody } from './imports.schemas.js';
import { derived, facilitiesTable, overTable } from './table.js';

type Fields = Readonly<Record<string, unknown>>;

/** A row of a file of facilities. */
export interface FacilityRow extends GivenRow {
  /** Faults by which it cannot be read. */
  readonly errors: readonly FieldError[];
  /** The name of a field in a fault: its path, or its column. */
  readonly named: (path: string) => string;
  /** The body that it makes over what stands: a field that it does not name stays. */
  readonly over: (standing: Fields) => Fields;
}

/** Fields of parts that answers have, and nobody sends. */
const derivedParts: Readonly<Record<string, readonly string[]>> = {
  contact: ['brokenSince'],
  links: ['brokenSince'],
  guides: ['brokenSince'],
  incentives: ['state', 'nextOn'],
};

const without = (value: unknown, names: readonly string[]): unknown => {
  if (Array.isArray(value)) return value.map((each) => without(each, names));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)));
};

/** An answer without its derived fields. */
const givenIn = (fields: Fields): Fields =>
  Object.fromEntries(
    Object.entries(fields)
      .filter(([name]) => !derived.includes(name))
      .map(([name, value]) => [name, without(value, derivedParts[name] ?? [])]),
  );

/** The same without fields that are null: schemas say what leaving out means. */
const said = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));

const feature = z.object({
  type: z.literal('Feature'),
  id: z.union([z.string(), z.number()]).optional(),
  geometry: z
    .object({ type: z.literal('Point', 'A facility is a point'), coordinates: z.array(z.number()).min(2).max(3) })
    .nullable(),
  properties: z.record(z.string(), z.unknown()).nullable(),
});

const byPath = (path: string): string => path;
const inOneCell = /^(position|fields|links|guides|assistancePoints|incentives)\..*$/;
const byColumn = (path: string): string => path.replace(inOneCell, '$1').replaceAll('.', '_');

/** The fields of a GeoJSON feature (RFC 7946): its `id` is the facility's, or one of another system. */
function fieldsOf({ id, geometry, properties }: z.output<typeof feature>): Fields {
  const known = id === undefined ? {} : z.uuid().safeParse(id).success ? { id } : { externalId: `${id}` };
  return { ...known, ...properties, position: geometry && geometry.coordinates.slice(0, 2) };
}

function ofFeature({ row, value }: GivenRow): FacilityRow {
  const result = checked(feature, value);
  return 'errors' in result
    ? { row, value: {}, errors: result.errors, named: byPath, over: (standing) => standing }
    : ofFields({ row, value: fieldsOf(result.data) });
}

function ofFields({ row, value }: GivenRow): FacilityRow {
  const own = givenIn(value);
  return { row, value: own, errors: [], named: byPath, over: (standing) => said({ ...standing, ...own }) };
}

const ofCells = (given: GivenRow): FacilityRow => ({
  ...given,
  errors: [],
  named: byColumn,
  over: (standing) => said(overTable(standing, given.value)),
});

/** The rows of a file. Throws `Invalid` where it cannot be read as a whole, or is too long. */
export function facilityRows(body: FacilityBody): FacilityRow[] {
  if (typeof body === 'string') return rowsOf(body, facilitiesTable).map(ofCells);
  return 'features' in body
    ? rowsOf(body.features, facilitiesTable).map(ofFeature)
    : rowsOf(body, facilitiesTable).map(ofFields);
}
