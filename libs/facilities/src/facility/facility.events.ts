import { day, instant, localizedText, position, slug } from '@ecou/contracts';
import { defineEvents, evolved, personal, type EventOf, type Upcast } from '@ecou/event-sourcing';
import { z } from 'zod';
import { identified } from './part-ids.js';

/** Purposes of a facility's links. */
export const linkKind = z.enum(['service', 'payment', 'guide', 'tutorial', 'video', 'app-store', 'contact']);

/** A date, or a day of every year as `--MM-DD`. */
export const validityDay = z.union([
  day,
  z.string().regex(/^--(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 'A date, or a day of every year as --MM-DD'),
]);

/** The value of a field of a kind. */
export const fieldValue = z.union([z.boolean(), z.number(), z.string().trim().min(1).max(2000)]);

/** The ways to reach an organisation, never a person. */
const contact = z.object({
  phone: z.string().nullable(),
  email: z.string().nullable(),
  url: z.string().nullable(),
  note: localizedText.nullable(),
});

/** A guide to something that is done there: a text, an address where it is told, or both. */
const guide = z.object({ title: localizedText, text: localizedText.nullable(), url: z.string().nullable() });

const incentive = z.object({
  /** Of this facility; the same as long as it is the same incentive. */
  id: z.uuid(),
  title: localizedText,
  description: localizedText.nullable(),
  validFrom: validityDay.nullable(),
  validUntil: validityDay.nullable(),
});
export type Incentive = z.output<typeof incentive>;

/** People who help with it: where and when. */
const assistancePoint = z.object({
  /** Of this facility. */
  id: z.uuid(),
  name: localizedText,
  description: localizedText.nullable(),
  position: position.nullable(),
  address: z.string().nullable(),
  openingHours: z.string().nullable(),
  /** BCP 47: those in which they help. */
  languages: z.array(z.string()),
  /** The organisation whose people they are. */
  by: z.string().nullable(),
});

/** A facility as the map shows it. All of it is public. */
export const facilityDetails = z.object({
  kind: slug,
  name: localizedText,
  description: localizedText.nullable(),
  /** Of the record that it stands for, in the system of its source. */
  externalId: z.string().nullable(),
  position: position.nullable(),
  approximate: z.boolean(),
  onlineOnly: z.boolean(),
  address: z.string().nullable(),
  openingHours: z.string().nullable(),
  accessibility: z
    .object({ wheelchair: z.enum(['yes', 'limited', 'no']).nullable(), note: localizedText.nullable() })
    .nullable(),
  operator: z.string().nullable(),
  contact: contact.nullable(),
  source: z.string().nullable(),
  /** By their keys, as its kind defines them. */
  fields: z.record(z.string(), fieldValue),
  links: z.array(z.object({ kind: linkKind, url: z.string(), title: localizedText.nullable() })),
  guides: z.array(guide),
  assistancePoints: z.array(assistancePoint),
  incentives: z.array(incentive),
  /** `null`: as often as its kind says. */
  verifyEveryMonths: z.int().nullable(),
});
export type FacilityDetails = z.output<typeof facilityDetails>;

/** The details of version 1, and what nobody could say then. */
const withMore: Upcast = (data) => ({
  ...data,
  externalId: null,
  contact: null,
  fields: {},
  guides: [],
  assistancePoints: [],
  incentives: identified(data['incentives'] as readonly Omit<Incentive, 'id' | 'description'>[]).map((each) => ({
    ...each,
    description: null,
  })),
  verifyEveryMonths: null,
});

/** Whoever sees to it that what the map says stays right: an organisation or a department, and its mailbox. */
export const steward = z.object({ name: personal(z.string()), email: personal(z.string()) });
export type Steward = z.output<typeof steward>;

/** The state of an incentive until its next turn: not valid yet or again, valid, never again. */
export const incentiveState = z.enum(['planned', 'running', 'over']);

/** Kind and name stand in every event: what is published of it says which facility it is about. */
const identity = { kind: slug, name: localizedText };

/** The day, at the municipality, on which an incentive begins or ends next; `null`: it does not. */
const nextOn = day.nullable();

const ofIncentive = { ...identity, incentiveId: z.uuid(), title: localizedText };

export const facilityEvents = defineEvents('facility', {
  FacilityAdded: evolved(facilityDetails.extend({ status: z.enum(['planned', 'open']) }), withMore),
  FacilityChanged: evolved(facilityDetails, withMore),
  FacilityOpened: z.object(identity),
  FacilityVerified: z.object({ ...identity, verifiedBy: z.string(), verifiedAt: instant }),
  FacilitySuspended: z.object({ ...identity, reason: localizedText }),
  FacilityResumed: z.object(identity),
  FacilityRetired: z.object({ ...identity, reason: localizedText }),
  /** By the rule that holds it is to be verified on another day than before; `dueOn` is `null` where no rule asks for it any more. */
  VerificationPlanned: z.object({
    ...identity,
    since: instant.describe('When it was last verified, else added.'),
    dueOn: day.nullable(),
  }),
  /** The day has come, once. */
  VerificationDue: z.object({
    ...identity,
    dueOn: day,
    verifiedAt: instant.nullable().describe('`null`: never.'),
    steward: steward.nullable().describe('Who is to be reminded.'),
  }),
  StewardNamed: z.object({ steward }),
  StewardReleased: z.object({}),
  /** Another day than before, without a beginning or an end. */
  IncentivePlanned: z.object({ ...ofIncentive, state: incentiveState, nextOn }),
  IncentiveBegan: z.object({ ...ofIncentive, description: localizedText.nullable(), beganOn: day, nextOn }),
  /** Its time is over, or it was taken away. `nextOn`: the day on which it comes again. */
  IncentiveEnded: z.object({ ...ofIncentive, endedOn: day, nextOn }),
});

export type FacilityEvent = EventOf<typeof facilityEvents>;
