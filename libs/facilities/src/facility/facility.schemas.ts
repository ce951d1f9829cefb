import { day, instant, position, slug } from '@ecou/contracts';
import { searchText } from '@ecou/event-sourcing';
import { asOfQuery, htmlQuery, listOf, localized, newId, optional, pageQuery, searchWords, text } from '@ecou/runtime';
import { z } from 'zod';
import { facilityDetails, incentiveState, linkKind } from './facility.events.js';
import { assistancePoints, contact, fields, guides, incentives, openingHours } from './facility-parts.schemas.js';

const url = z.url({ protocol: /^(https?|tel|mailto|sms)$/, error: 'An address of http, https, tel, mailto or sms' });

const details = {
  kind: slug.describe('One that `GET /facilities/v1/kinds` lists.'),
  name: localized(200),
  description: optional(localized(4000)),
  externalId: optional(text(200)).describe(
    'Of the record that it stands for, in the system of its source. Only one facility has it.',
  ),
  position: optional(position).describe('`[longitude, latitude]` in WGS84, where it is known.'),
  approximate: z.boolean().default(false).describe('The position is only approximate.'),
  onlineOnly: z.boolean().default(false).describe('It is reached online or by phone, and has no place.'),
  address: optional(text(300)),
  openingHours,
  accessibility: optional(
    z.strictObject({ wheelchair: optional(z.enum(['yes', 'limited', 'no'])), note: optional(localized(1000)) }),
  ),
  operator: optional(text(200)),
  contact: optional(contact).describe('How the organisation that runs it is reached, never a person.'),
  source: optional(text(1000)).describe('Where these facts come from.'),
  fields: fields.describe('By their keys, as its kind defines them.'),
  links: z
    .array(z.strictObject({ kind: linkKind, url: url.max(2000), title: optional(localized(200)) }))
    .max(50)
    .default([]),
  guides: guides.describe('How something is done there.'),
  assistancePoints: assistancePoints.describe('People who help with it: where and when.'),
  incentives,
  verifyEveryMonths: optional(z.int().min(1).max(120)).describe(
    'Months until it is to be verified again; as often as its kind says where it is left out.',
  ),
};

type Placed = Pick<z.output<typeof facilityDetails>, 'position' | 'approximate' | 'onlineOnly' | 'address'>;

function placeIsPossible({ position: at, approximate, onlineOnly, address }: Placed, context: z.RefinementCtx): void {
  const refuse = (field: string, code: string, message: string) =>
    context.addIssue({ code: 'custom', path: [field], message, params: { code } });
  if (onlineOnly && at) refuse('position', 'ONLINE_WITH_POSITION', 'What is online only has no position');
  if (onlineOnly && address) refuse('address', 'ONLINE_WITH_ADDRESS', 'What is online only has no address');
  if (approximate && !at)
    refuse('approximate', 'APPROXIMATE_WITHOUT_POSITION', 'There is no position that could be approximate');
}

export const addFacilityBody = z
  .strictObject({
    id: newId,
    status: z.enum(['planned', 'open']).default('open'),
    ...details,
  })
  .superRefine(placeIsPossible)
  .meta({
    id: 'AddFacility',
    example: {
      kind: 'payment-terminal',
      name: { ro: 'Terminal de plată', en: 'Payment terminal' },
      position: [26.11, 44.39],
      address: 'Strada Exemplului 8, București',
      openingHours: 'Mo-Fr 08:00-16:30',
    },
  });

export const changeFacilityBody = z
  .strictObject(details)
  .superRefine(placeIsPossible)
  .meta({
    id: 'ChangeFacility',
    example: {
      kind: 'payment-terminal',
      name: { ro: 'Terminal de plată', en: 'Payment terminal' },
      position: [26.11, 44.39],
      openingHours: '24/7',
    },
  });

export const verifyFacilityBody = z
  .strictObject({
    by: text(200).describe('The department or organisation that made sure, never a person.'),
    at: instant.optional().describe('When; now where it is left out.'),
  })
  .meta({ id: 'VerifyFacility' });

export const stewardBody = z
  .strictObject({
    name: text(200).describe('The department or organisation, never a person.'),
    email: z.email().max(254).describe('Its mailbox, never that of a person.'),
  })
  .meta({ id: 'FacilitySteward', example: { name: 'Serviciul IT', email: 'it@example.ro' } });

export const stewardAnswer = z.object({
  name: z.string().nullable().describe('null: erased.'),
  email: z.string().nullable(),
});

export const reasonBody = z.strictObject({ reason: localized(1000) }).meta({ id: 'FacilityReason' });

/** Numbers between commas, checked by `schema`. */
const numbers = <S extends z.ZodType>(schema: S, code: string, form: string) =>
  z
    .string()
    .max(200)
    .transform((value, context): z.output<S> => {
      const parsed = schema.safeParse(value.split(',').map((part) => (part.trim() === '' ? NaN : Number(part))));
      if (parsed.success) return parsed.data;
      context.addIssue({ code: 'custom', message: `Expected ${form}`, params: { code } });
      return z.NEVER;
    });

const box = z
  .tuple([z.number(), z.number(), z.number(), z.number()])
  .refine(([west, south, east, north]) => [west, east].every(isLongitude) && [south, north].every(isLatitude))
  .refine(([, south, , north]) => south <= north);

const isLongitude = (value: number) => Math.abs(value) <= 180;
const isLatitude = (value: number) => Math.abs(value) <= 90;

const form = {
  format: z.enum(['json', 'geojson', 'html']).optional().describe('`Accept` decides where it is left out.'),
  lang: htmlQuery.lang,
};

/** Three letters or digits in a row are what an index of trigrams needs. */
const searchable = /[\p{L}\p{N}]{3}/u;
export const isSearchable = (words: string): boolean => searchable.test(searchText(words));

export const facilitiesQuery = z.strictObject({
  ...pageQuery,
  ...asOfQuery,
  bbox: numbers(box, 'BOX_INVALID', 'minLon,minLat,maxLon,maxLat on the globe, minLat not above maxLat')
    .optional()
    .describe('`minLon,minLat,maxLon,maxLat`; where minLon is above maxLon the box crosses the antimeridian.'),
  near: numbers(position, 'PLACE_INVALID', 'lon,lat on the globe')
    .optional()
    .describe('`lon,lat`: the nearest first, and only facilities whose position is known.'),
  kind: slug.optional(),
  status: z
    .enum(['planned', 'open', 'suspended', 'retired'])
    .optional()
    .describe('All that are not retired where it is left out.'),
  openNow: z
    .literal('true')
    .optional()
    .describe('Only those that are open at this moment, by their status and their hours; not with `asOf`.'),
  q: searchWords.refine((value) => value === undefined || isSearchable(value), {
    error: 'A word of at least three letters or digits',
    params: { code: 'WORDS_TOO_SHORT' },
  }),
  ...form,
});
export type FacilityCriteria = Omit<z.output<typeof facilitiesQuery>, keyof typeof form>;

export const facilityQuery = z.strictObject({ ...asOfQuery, ...form });

const broken = {
  brokenSince: instant
    .optional()
    .describe('Its address does not work, since then; absent where that is not known to be so.'),
};

const answeredIncentive = facilityDetails.shape.incentives.element.extend({
  state: incentiveState.nullable().describe('null: its dates never come, or wait for the facility to open.'),
  nextOn: day.nullable().describe('The day on which it begins or ends next.'),
});

export const facilityAnswer = facilityDetails
  .extend({
    id: z.uuid(),
    status: z.enum(['planned', 'open', 'suspended', 'retired']),
    contact: facilityDetails.shape.contact.unwrap().extend(broken).nullable(),
    links: z.array(facilityDetails.shape.links.element.extend(broken)),
    guides: z.array(facilityDetails.shape.guides.element.extend(broken)),
    reason: facilityDetails.shape.description.describe('Why it is suspended or retired.'),
    verified: z
      .object({ by: z.string(), at: instant })
      .nullable()
      .describe('When, and by which department or organisation, it was last verified; null: never.'),
    verifyDueOn: day.nullable().describe('The day on which it is to be verified again; null: no rule asks for it.'),
    incentives: z.array(answeredIncentive),
    version: z.int(),
    changedAt: instant,
    open: z
      .boolean()
      .nullable()
      .optional()
      .describe('It is open now, by its status and its hours; null: that is not known. Absent with `asOf`.'),
    nextChange: instant
      .nullable()
      .optional()
      .describe(
        'When its hours say that this changes next, within a year; null: never, or not known. Absent with `asOf`.',
      ),
    distance: z.int().optional().describe('Metres, where `near` was asked.'),
  })
  .meta({ id: 'Facility' });
export type FacilityAnswer = z.output<typeof facilityAnswer>;

export const facilitiesAnswer = listOf(facilityAnswer, 'Facilities');
