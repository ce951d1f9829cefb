import { columnsOf } from '@ecou/runtime';
import { nestedOf, type TableForm } from '@ecou/runtime/imports';
import { changeFacilityBody, facilityAnswer } from '../facility/facility.schemas.js';

type Fields = Readonly<Record<string, unknown>>;

/** Fields of a facility that an import says something of. */
const imported = new Set([...Object.keys(changeFacilityBody.shape), 'id', 'status', 'reason']);

/** Fields that answers have besides: an import leaves them alone. */
export const derived = Object.keys(facilityAnswer.shape).filter((name) => !imported.has(name));

/** The columns of the list of facilities as a table. */
const listed = columnsOf(facilityAnswer).map(({ name }) => name);

const isImported = (column: string): boolean => imported.has(column.split('_', 1)[0] ?? '');

/** Columns whose cells are JSON. */
const json = new Set(['fields', 'links', 'guides', 'assistancePoints', 'incentives']);

const truths: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['false', false],
]);

function parsed(cell: string): unknown {
  try {
    return JSON.parse(cell);
  } catch {
    return cell;
  }
}

const numberOf = (cell: string): unknown => (cell === '' || Number.isNaN(Number(cell)) ? cell : Number(cell));

/** The value of a cell; null where it says that there is none. */
function cellOf(name: string, cell: string): unknown {
  if (cell === '') return null;
  if (json.has(name)) return parsed(cell);
  if (name === 'position') return cell.split(';').map((part) => numberOf(part.trim()));
  if (name === 'verifyEveryMonths') return numberOf(cell);
  return name === 'approximate' || name === 'onlineOnly' ? (truths.get(cell.toLowerCase()) ?? cell) : cell;
}

/** Longitude and latitude may stand in columns of their own. */
function placed({ lon, lat, ...cells }: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  if (lon === undefined && lat === undefined) return cells;
  return { ...cells, position: [lon, lat].every((each) => !each) ? '' : `${lon ?? ''};${lat ?? ''}` };
}

/** The columns that the list gives out, and `lon` and `lat`. An empty cell says that there is nothing. */
export const facilitiesTable: TableForm = {
  known: [...listed, 'lon', 'lat'],
  keepsEmpty: true,
  valueOf: (cells) =>
    nestedOf(Object.fromEntries(Object.entries(placed(cells)).filter(([name]) => isImported(name))), cellOf),
};

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Without what is null; null where nothing remains. */
function withoutNulls(value: unknown): unknown {
  if (!isObject(value)) return value;
  const kept = Object.entries(value)
    .map(([name, each]) => [name, withoutNulls(each)] as const)
    .filter(([, each]) => each !== null);
  return kept.length === 0 ? null : Object.fromEntries(kept);
}

/** A part of which each column says its own: a name in two languages. */
function merged(standing: unknown, given: unknown): unknown {
  if (!isObject(given)) return given;
  const before = isObject(standing) ? standing : {};
  return {
    ...before,
    ...Object.fromEntries(Object.entries(given).map(([name, each]) => [name, merged(before[name], each)])),
  };
}

/** The body that a row of a table makes over what stands: a column that it does not have changes nothing. */
export const overTable = (standing: Fields, row: Fields): Fields => ({
  ...standing,
  ...Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      json.has(name) ? value : withoutNulls(merged(standing[name], value)),
    ]),
  ),
});
