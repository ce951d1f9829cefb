import { instant, localizedText, slug } from '@ecou/contracts';
import { defineEvents, type EventOf } from '@ecou/event-sourcing';
import { z } from 'zod';

export const fieldType = z.enum(['text', 'number', 'boolean', 'choice', 'url']);

/** Something that can be said of every facility of a kind. */
const kindField = z.object({
  /** Stands in the fields of facilities. */
  key: z.string(),
  name: localizedText,
  type: fieldType,
  /** Of a number, such as `kW`. */
  unit: z.string().nullable(),
  /** Of a choice: the values that it may have. */
  choices: z.array(z.object({ value: slug, name: localizedText })),
  required: z.boolean(),
});
export type KindField = z.output<typeof kindField>;

/** A kind of facilities. Its id stands in facts for ever; a retired one can no longer be chosen, and keeps its name. */
export const facilityKind = z.object({
  id: slug,
  name: localizedText,
  description: localizedText.nullable(),
  fields: z.array(kindField),
  /** Months until a facility is to be verified again; `null`: nobody has to. */
  verifyEveryMonths: z.int().nullable(),
  retired: z.boolean(),
});
export type FacilityKind = z.output<typeof facilityKind>;

/** In the order in which people are shown them. */
const kinds = z.array(facilityKind);

export const facilityKindsEvents = defineEvents('facility-kinds', {
  /** Version 1, the built-in list, goes on record with the first change; so the version of the stream is that of the list. */
  FacilityKindsEstablished: z.object({ kinds }),
  FacilityKindsChanged: z.object({
    version: z.int().min(2),
    kinds,
    note: localizedText.nullable(),
    changedAt: instant,
  }),
});

export type FacilityKindsEvent = EventOf<typeof facilityKindsEvents>;
