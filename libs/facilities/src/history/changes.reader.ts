import { relationOf } from '@ecou/event-sourcing';
import { decodeCursor, encodeCursor, Page, ReadModels } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { FacilityAnswer } from '../facility/facility.schemas.js';
import { facilityHistory } from '../views/facility-history.view.js';
import type { ChangeAnswer, ChangesCriteria } from './changes.schemas.js';

interface Row {
  readonly position: string;
  readonly factId: string;
  readonly fact: string;
  readonly fields: readonly string[];
  readonly facility: FacilityAnswer;
}

/** Plans, reminders and who sees to a facility are nothing that the map shows. */
const shown = `(fact LIKE 'Facility%' OR fact IN ('IncentiveBegan', 'IncentiveEnded'))`;

/** `FacilityAdded` to `added`. */
const changeOf = (fact: string): string =>
  fact
    .replace(/^Facility/, '')
    .replaceAll(/(?<=.)[A-Z]/g, (letter) => `-${letter}`)
    .toLowerCase();

const changeIn = ({ position, factId, fact, fields, facility }: Row): ChangeAnswer => ({
  id: factId,
  position: Number(position),
  at: facility.changedAt,
  change: changeOf(fact),
  fields: [...fields],
  facilityId: facility.id,
  kind: facility.kind,
  name: facility.name,
  status: facility.status,
  reason: facility.reason,
});

type Criteria = Partial<Omit<ChangesCriteria, 'limit'>> & Pick<ChangesCriteria, 'limit'>;

@Injectable()
export class ChangesReader {
  constructor(private readonly readModels: ReadModels) {}

  /** Changes of the map between two moments, the newest first. Throws `Invalid` for a position beyond the head. */
  async list({ from, to, kind, facilityId, cursor, limit }: Criteria): Promise<Page<ChangeAnswer>> {
    const [after, upTo] = await Promise.all([this.position(from, 'from'), this.position(to, 'to')]);
    if (upTo !== undefined) await this.readModels.reached(facilityHistory, upTo);
    const [before] = decodeCursor(cursor, z.tuple([z.int()])) ?? [];
    const parameters: unknown[] = [];
    const value = (content: unknown) => `$${parameters.push(content)}`;
    const conditions = [
      `from_position > ${value(after ?? 0)}`,
      shown,
      upTo !== undefined && `from_position <= ${value(upTo)}`,
      before !== undefined && `from_position < ${value(before)}`,
      kind && `kind = ${value(kind)}`,
      facilityId && `id = ${value(facilityId)}`,
    ].filter(Boolean);
    const rows = await this.readModels.query<Row>(
      `SELECT from_position AS position, fact_id AS "factId", fact, fields, facility FROM ${relationOf(facilityHistory)}
       WHERE ${conditions.join(' AND ')} ORDER BY from_position DESC LIMIT ${value(limit + 1)}`,
      parameters,
    );
    return Page.of(rows, limit, ({ position }) => encodeCursor([Number(position)])).map(changeIn);
  }

  private async position(moment: string | undefined, field: string): Promise<number | undefined> {
    return moment === undefined ? undefined : this.readModels.positionOf(moment, field);
  }
}
