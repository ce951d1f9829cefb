import { decodeCursor, encodeCursor, Page, ReadModels } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { AuditCriteria, AuditItem } from './audit.schemas.js';

type Row = AuditItem & { readonly number: string };

/** The audit, which every process writes. */
@Injectable()
export class AuditReader {
  constructor(private readonly readModels: ReadModels) {}

  /** A page of entries, those that were written last first. */
  async list({ cursor, limit, from, to, ...equal }: AuditCriteria): Promise<Page> {
    const parameters: unknown[] = [];
    const value = (content: unknown) => `$${parameters.push(content)}`;
    const after = decodeCursor(cursor, z.tuple([z.string().regex(/^\d{1,18}$/)]));
    const conditions = [
      'true',
      // The names of columns are those of the schema.
      ...Object.entries(equal).flatMap(([name, held]) => (held === undefined ? [] : [`${name} = ${value(held)}`])),
      ...(from === undefined ? [] : [`at >= ${value(from)}`]),
      ...(to === undefined ? [] : [`at < ${value(to)}`]),
      ...(after ? [`number < ${value(after[0])}`] : []),
    ];
    const rows = await this.readModels.query<Row>(
      `SELECT number::text, id, at, actor, outcome, operation, permission, resource, status, code, correlation, network, count
       FROM audit WHERE ${conditions.join(' AND ')} ORDER BY audit.number DESC LIMIT ${value(limit + 1)}`,
      parameters,
    );
    return Page.of(rows, limit, ({ number }) => encodeCursor([number])).map(({ number: _, at, ...row }) => ({
      ...row,
      at: new Date(at).toISOString(),
    }));
  }
}
