import { instant, localizedText } from '@ecou/contracts';
import { defineEvents, evolved, type EventOf } from '@ecou/event-sourcing';
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
  /** The organisation that carries it out. */
  organiser: z.string().nullable(),
  /** The statement on its financing that whoever gives the money asks for. */
  financing: localizedText.nullable(),
});
export type ProgrammeDetails = z.output<typeof programmeDetails>;

export const deliverable = z.object({ deliverableId: z.uuid(), kind: slug, title: localizedText });
export type Deliverable = z.output<typeof deliverable>;

/** A picture that stands at the head of the programme's documents; its bytes are a file under its id. */
export const emblem = z.object({
  emblemId: z.uuid(),
  /** Read out where the picture is not seen. */
  name: localizedText,
  type: z.enum(['image/png', 'image/jpeg']),
  /** Bytes. */
  size: z.number().int().min(1),
  sha256: z.string(),
});
export type Emblem = z.output<typeof emblem>;

/** The fields that can be corrected. */
export const programmeFields = Object.keys(programmeDetails.shape) as readonly (keyof ProgrammeDetails)[];

const named = programmeDetails.pick({ title: true, fundingCodes: true, period: true });

export const programmeEvents = defineEvents('programme', {
  /** Before version 2, nobody said who carries it out and how it is financed. */
  ProgrammeCreated: evolved(programmeDetails, (data) => ({ ...data, organiser: null, financing: null })),
  ProgrammeStarted: named,
  /** The programme as it stands now, and what stood in the fields that changed. */
  ProgrammeCorrected: z.object({
    ...programmeDetails.shape,
    changed: z.array(z.enum(programmeFields)).min(1),
    previous: programmeDetails.partial(),
    reason: localizedText,
    correctedAt: instant,
  }),
  ProgrammeEnded: z.object({ ...named.shape, reason: localizedText.nullable(), endedAt: instant }),
  ProgrammeReopened: z.object({ ...named.shape, reason: localizedText, reopenedAt: instant }),
  EmblemAdded: emblem,
  EmblemRemoved: z.object({ emblemId: z.uuid() }),
  DeliverablePlanned: deliverable,
  /** It was shown at a civic event of the programme; `presentedAt` is the start of that. */
  DeliverablePresented: z.object({ deliverableId: z.uuid(), civicEventId: z.uuid(), presentedAt: instant }),
  DeliverablePublished: z.object({
    ...deliverable.shape,
    programmeTitle: localizedText,
    address: z.url(),
    publishedAt: instant,
  }),
});
export type ProgrammeEvent = EventOf<typeof programmeEvents>;
