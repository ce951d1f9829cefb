import { day, instant, localizedText, slug, termNames } from '@ecou/contracts';
import { defineEvents, type EventOf } from '@ecou/event-sourcing';
import { z } from 'zod';

const keysOf = <T extends object>(terms: T) => Object.keys(terms) as [keyof T & string, ...(keyof T & string)[]];

/** Ways by which something is spread outside of the platform; `other` has a name. */
export const disseminationChannels = keysOf(termNames['dissemination-channels']);
export const disseminationStatuses = keysOf(termNames['dissemination-statuses']);
export const audienceSegments = keysOf(termNames['audience-segments']);

export type DisseminationStatus = (typeof disseminationStatuses)[number];

/** The log of one thing that is spread: nothing in it is personal. */
export const disseminationDetails = z.object({
  title: localizedText.describe('What is spread.'),
  programmeId: z.uuid().nullable(),
  civicEventId: z.uuid().nullable().describe('The civic event that is made known.'),
  deliverableId: z.uuid().nullable().describe('The deliverable of the programme that is made known.'),
  channel: slug,
  channelName: z.string().nullable().describe('What another channel is called.'),
  place: z.string().nullable(),
  period: z.object({ from: day, to: day.nullable() }).nullable(),
  audiences: z.array(slug),
  quantity: z.object({ count: z.int().min(0), unit: slug }).nullable(),
  cost: z.object({ amount: z.number().min(0), currency: z.string() }).nullable(),
  source: z.string().nullable().describe('Where these facts come from.'),
});
export type DisseminationDetails = z.output<typeof disseminationDetails>;

/** All that the log says of it after a change. */
const logged = disseminationDetails.extend({
  status: z.enum(disseminationStatuses),
  doneOn: day.nullable().describe('The day on which it was done.'),
  reason: localizedText.nullable().describe('Why it was cancelled.'),
  at: instant.describe('When this was put on record.'),
});
export type Logged = z.output<typeof logged>;

/** How many people it reached, as somebody counted or estimated. */
export const estimate = z.object({
  people: z.int().min(0),
  source: z.string().describe('An organisation or a document, never a person.'),
  method: z.string().describe('How it was counted or estimated.'),
  countedOn: day,
});
export type Estimate = z.output<typeof estimate>;

const reached = estimate.extend({
  reachId: z.uuid(),
  ...disseminationDetails.pick({ programmeId: true, channel: true }).shape,
  at: instant,
});

/** A poster, a recording and the like; its bytes are a file under its id. */
export const material = z.object({
  materialId: z.uuid(),
  name: z.string().describe('Of the file, with its ending.'),
  type: z.string().describe('Media type.'),
  size: z.int().min(1).describe('Bytes.'),
  sha256: z.string(),
});
export type Material = z.output<typeof material>;

export const disseminationEvents = defineEvents('dissemination', {
  DisseminationLogged: logged,
  DisseminationChanged: logged,
  DisseminationPlanned: logged,
  DisseminationDone: logged,
  DisseminationCancelled: logged,
  ReachReported: reached,
  ReachCorrected: reached.extend({ reportedPeople: z.int().min(0), reason: localizedText }),
  MaterialAdded: material,
  MaterialRemoved: z.object({ materialId: z.uuid() }),
});
export type DisseminationEvent = EventOf<typeof disseminationEvents>;
