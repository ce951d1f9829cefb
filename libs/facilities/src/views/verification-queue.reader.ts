import { Clock, relationOf } from '@ecou/event-sourcing';
import { decodeCursor, encodeCursor, Page, ReadModels } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { addDays, dayOf } from '../facility/days.js';
import { never, verificationQueue, type VerificationRow } from './verification-queue.view.js';
import { soonDays, type VerificationCriteria, type VerificationsItem } from './verification-queue.schemas.js';

type Found = Omit<VerificationRow, 'dueOn' | 'hasSteward'> & { readonly due_on: string; readonly has_steward: boolean };

/** The queue of editors: what is to be verified. */
@Injectable()
export class VerificationQueueReader {
  constructor(
    private readonly readModels: ReadModels,
    private readonly clock: Clock,
  ) {}

  /** Facilities that are to be verified, the longest overdue first. */
  async list(criteria: VerificationCriteria): Promise<Page<VerificationsItem>> {
    const { state, kind, limit, cursor } = criteria;
    const today = dayOf(this.clock.now());
    const parameters: unknown[] = [];
    const value = (content: unknown) => `$${parameters.push(content)}`;
    const after = decodeCursor(cursor, z.tuple([z.string(), z.uuid()]));
    const conditions = [
      state === 'never' ? 'verified IS NULL' : `due_on <= ${value(addDays(today, soonDays))}`,
      state === 'overdue' && `due_on < ${value(today)}`,
      state === 'due' && `due_on >= ${value(today)}`,
      kind !== undefined && `kind = ${value(kind)}`,
      after && `(due_on, id) > (${value(after[0])}, ${value(after[1])})`,
    ].filter(Boolean);
    const rows = await this.readModels.query<Found>(
      `SELECT * FROM ${relationOf(verificationQueue)} WHERE ${conditions.join(' AND ')} ORDER BY due_on, id LIMIT ${value(limit + 1)}`,
      parameters,
    );
    const page = Page.of(rows, limit, (row) => encodeCursor([row.due_on, row.id]));
    return page.map((row) => itemOf(row, today));
  }
}

const itemOf = (
  { id, kind, name, status, verified, due_on: due, has_steward: hasSteward }: Found,
  today: string,
): VerificationsItem => ({
  ...{ id, kind, name, status: status as VerificationsItem['status'], verified },
  ...{ dueOn: due === never ? null : due, isOverdue: due < today, hasSteward },
});
