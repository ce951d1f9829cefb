import { z } from 'zod';
import { instant, localizedText, slug } from './types.js';

/** Of which a civic event is one. */
export const series = z
  .object({ name: slug, place: z.number().int().min(1) })
  .nullable()
  .describe('The series that the civic event belongs to, and its place in it, from 1.');

/** Fields that every contract about a civic event begins with. */
export const subject = { civicEventId: z.uuid(), programmeId: z.uuid().nullable() };

/** The field by which contracts tell which civic event they are about. */
export const civicEvent = {
  ...subject,
  kind: slug.describe('Such as `consultation`, `debate` or `webinar`; more kinds may follow.'),
  title: localizedText,
  series,
  startsAt: instant,
  endsAt: instant,
  timeZone: z.string().describe('IANA time zone of the place.'),
  format: z.enum(['in-person', 'online', 'hybrid']),
  venue: z.object({ name: z.string(), address: z.string() }).nullable(),
  onlineAddress: z.url().nullable(),
  languages: z.array(z.string()).describe('ISO 639-1 codes.'),
};
