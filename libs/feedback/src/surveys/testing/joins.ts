/** Joins that somebody can try who reads every table. */

interface Queries {
  query(sql: string): Promise<{ rows: unknown[] }>;
}

/** A row of any table, flat: each value by the path to it, with `xmin` (the transaction that wrote it) and `ctid` (its place in the file). */
export interface FlatRow {
  readonly table: string;
  readonly cells: Readonly<Record<string, string>>;
}

function flatten(value: unknown, path: string, into: Record<string, string>): Record<string, string> {
  if (value === null || value === undefined) return into;
  if (typeof value !== 'object') into[path] = typeof value === 'string' ? value : JSON.stringify(value);
  else for (const [name, inner] of Object.entries(value)) flatten(inner, path ? `${path}.${name}` : name, into);
  return into;
}

/** Every row of every table of the database, those of partitions once. */
export async function everyRow(db: Queries): Promise<FlatRow[]> {
  const tables = await db.query(
    `SELECT n.nspname || '.' || c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema')`,
  );
  const all: FlatRow[] = [];
  for (const { name: table } of tables.rows as { name: string }[]) {
    const { rows } = await db.query(`SELECT to_jsonb(t) AS row, t.xmin::text, t.ctid::text FROM ${table} t`);
    for (const { row, xmin, ctid } of rows as { row: object; xmin: string; ctid: string }[]) {
      all.push({ table, cells: flatten(row, '', { xmin: `xmin ${xmin}`, ctid }) });
    }
  }
  return all;
}

/** Something that shows whose a row is: a token, an answer's text. In small letters; in cells it may stand within others. */
export interface Mark {
  readonly person: number;
  readonly texts: readonly string[];
}

const texts = new WeakMap<FlatRow, string>();

/** All that a row says, in small letters. */
function textIn(row: FlatRow): string {
  const text = texts.get(row) ?? Object.values(row.cells).join('\n').toLowerCase();
  texts.set(row, text);
  return text;
}

const named = new WeakMap<readonly Mark[], WeakMap<FlatRow, number[]>>();

/** Who is named by a row; looked for once, so that marks are whole when they are first used. */
function namedBy(row: FlatRow, marks: readonly Mark[]): number[] {
  const known = named.get(marks) ?? new WeakMap<FlatRow, number[]>();
  named.set(marks, known);
  const text = textIn(row);
  const people =
    known.get(row) ?? marks.filter(({ texts }) => texts.some((one) => text.includes(one))).map(({ person }) => person);
  known.set(row, people);
  return people;
}

/** Values that few rows share lead from one to the other. */
const fewest = 6;
const leads = (value: string): boolean => value.length >= 6;

/**
 * Follows equal values from the rows that name somebody's token, from row to row, to rows that hold answers. Answers, for each person, whose
 * answers are reached.
 */
export function followValues(
  rows: readonly FlatRow[],
  tokens: readonly Mark[],
  answers: readonly Mark[],
): ReadonlyMap<number, ReadonlySet<number>> {
  const byValue = new Map<string, FlatRow[]>();
  for (const row of rows) {
    for (const value of new Set(Object.values(row.cells).filter(leads))) {
      byValue.set(value, [...(byValue.get(value) ?? []), row]);
    }
  }
  const next = (row: FlatRow): FlatRow[] =>
    Object.values(row.cells).flatMap((value) => {
      const sharing = byValue.get(value) ?? [];
      return sharing.length <= fewest ? sharing : [];
    });
  const reached = new Map<number, Set<number>>();
  for (const start of rows) {
    for (const person of namedBy(start, tokens)) {
      const seen = new Set([start]);
      for (const row of seen) next(row).forEach((other) => seen.add(other));
      const found = reached.get(person) ?? new Set();
      for (const row of seen) namedBy(row, answers).forEach((answer) => found.add(answer));
      reached.set(person, found);
    }
  }
  return reached;
}

const place = (ctid: string): number | null => {
  const [, block, line] = /^\((\d+),(\d+)\)$/.exec(ctid) ?? [];
  return block === undefined ? null : Number(block) * 10_000 + Number(line);
};
const sortable = (value: string): string | number => {
  const number = place(value) ?? Number(value.replace(/^xmin /, ''));
  if (!Number.isNaN(number)) return number;
  const time = /^\d{4}-\d\d-\d\d/.test(value) ? Date.parse(value) : NaN;
  return Number.isNaN(time) ? value : time;
};
const compare = (one: string | number, other: string | number): number => (one < other ? -1 : one > other ? 1 : 0);

/** The place that a column gives to each person. */
type Order = ReadonlyMap<number, string | number>;

/** The rank of each of these people; equal values share their mean rank. */
function ranksOf(order: Order, people: readonly number[]): ReadonlyMap<number, number> {
  const sorted = people
    .map((person) => [person, order.get(person) ?? 0] as const)
    .sort(([, one], [, other]) => compare(one, other));
  return new Map(
    sorted.map(([person, value]) => {
      const same = sorted.flatMap(([, other], index) => (compare(value, other) === 0 ? [index] : []));
      return [person, same.reduce((sum, index) => sum + index, 0) / same.length];
    }),
  );
}

/** Every order that a column gives to at least half of those who are marked, by the rows that name just one of them. */
export function ordersOf(rows: readonly FlatRow[], marks: readonly Mark[]): ReadonlyMap<string, Order> {
  const columns = new Map<string, Map<number, string | number>>();
  for (const row of rows) {
    const [person, ...others] = namedBy(row, marks);
    if (person === undefined || others.length > 0) continue;
    for (const [name, value] of Object.entries(row.cells)) {
      const column = `${row.table}.${name}`;
      const values = columns.get(column) ?? new Map<number, string | number>();
      columns.set(column, values.set(person, sortable(value)));
    }
  }
  return new Map([...columns].filter(([, values]) => values.size * 2 >= marks.length));
}

/** Spearman's rank correlation of those who stand in both orders (0 where one puts nobody before anybody), and how many they are. */
export function rankCorrelation(one: Order, other: Order): { readonly correlation: number; readonly people: number } {
  const people = [...one.keys()].filter((person) => other.has(person));
  const [ranks, others] = [ranksOf(one, people), ranksOf(other, people)];
  const mean = (people.length - 1) / 2;
  let [both, first, second] = [0, 0, 0];
  for (const person of people) {
    const [a, b] = [(ranks.get(person) ?? 0) - mean, (others.get(person) ?? 0) - mean];
    both += a * b;
    first += a * a;
    second += b * b;
  }
  return { correlation: first * second === 0 ? 0 : both / Math.sqrt(first * second), people: people.length };
}

/**
 * Of all pairs of an order of tokens and an order of answers, the one that is least like chance. `deviate`: the correlation times the root of one less than
 * the number of people, which is about normal where there is nothing but chance.
 */
export function strongest(tokens: ReadonlyMap<string, Order>, answers: ReadonlyMap<string, Order>) {
  let best = { pair: '', deviate: 0, correlation: 0, pairs: 0 };
  for (const [token, one] of tokens) {
    for (const [answer, other] of answers) {
      const { correlation, people } = rankCorrelation(one, other);
      const deviate = Math.abs(correlation) * Math.sqrt(Math.max(0, people - 1));
      const pairs = best.pairs + 1;
      best =
        deviate > best.deviate ? { pair: `${token} ~ ${answer}`, deviate, correlation, pairs } : { ...best, pairs };
    }
  }
  return best;
}

/**
 * The measure of how far the order in which people came shows in the positions within groups, and the size of the smallest group. The
 * measure is Kendall's statistic over all groups, as a normal deviate.
 */
export function orderWithin(position: Order, group: Order, came: readonly number[]) {
  let [score, variance, smallest] = [0, 0, came.length];
  for (const key of new Set(group.values())) {
    const members = came.filter((person) => group.get(person) === key);
    const n = members.length;
    smallest = Math.min(smallest, n);
    variance += (n * (n - 1) * (2 * n + 5)) / 18;
    members.forEach((one, index) => {
      for (const later of members.slice(index + 1)) {
        score += Math.sign(Number(position.get(later)) - Number(position.get(one)));
      }
    });
  }
  return { smallest, deviate: Math.abs(score) / Math.sqrt(variance) };
}
