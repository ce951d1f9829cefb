import { instant } from '@ecou/contracts';
import { localized, optional } from '@ecou/runtime';
import { importAnswer, importBody, importQuery } from '@ecou/runtime/imports';
import { z } from 'zod';
import { changeFacilityBody } from '../facility/facility.schemas.js';
import { undoOutcome } from './import/facility-import.events.js';

const featureCollection = z
  .object({ type: z.literal('FeatureCollection'), features: z.array(z.record(z.string(), z.unknown())) })
  .describe('GeoJSON (RFC 7946); the properties are the fields of a facility.');

/** A GeoJSON collection, an answer of the list, a list alone, or a table. */
export const facilityBody = z.union([featureCollection, ...importBody.options]);
export type FacilityBody = z.output<typeof facilityBody>;

export const facilitiesImportQuery = importQuery.extend({
  import: z
    .uuid()
    .optional()
    .describe('The id of the import, chosen by the caller: several files with one id are taken back together.'),
});
export type FacilitiesImportQuery = z.output<typeof facilitiesImportQuery>;

/** A row of a file, over what stands. */
export const facilityRow = changeFacilityBody
  .safeExtend({
    status: z.enum(['planned', 'open', 'suspended', 'retired']).optional(),
    reason: optional(localized(1000)),
  })
  .refine(({ status, reason }) => status !== 'suspended' || reason !== null, {
    path: ['reason'],
    error: 'Say why it is suspended',
    params: { code: 'REASON_MISSING' },
  });
export type FacilityRowFields = z.output<typeof facilityRow>;

export const facilitiesImported = importAnswer
  .extend({ id: z.uuid().describe('Of the import: by it the file is taken back, and its next part is joined to it.') })
  .meta({ id: 'FacilitiesImported' });

export const undoBody = z
  .strictObject({ reason: localized(1000).describe('Facilities that the import added are retired with it.') })
  .meta({ id: 'UndoImport', example: { reason: { ro: 'Fișierul era greșit' } } });

export const facilityImportAnswer = z
  .object({
    id: z.uuid(),
    status: z
      .enum(['standing', 'partly-undone', 'undone'])
      .describe('`partly-undone`: taking it back was interrupted, or has more to do; ask again.'),
    created: z.int(),
    changed: z.int(),
    retired: z.int(),
    restored: z.int(),
    left: z.int(),
    changes: z.array(
      z.object({
        facilityId: z.uuid(),
        did: z.enum(['created', 'changed']),
        undone: undoOutcome.nullable().describe('null: not taken back.'),
        code: z
          .string()
          .nullable()
          .describe('Why it was left: `CHANGED_SINCE`, or the rule that says no, such as `EXTERNAL_ID_TAKEN`.'),
      }),
    ),
    version: z.int(),
    changedAt: instant,
  })
  .meta({ id: 'FacilityImport' });
export type FacilityImportAnswer = z.output<typeof facilityImportAnswer>;
