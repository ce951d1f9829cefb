import { Unavailable } from '@ecou/event-sourcing';
import { StreamableFile } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Versioned, type Page } from './answers.js';
import { prefers } from '../../accept/accept.js';
import { invalidInput } from '../input/validation.js';
import { ConcurrencyLimit } from '../../limits/concurrency-limit.js';
import type { Limit, LimitRules } from '../../limits/limits.js';
import type { Column } from '../../csv/csv.js';
import type { RouteRules } from '../routes/route.js';
import { csvOf } from '../../csv/csv.js';
import { spool } from '../../csv/spool.js';

const csvType = 'text/csv';
const linesType = 'application/x-ndjson';
const pageSize = 200;
/** Exports that a context makes at a time for callers with a key, and for the public, and that wait for their turn. */
const maxRunning = 2;
const maxPublic = 1;
const maxWaiting = 20;

/** A list that was asked for whole: as a table, or as its items in JSON, one in a line. */
export interface Export {
  readonly form: 'csv' | 'ndjson';
  readonly columns: readonly Column[];
  readonly bom: boolean;
}

const bomQuery = z.strictObject({ bom: z.enum(['true', 'false']).default('false') });

const types = { csv: csvType, ndjson: linesType, json: 'application/json' } as const;

type Form = keyof typeof types;

/** Takes `format` out of the query, and puts it into `Accept`, which the route may read; the rest is for its own schema. */
function takeFormat(request: FastifyRequest, forms: readonly Form[]): Form | undefined {
  const { format, ...others } = request.query as Record<string, unknown>;
  const form = forms.find((one) => one === format);
  if (form === undefined) return undefined;
  request.query = others;
  request.headers.accept = types[form];
  return form;
}

/** The form in which a list is asked for whole, by `?format=csv` or `Accept: text/csv`; says that the answer hangs on that (`Vary`). */
export function exportAsked(
  request: FastifyRequest,
  reply: FastifyReply,
  { columns, lines = false }: Pick<RouteRules, 'columns' | 'lines'>,
): Export | undefined {
  if (!columns) return undefined;
  reply.header('Vary', 'Accept');
  const forms = lines ? (['csv', 'ndjson'] as const) : (['csv'] as const);
  const { accept } = request.headers;
  const form = takeFormat(request, [...forms, 'json']) ?? forms.find((one) => prefers(accept, types[one]));
  if (form === undefined || form === 'json') return undefined;
  const { bom, ...others } = request.query as Record<string, unknown>;
  const parsed = bomQuery.safeParse({ bom });
  if (!parsed.success) throw invalidInput(parsed.error.issues);
  request.query = others;
  return { form, columns, bom: parsed.data.bom === 'true' };
}

/** The rows of one page, whichever form a handler gave them, and where the next one starts. */
function rowsOf(result: unknown): { readonly items: readonly unknown[]; readonly next: string | null } {
  const body = (result instanceof Versioned ? result.body : result) as Partial<Page> | null | undefined;
  return { items: body?.items ?? [], next: body?.next ?? null };
}

async function* piecesOf(
  request: FastifyRequest,
  { form, columns, bom }: Export,
  handle: () => Promise<unknown>,
): AsyncGenerator<string> {
  const query = request.query as Record<string, unknown>;
  for (let header = true, cursor: string | null = null; header || cursor !== null; header = false) {
    if (cursor !== null) request.query = { ...query, limit: String(pageSize), cursor };
    const { items, next } = rowsOf(await handle());
    yield form === 'csv' ? csvOf(columns, items, { header, bom: header && bom }) : linesOf(items);
    cursor = request.raw.destroyed ? null : next;
  }
}

const linesOf = (items: readonly unknown[]): string => items.map((item) => `${JSON.stringify(item)}\n`).join('');

const nameOf = ({ url }: FastifyRequest): string => (url.split('?', 1)[0] ?? '').split('/').findLast(Boolean) ?? 'list';

/**
 * Answers the whole of a list, page after page as its handler gives them to this caller: what a caller may not see in the list is not in
 * the table either. Nothing is sent before all of it was read, so that a table is whole or an error.
 */
export async function exportOf(
  request: FastifyRequest,
  asked: Export,
  handle: () => Promise<unknown>,
): Promise<StreamableFile> {
  const { stream, size } = await spool(piecesOf(request, asked, handle));
  return new StreamableFile(stream, {
    type: `${types[asked.form]}; charset=utf-8`,
    disposition: `attachment; filename="${nameOf(request)}.${asked.form}"`,
    length: size,
  });
}

const busy = () => new Unavailable('EXPORTS_BUSY', 'Too many tables are being made.', 5);

/** The number of tables that the public may ask for, by address. */
export const exportsOfPublic: LimitRules = {
  name: 'tables',
  times: 120,
  seconds: 10 * 60,
  detail: 'Too many tables were asked for from this address. Try again later.',
};

/** Who asks for a table, and of which context's lists. */
interface Asker {
  readonly context: string;
  readonly isPublic: boolean;
  readonly address: string;
}

/**
 * Lets a few exports run at a time: each keeps a connection to the database while it reads. The public has turns of its own, so that nobody
 * who comes without a key can keep staff from theirs.
 */
export class ExportTurns {
  private readonly limits = new Map<string, ConcurrencyLimit>();

  constructor(private readonly limit: Pick<Limit, 'spend'>) {}

  /** Throws 503 where too many wait already, 429 where the public asks too often. */
  async take<T>({ context, isPublic, address }: Asker, run: () => Promise<T>): Promise<T> {
    if (isPublic) await this.limit.spend(address);
    return this.limitOf(`${context} ${isPublic}`, isPublic ? maxPublic : maxRunning).take(run);
  }

  private limitOf(key: string, atATime: number): ConcurrencyLimit {
    const limit = this.limits.get(key) ?? new ConcurrencyLimit({ atATime, waiting: maxWaiting, busy });
    this.limits.set(key, limit);
    return limit;
  }
}
