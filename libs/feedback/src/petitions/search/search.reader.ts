import { relationOf } from '@ecou/event-sourcing';
import { BlindIndex, contactTerm, nameTerms, pageOf, ReadModels, type Caller, type Page } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { DirectoryReader } from '../directory/directory.reader.js';
import type { PetitionItem } from '../petition/petition.schemas.js';
import type { Petition } from '../petition/petition.state.js';
import { itemOf } from '../views/petition.reader.js';
import { petitionList } from '../views/petition-list.view.js';
import type { SearchBody, SimilarAnswer, SimilarBody } from './search.schemas.js';
import { cellsAround, wordTerms } from './terms.js';

interface Alike {
  readonly id: string;
  readonly petition: Petition;
  readonly shared: number;
  readonly near: boolean;
}

/** The least share of the words that makes a petition similar, unless it is near. */
const leastLikeness = 0.3;

/** The newest petitions among which words are compared: enough for years of a town, and bounded in a capital. */
const newest = 20_000;

/** `$1`: tokens of the words, `$2`: of the cells, `$3`: how many words at least, `$4`: the department, or null for all, `$5`: how many petitions. */
const similarSql = `
  WITH newest AS (
    SELECT id FROM ${relationOf(petitionList)} ORDER BY position DESC LIMIT ${newest}
  ), alike AS (
    SELECT petition_id, tokens FROM newest JOIN feedback.petition_tokens ON petition_id = id WHERE tokens && $1::bigint[]
    UNION
    SELECT petition_id, tokens FROM feedback.petition_tokens WHERE tokens && $2::bigint[]
  ), compared AS (
    SELECT petition_id, tokens && $2::bigint[] AS near,
      (SELECT count(*) FROM unnest($1::bigint[]) AS asked WHERE asked = ANY (tokens))::int AS shared
    FROM alike
  )
  SELECT p.id, p.petition, shared, near
  FROM compared JOIN ${relationOf(petitionList)} AS p ON p.id = petition_id
  WHERE (shared >= $3 OR near AND shared > 0) AND ($4::text IS NULL OR p.department = $4)
  ORDER BY near DESC, shared DESC, p.position DESC LIMIT $5`;

/** Finds petitions by what is personal, without its standing anywhere in the clear. An officer finds those of the own department. */
@Injectable()
export class SearchReader {
  constructor(
    private readonly readModels: ReadModels,
    private readonly directory: DirectoryReader,
    private readonly index: BlindIndex,
  ) {}

  /** The petitions that meet every criterion, the newest first. Throws `Forbidden` for an officer who left. */
  async find({ number, contact, name, text, near, ...page }: SearchBody, caller: Caller): Promise<Page<PetitionItem>> {
    const own = await this.directory.ownDepartmentOf(caller);
    const query = this.readModels.repository(petitionList).createQueryBuilder('row');
    if (own !== undefined) query.andWhere('row.department = :own', { own });
    if (number !== null) query.andWhere('row.number = :number', { number });
    const all = this.index.tokensOf([
      ...(contact === null ? [] : [contactTerm(contact)]),
      ...nameTerms(name ?? ''),
      ...wordTerms(text ?? ''),
    ]);
    const cells = near === null ? [] : this.index.tokensOf(cellsAround(near));
    const having = [
      ...(all.length > 0 ? ['tokens @> :all::bigint[]'] : []),
      ...(cells.length > 0 ? ['tokens && :cells::bigint[]'] : []),
    ];
    if (having.length > 0) {
      const found = `SELECT petition_id FROM feedback.petition_tokens WHERE ${having.join(' AND ')}`;
      query.andWhere(`row.id IN (${found})`, { all, cells });
    }
    const found = await pageOf(query, { position: z.int() }, page, 'DESC');
    return found.map(({ id, petition }) => itemOf(id, petition));
  }

  /** Petitions about the same, as it seems: those near first, then those with most of the words. Throws `Forbidden` for an officer who left. */
  async similar({ text, position, limit }: SimilarBody, caller: Caller): Promise<SimilarAnswer> {
    const own = await this.directory.ownDepartmentOf(caller);
    const words = this.index.tokensOf(wordTerms(text));
    const cells = position === null ? [] : this.index.tokensOf(cellsAround(position));
    const least = Math.max(1, Math.ceil(words.length * leastLikeness));
    const rows = await this.readModels.query<Alike>(similarSql, [words, cells, least, own ?? null, limit]);
    return {
      items: rows.map(({ id, petition, shared, near }) => ({
        ...itemOf(id, petition),
        likeness: shared / words.length,
        near,
      })),
    };
  }
}
