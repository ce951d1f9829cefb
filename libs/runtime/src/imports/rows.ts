import { Invalid, type CommandContext } from '@ecou/event-sourcing';
import { inParallel } from '@ecou/messaging';
import { z } from 'zod';
import { readCsv } from '../csv/read-csv.js';
import { invalidInput } from '../http/input/validation.js';
import { problemOf, type FieldError } from '../problems/problem.js';
import type { RowResult } from './outcome.js';

const maxRows = 5_000;
/** Rows that are carried out side by side; those about the same thing follow each other. */
const atATime = 8;

const list = z.array(z.record(z.string(), z.unknown()));

const rows = z.object({ items: list }).meta({
  id: 'ImportRows',
  description: 'What a list of the API answers. A list alone is taken as well.',
});

/** An answer of a list of the API, a list alone, or a table. */
export const importBody = z.union([rows, list, z.string()]);
export type ImportBody = z.output<typeof importBody>;

export const importQuery = z.strictObject({
  dryRun: z
    .enum(['true', 'false'])
    .default('false')
    .describe('`true`: tells what would happen, row by row, and writes nothing.'),
});
export type ImportQuery = z.output<typeof importQuery>;

/** Most bytes of a file. */
export const importBytes = 5 * 1024 * 1024;
/** The part that the descriptions of all imports share. */
export const importRules =
  ' CSV (with names in the first row) or JSON, 5 MiB and 5,000 rows at most. Rows that are refused say why, the others are carried out; the same file again changes nothing.';

/** A row as it came, and how its fields are named where something is wrong with one. */
export interface GivenRow {
  readonly row: number;
  readonly value: Readonly<Record<string, unknown>>;
}

/** Turns the cells of a table into the fields of a list. */
export interface TableForm {
  /** Names of its columns, also of those that are left out. */
  readonly known: readonly string[];
  /** True where an empty cell says that there is nothing, and a column that is missing says nothing. */
  readonly keepsEmpty?: boolean;
  readonly valueOf: (cells: Readonly<Record<string, string>>) => Readonly<Record<string, unknown>>;
}

/** The fields of cells: `venue_name` is the field `name` of the field `venue`; `valueOf` says what a cell stands for. */
export function nestedOf(
  cells: Readonly<Record<string, string>>,
  valueOf: (name: string, cell: string) => unknown,
): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const [name, cell] of Object.entries(cells)) {
    const path = name.split('_');
    const last = path.pop() ?? name;
    const parent = path.reduce<Record<string, unknown>>(
      (object, part) => (object[part] ??= {}) as Record<string, unknown>,
      fields,
    );
    parent[last] = valueOf(name, cell);
  }
  return fields;
}

/** The rows of an import. Throws `Invalid` where the file as a whole cannot be read, or is too long. */
export function rowsOf(body: ImportBody, { known, keepsEmpty = false, valueOf }: TableForm): GivenRow[] {
  const rows =
    typeof body === 'string'
      ? readCsv(body, known, { keepsEmpty }).map(({ number, cells }) => ({ row: number, value: valueOf(cells) }))
      : (Array.isArray(body) ? body : body.items).map((value, index) => ({ row: index + 1, value }));
  if (rows.length > maxRows) {
    throw new Invalid('IMPORT_TOO_LONG', `An import has ${maxRows} rows at most; split the file.`, ['rows']);
  }
  return rows;
}

/** The work that a row asks for, or its faults. */
export type Task = { readonly row: number; readonly id: string | null } & (
  | { readonly errors: readonly FieldError[] }
  | {
      /** Carries it out by commands; `note` hears what was done. Answers whether the thing is new. */
      readonly carryOut: (
        context: CommandContext,
        note: (step: string) => void,
      ) => Promise<{ readonly isNew: boolean }>;
    }
);

/** A row that a schema was asked about. */
export function checked<S extends z.ZodType>(
  schema: S,
  value: unknown,
): { readonly data: z.output<S> } | { readonly errors: readonly FieldError[] } {
  const { success, data, error } = schema.safeParse(value);
  return success ? { data } : { errors: invalidInput(error.issues).options.errors ?? [] };
}

/** The faults of a row that was refused. Throws an error that no row is to blame for. */
export function errorsOf(error: unknown): readonly FieldError[] {
  const problem = problemOf(error);
  if (problem.status >= 500) throw error;
  return problem.options.errors ?? [{ path: '', code: problem.code, message: problem.detail }];
}

async function resultOf(task: Task, context: CommandContext): Promise<RowResult> {
  const { row, id } = task;
  if ('errors' in task) return { row, id, outcome: 'failed', does: [], errors: [...task.errors] };
  const does: string[] = [];
  try {
    const { isNew } = await task.carryOut(context, (step) => does.push(step));
    const outcome = does.length === 0 ? 'unchanged' : isNew ? 'created' : 'changed';
    return { row, id, outcome, does, errors: [] };
  } catch (error) {
    return { row, id, outcome: 'failed', does, errors: [...errorsOf(error)] };
  }
}

/** Carries rows out. Those about the same thing one after the other, in the order of the file; answers in that order too. */
export async function carriedOut(tasks: readonly Task[], context: CommandContext): Promise<RowResult[]> {
  const groups = new Map<string, Task[]>();
  for (const task of tasks) {
    const subject = task.id ?? `row ${task.row}`;
    groups.set(subject, [...(groups.get(subject) ?? []), task]);
  }
  const results: RowResult[] = [];
  await inParallel([...groups.values()], atATime, async (group) => {
    for (const task of group) results.push(await resultOf(task, context));
  });
  return results.sort((a, b) => a.row - b.row);
}
