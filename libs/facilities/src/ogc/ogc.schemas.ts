import { instant, language, position } from '@ecou/contracts';
import { asOfQuery, text } from '@ecou/runtime';
import { z } from 'zod';
import type { BoundingBox } from '../views/globe.js';

/** The most features of a page (OGC 17-069r4, 7.15.2): whoever asks for more gets these. */
export const mostFeatures = 10_000;

const [longitude, latitude] = position.def.items;

/** West, south, east and north out of 4 numbers, or of 6 with heights, which no facility has. */
const box = z
  .union([
    z.tuple([longitude, latitude, longitude, latitude]),
    z
      .tuple([longitude, latitude, z.number(), longitude, latitude, z.number()])
      .refine(([, , lowest, , , highest]) => lowest <= highest)
      .transform(([west, south, , east, north]): BoundingBox => [west, south, east, north]),
  ])
  .refine(([, south, , north]) => south <= north);

const boxForm = '4 or 6 numbers between commas, on the globe, the lowest before the highest';

export const bboxParameter = z
  .string()
  .max(200)
  .transform((value, context): BoundingBox => {
    const parsed = box.safeParse(value.split(',').map((part) => (part.trim() === '' ? NaN : Number(part))));
    if (parsed.success) return parsed.data;
    context.addIssue({ code: 'custom', message: `Expected ${boxForm}`, params: { code: 'BOX_INVALID' } });
    return z.NEVER;
  });

/** A time, both ends included; null: open. */
export interface Interval {
  readonly from: string | null;
  readonly until: string | null;
}

const end = z.union([instant, z.enum(['', '..']).transform(() => null)]);

/** One end at least is known. */
const isInOrder = ({ from, until }: Interval) =>
  from !== null && until !== null ? Date.parse(from) <= Date.parse(until) : from !== until;

/** RFC 3339, section 5.6, and intervals of it (7.15.4). */
const interval = z
  .union([
    z.tuple([instant]).transform(([at]): Interval => ({ from: at, until: at })),
    z.tuple([end, end]).transform(([from, until]): Interval => ({ from, until })),
  ])
  .refine(isInOrder);

export const datetimeParameter = z
  .string()
  .max(100)
  // A plus sign that was sent as it is arrives as a space.
  .transform((value, context): Interval => {
    const parsed = interval.safeParse(value.replaceAll(' ', '+').split('/'));
    if (parsed.success) return parsed.data;
    context.addIssue({
      code: 'custom',
      message: 'Expected a time with offset, or two with / between them, one of which may be ..',
      params: { code: 'DATETIME_INVALID' },
    });
    return z.NEVER;
  });

export const facilityStatus = z.enum(['planned', 'open', 'suspended', 'retired']);

/** Properties by which features are filtered: equal to a value. */
export const queryables = {
  kind: text(100).describe('What the facility is: `wifi`, `payment-terminal`...'),
  status: facilityStatus.describe('Retired facilities are left out unless this asks for them.'),
  operator: text(200).describe('Who runs it.'),
};

const form = {
  f: z
    .enum(['json', 'html'])
    .optional()
    .describe('JSON (of features GeoJSON), or a page; `Accept` decides without it.'),
  lang: language.default('ro').describe('Language of pages.'),
};

export const documentQuery = z.strictObject(form);
export type DocumentQuery = z.output<typeof documentQuery>;

export const apiQuery = z.strictObject({ f: z.literal('json').optional() });

const { kind, status, operator } = queryables;

export const itemsQuery = z.strictObject({
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .transform((value) => Math.min(value, mostFeatures))
    .default(10)
    .describe('Features per page.'),
  bbox: bboxParameter
    .optional()
    .describe('Box in CRS84 that a feature lies in, or has no geometry. West above east: across the antimeridian.'),
  datetime: datetimeParameter
    .optional()
    .describe('When a facility last changed (`changedAt`): a time, or an interval such as `2027-04-10T00:00:00Z/..`.'),
  kind: kind.optional(),
  status: status.optional(),
  operator: operator.optional(),
  ...asOfQuery,
  cursor: z.string().max(1000).optional().describe('Where the page starts, as the link `next` has it.'),
  ...form,
});
export type ItemsCriteria = Omit<z.output<typeof itemsQuery>, keyof typeof form>;

export const itemParams = z.strictObject({ featureId: z.string().max(200) });

export const itemQuery = z.strictObject({ ...asOfQuery, ...form });

const link = z.object({
  href: z.string(),
  rel: z.string(),
  type: z.string().optional(),
  hreflang: z.string().optional(),
  title: z.string().optional(),
});
export type Link = z.output<typeof link>;

const links = z.array(link);

export const landingAnswer = z.object({ title: z.string(), description: z.string(), links }).meta({ id: 'OgcLanding' });

export const conformanceAnswer = z.object({ conformsTo: z.array(z.string()) }).meta({ id: 'OgcConformance' });

export const collectionAnswer = z
  .object({
    id: z.string(),
    title: z.string(),
    description: z.string(),
    links,
    extent: z.object({
      spatial: z.object({ bbox: z.array(z.array(z.number())), crs: z.string() }),
      temporal: z.object({ interval: z.array(z.array(z.string().nullable())), trs: z.string() }),
    }),
    itemType: z.literal('feature'),
    crs: z.array(z.string()),
  })
  .meta({ id: 'OgcCollection' });

export const collectionsAnswer = z
  .object({ links, collections: z.array(collectionAnswer) })
  .meta({ id: 'OgcCollections' });

export const queryablesAnswer = z
  .object({
    $schema: z.string(),
    $id: z.string(),
    type: z.literal('object'),
    title: z.string(),
    properties: z.record(z.string(), z.record(z.string(), z.unknown())),
    additionalProperties: z.boolean(),
  })
  .meta({ id: 'OgcQueryables' });

export const featureProperties = z.object({
  kind: z.string(),
  status: z.string(),
  name: z.string().describe('In Romanian.'),
  name_en: z.string().nullable(),
  description: z.string().nullable(),
  description_en: z.string().nullable(),
  address: z.string().nullable(),
  operator: z.string().nullable(),
  phone: z.string().nullable(),
  email: z.string().nullable(),
  website: z.string().nullable(),
  openingHours: z.string().nullable().describe('In the `opening_hours` syntax of OpenStreetMap.'),
  wheelchair: z.string().nullable(),
  onlineOnly: z.boolean(),
  approximate: z.boolean().describe('The position is only approximate.'),
  reason: z.string().nullable().describe('Why it is suspended or retired.'),
  verifiedBy: z.string().nullable(),
  verifiedAt: z.string().nullable(),
  source: z.string().nullable(),
  externalId: z.string().nullable().describe('Of the record that it stands for, in the system of its source.'),
  changedAt: z.string().describe('When it last changed: what `datetime` asks for.'),
  version: z.int(),
});

export const feature = z.object({
  type: z.literal('Feature'),
  id: z.string(),
  geometry: z.object({ type: z.literal('Point'), coordinates: z.array(z.number()) }).nullable(),
  properties: featureProperties,
});
export type Feature = z.output<typeof feature>;

export const featureAnswer = feature.extend({ links }).meta({ id: 'OgcFeature' });

export const featuresAnswer = z
  .object({
    type: z.literal('FeatureCollection'),
    features: z.array(feature),
    numberMatched: z.int(),
    numberReturned: z.int(),
    links,
  })
  .meta({ id: 'OgcFeatures' });
