import { instant, localizedText } from '@ecou/contracts';
import { defineEvents, evolved, personal, type EventOf } from '@ecou/event-sourcing';
import { z } from 'zod';
import { slug } from '../../formats/slug.js';

export const formats = ['in-person', 'online', 'hybrid'] as const;

const times = z.object({
  startsAt: instant,
  endsAt: instant,
  /** IANA name. */
  timeZone: z.string(),
});
export type Times = z.output<typeof times>;

const series = z.object({ name: slug, place: z.number().int().min(1) });

/** The part of a civic event that the public is told. */
export const announcement = z.object({
  programmeId: z.uuid().nullable(),
  /** An id in the taxonomy `civic-event-kinds`. */
  kind: slug,
  title: localizedText,
  series: series.nullable(),
  ...times.shape,
  format: z.enum(formats),
  venue: z.object({ name: z.string(), address: z.string() }).nullable(),
  onlineAddress: z.url().nullable(),
  languages: z.array(z.string()),
});
export type Announcement = z.output<typeof announcement>;

export const civicEventDetails = z.object({
  ...announcement.shape,
  /** Code of the programme's activity that it belongs to. */
  activity: z.string().nullable(),
  description: localizedText.nullable(),
  audience: localizedText.nullable(),
  capacity: z.number().int().min(1).nullable(),
});
export type CivicEventDetails = z.output<typeof civicEventDetails>;

const minutes = z.number().int().min(0);

/** An item of the agenda; times are minutes after the civic event's start, so that they move with it. */
const agendaItem = z.object({
  kind: z.enum(['presentation', 'debate', 'break']),
  title: localizedText,
  from: minutes.nullable(),
  to: minutes.nullable(),
  speakers: z.array(z.object({ name: personal(z.string()), affiliation: z.string().nullable() })),
  /** Deliverables of the programme that the item is about. */
  deliverables: z.array(z.uuid()),
});
export type AgendaItem = z.output<typeof agendaItem>;

/** True where the public had been told of the civic event before. */
const announced = z.boolean();

/** The fields that can be corrected; times are moved, and the agenda is set. */
export const correctable = [
  'title',
  'description',
  'format',
  'venue',
  'onlineAddress',
  'languages',
  'audience',
] as const;

const corrected = civicEventDetails.pick({
  title: true,
  description: true,
  format: true,
  venue: true,
  onlineAddress: true,
  languages: true,
  audience: true,
});
/** The corrected fields, as they are to stand. */
export type Corrected = Partial<z.output<typeof corrected>>;

export const civicEventEvents = defineEvents('civic-event', {
  /** `kindsVersion`: the version of the taxonomy that its kind was chosen from; before version 2 there was the built-in one only. */
  CivicEventPlanned: evolved(
    z.object({ ...civicEventDetails.shape, kindsVersion: z.number().int().min(1) }),
    (data) => ({
      ...data,
      kindsVersion: 1,
    }),
  ),
  /** `corrected`: the public had been told of another agenda, and is told; null before version 2. */
  AgendaSet: evolved(
    z.object({
      items: z.array(agendaItem),
      corrected: z
        .object({ occasion: announcement, reason: localizedText.nullable(), correctedAt: instant })
        .nullable(),
    }),
    (data) => ({ ...data, corrected: null }),
  ),
  /** The civic event as it stands now, and what stood in the fields that changed. */
  CivicEventCorrected: z.object({
    ...announcement.shape,
    description: localizedText.nullable(),
    audience: localizedText.nullable(),
    changed: z.array(z.enum(correctable)).min(1),
    previous: corrected.partial(),
    reason: localizedText,
    announced,
    correctedAt: instant,
  }),
  CivicEventPublished: announcement,
  CivicEventRescheduled: z.object({
    ...announcement.shape,
    previous: times,
    reason: localizedText.nullable(),
    announced,
  }),
  CivicEventCancelled: z.object({ ...announcement.shape, reason: localizedText, announced }),
  CivicEventHeld: announcement,
  /** That it was held was put on record by mistake; `status`: the one that it has again. */
  CivicEventHoldRevoked: z.object({
    ...announcement.shape,
    status: z.enum(['published', 'rescheduled']),
    reason: localizedText,
    revokedAt: instant,
  }),
  CivicEventClosed: z.object({}),
});
export type CivicEventEvent = EventOf<typeof civicEventEvents>;
