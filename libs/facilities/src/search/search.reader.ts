import { decodeCursor, encodeCursor, Page, ReadModels } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { FacilityAnswer } from '../facility/facility.schemas.js';
import { searchSql, steps, type Place, type Search, type Step } from './search-sql.js';

interface Row extends Place {
  readonly facility: FacilityAnswer;
}

interface Found extends Row {
  readonly step: Step;
}

interface Asked extends Search {
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** The steps of a list, and those of suggestions, which are of names only. */
export const listSteps: readonly Step[] = steps;
export const nameSteps: readonly Step[] = ['beginning', 'name', 'similar'];

const cursorKeys = z.tuple([z.enum(steps), z.int(), z.string(), z.uuid()]);

const cursorOf = ({ step, distance, name, id }: Found): string => encodeCursor([step, distance, name, id]);

/** Finds facilities by words, the best matches first. */
@Injectable()
export class SearchReader {
  constructor(private readonly readModels: ReadModels) {}

  /**
   * A page of what the steps find. One is only taken where those before it do not fill the page, so a word that is everywhere costs no more than a rare
   * one. What is merely similar is shown where nothing else is found, and not as of a position.
   */
  async page({ cursor, limit, ...search }: Asked, taken: readonly Step[], position?: number): Promise<Page<Row>> {
    const [step, distance = 0, name = '', id = ''] = decodeCursor(cursor, cursorKeys) ?? [];
    const after = step && { distance, name, id };
    const found: Found[] = [];
    for (const one of taken.slice(step ? Math.max(0, taken.indexOf(step)) : 0)) {
      if (found.length > limit) break;
      if (one === 'similar' && (position !== undefined || found.length > 0 || (step && step !== one))) break;
      const part = { step: one, after: one === step ? after : undefined, limit: limit + 1 - found.length };
      const { sql, parameters } = searchSql(search, part, position);
      const rows = await this.readModels.query<Row>(sql, parameters);
      found.push(...rows.map((row) => ({ ...row, step: one })));
    }
    return Page.of(found, limit, cursorOf);
  }
}
