import { position } from '@ecou/contracts';
import { listOf, nameTerms, optional, pageQuery, text } from '@ecou/runtime';
import { z } from 'zod';
import { petitionItem } from '../petition/petition.schemas.js';
import { wordTerms } from './terms.js';

/** Something that terms can be made of. */
const searchable = (most: number, termsOf: (given: string) => readonly object[]) =>
  text(most).refine((given) => termsOf(given).length > 0, {
    error: 'There is no word in it to look for',
    params: { code: 'NOTHING_TO_FIND' },
  });

export const searchBody = z
  .strictObject({
    number: optional(text(20)).describe('In the register: `2026-000123`.'),
    contact: optional(text(300)).describe(
      'An e-mail address or a phone number, whole; how it is written does not matter.',
    ),
    name: optional(searchable(200, nameTerms)).describe('A name, or words of one, each whole and in any order.'),
    text: optional(searchable(500, wordTerms)).describe(
      'Words of the petition, by their first six letters; all of them occur.',
    ),
    near: optional(position).describe('`[longitude, latitude]`: petitions about something within about 100 m.'),
    cursor: pageQuery.cursor,
    limit: z.int().min(1).max(200).default(50),
  })
  .refine((body) => [body.number, body.contact, body.name, body.text, body.near].some((given) => given !== null), {
    error: 'A number, a contact, a name, words or a place',
    params: { code: 'NOTHING_TO_FIND' },
  })
  .meta({ id: 'SearchPetitions', example: { name: 'Exemplu' } });
export type SearchBody = z.output<typeof searchBody>;

export const searchAnswer = listOf(petitionItem, 'PetitionsFound');

export const similarBody = z
  .strictObject({
    text: searchable(10_000, wordTerms).describe('What somebody asks for.'),
    position: optional(position).describe('`[longitude, latitude]` of the matter.'),
    limit: z.int().min(1).max(50).default(10),
  })
  .meta({ id: 'SimilarPetitions' });
export type SimilarBody = z.output<typeof similarBody>;

export const similarAnswer = z
  .object({
    items: z.array(
      petitionItem.extend({
        likeness: z.number().min(0).max(1).describe('The share of the words asked for that it has, too.'),
        near: z.boolean().describe('It is about something within about 100 m.'),
      }),
    ),
  })
  .meta({ id: 'PetitionsAlike' });
export type SimilarAnswer = z.output<typeof similarAnswer>;
