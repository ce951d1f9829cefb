import { decodeCursor, encodeCursor, Page, ReadModels } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { FacilityAnswer } from '../facility/facility.schemas.js';
import type { Query } from '../views/facilities-sql.js';
import { byDistance, isOneWord, meantWordsSql, mostMeant, type Meant } from './meant-words.js';
import { meantSql, searchSql, steps, type Part, type Place, type Search, type Step } from './search-sql.js';

interface Row extends Place {
  readonly facility: FacilityAnswer;
}

interface Found extends Row {
  readonly step: Step;
}

type Asked = Search & { readonly cursor?: string | undefined; readonly limit: number };

/** The steps of a list, and those of suggestions, which are of names only. */
export const listSteps: readonly Step[] = steps;
export const nameSteps: readonly Step[] = ['beginning', 'name', 'similar'];

const cursorKeys = z.tuple([z.enum(steps), z.int(), z.string(), z.uuid()]);

const cursorOf = ({ step, distance, name, id }: Found): string => encodeCursor([step, distance, name, id]);

/** The steps that are left behind a cursor. Merely similar names follow on nothing but their like. */
function partsOf(cursor: string | undefined, taken: readonly Step[]): readonly Omit<Part, 'limit'>[] {
  const keys = decodeCursor(cursor, cursorKeys);
  if (!keys) return taken.map((step) => ({ step, after: undefined }));
  const [begun, distance, name, id] = keys;
  const left = taken.slice(Math.max(0, taken.indexOf(begun)));
  return left
    .filter((step) => step === begun || step !== 'similar')
    .map((step) => ({ step, after: step === begun ? { distance, name, id } : undefined }));
}

/** Finds facilities by words, the best matches first. */
@Injectable()
export class SearchReader {
  constructor(private readonly readModels: ReadModels) {}

  /**
   * A page of what the steps find. One is only taken where those before it do not fill the page, so a word that is everywhere costs no more than a rare
   * one. What is merely similar is shown where nothing else is found, and not as of a position.
   */
  async page({ cursor, limit, ...search }: Asked, taken: readonly Step[], position?: number): Promise<Page<Row>> {
    const found: Found[] = [];
    for (const part of partsOf(cursor, taken)) {
      const isLeftOut = part.step === 'similar' && (position !== undefined || found.length > 0);
      if (isLeftOut || found.length > limit) break;
      found.push(...(await this.rows(search, { ...part, limit: limit + 1 - found.length }, position)));
    }
    return Page.of(found, limit, cursorOf);
  }

  private async rows(search: Search, part: Part, position: number | undefined): Promise<Found[]> {
    const meant = part.step === 'similar' && isOneWord(search.q) ? await this.meant(search.q) : [];
    if (meant.length > 0) return this.meantRows(search, part, meant);
    return this.found(searchSql(search, part, position), part.step);
  }

  /** The words that one which no name holds may have meant; nothing where no word is like it, or too many are. */
  private async meant(q: string): Promise<readonly Meant[]> {
    const { sql, parameters } = meantWordsSql(q);
    const words = await this.readModels.query<{ word: string; distance: number }>(sql, parameters);
    return words.length > mostMeant ? [] : byDistance(words);
  }

  private async meantRows(search: Search, { after, limit }: Part, meant: readonly Meant[]): Promise<Found[]> {
    const found: Found[] = [];
    for (const words of meant.filter(({ distance }) => distance >= (after?.distance ?? 0))) {
      if (found.length >= limit) break;
      const begun = after?.distance === words.distance ? after : undefined;
      const part = { after: begun, limit: limit - found.length };
      found.push(...(await this.found(meantSql(search, words, part), 'similar')));
    }
    return found;
  }

  private async found({ sql, parameters }: Query, step: Step): Promise<Found[]> {
    const rows = await this.readModels.query<Row>(sql, parameters);
    return rows.map((row) => ({ ...row, step }));
  }
}
