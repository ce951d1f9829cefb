import { instant, localizedText } from '@ecou/contracts';
import { defineEvents, type EventOf } from '@ecou/event-sourcing';
import { z } from 'zod';
import { slug } from '../../formats/slug.js';

/** A programme: its funding, activities, period and partners. */
export const programmeDetails = z.object({
  title: localizedText,
  description: localizedText.nullable(),
  /** Such as scheme `SIPOCA`, code `1084`. */
  fundingCodes: z.array(z.object({ scheme: z.string(), code: z.string() })),
  activities: z.array(z.object({ code: z.string(), title: localizedText })),
  period: z.object({ from: z.iso.date(), to: z.iso.date() }).nullable(),
  /** Organisations. */
  partners: z.array(z.string()),
});
export type ProgrammeDetails = z.output<typeof programmeDetails>;

export const deliverable = z.object({ deliverableId: z.uuid(), kind: slug, title: localizedText });
export type Deliverable = z.output<typeof deliverable>;

export const programmeEvents = defineEvents('programme', {
  ProgrammeCreated: programmeDetails,
  ProgrammeStarted: programmeDetails.pick({ title: true, fundingCodes: true, period: true }),
  DeliverablePlanned: deliverable,
  DeliverablePublished: z.object({
    ...deliverable.shape,
    programmeTitle: localizedText,
    address: z.url(),
    publishedAt: instant,
  }),
});
export type ProgrammeEvent = EventOf<typeof programmeEvents>;
