import { day, instant, localizedText, position } from '@ecou/contracts';
import { defineEvents, type EventOf } from '@ecou/event-sourcing';
import { z } from 'zod';

/** Kinds of facilities. */
export const facilityKind = z.enum([
  'portal',
  'mobile-app',
  'payment-terminal',
  'parking-platform',
  'call-centre',
  'e-registry',
  'charging-point',
  'wifi',
  'assistance-point',
  'library',
  'other',
]);

/** Purposes of a facility's links. */
export const linkKind = z.enum(['service', 'payment', 'guide', 'tutorial', 'video', 'app-store', 'contact']);

/** A date, or a day of every year as `--MM-DD`. */
export const validityDay = z.union([
  day,
  z.string().regex(/^--(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 'A date, or a day of every year as --MM-DD'),
]);

/** A facility as the map shows it. */
export const facilityDetails = z.object({
  kind: facilityKind,
  name: localizedText,
  description: localizedText.nullable(),
  position: position.nullable(),
  approximate: z.boolean(),
  onlineOnly: z.boolean(),
  address: z.string().nullable(),
  openingHours: z.string().nullable(),
  accessibility: z
    .object({ wheelchair: z.enum(['yes', 'limited', 'no']).nullable(), note: localizedText.nullable() })
    .nullable(),
  operator: z.string().nullable(),
  source: z.string().nullable(),
  links: z.array(z.object({ kind: linkKind, url: z.string(), title: localizedText.nullable() })),
  incentives: z.array(
    z.object({ title: localizedText, validFrom: validityDay.nullable(), validUntil: validityDay.nullable() }),
  ),
});
export type FacilityDetails = z.output<typeof facilityDetails>;

/** Kind and name stand in every event: what is published of it says which facility it is about. */
const identity = { kind: facilityKind, name: localizedText };

export const facilityEvents = defineEvents('facility', {
  FacilityAdded: facilityDetails.extend({ status: z.enum(['planned', 'open']) }),
  FacilityChanged: facilityDetails,
  FacilityOpened: z.object(identity),
  FacilityVerified: z.object({ ...identity, verifiedBy: z.string(), verifiedAt: instant }),
  FacilitySuspended: z.object({ ...identity, reason: localizedText }),
  FacilityResumed: z.object(identity),
  FacilityRetired: z.object({ ...identity, reason: localizedText }),
});

export type FacilityEvent = EventOf<typeof facilityEvents>;
