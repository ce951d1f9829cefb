import { z } from 'zod';
import { contract } from './contract.js';
import { instant } from './types.js';

// What contexts tell each other of the rights of people over their data (GDPR, chapter III).

/** Most people of one order: one person has a random id for each petition, registration, conversation and so on. */
export const mostSubjects = 1000;

const subjects = z
  .array(z.uuid())
  .min(1)
  .max(mostSubjects)
  .describe('Random ids of the person in this or another context.');

export const SubjectErasureOrderedV1 = contract(
  'ecou.identity.subject-erasure-ordered.v1',
  'Keys of a person were destroyed: every context removes what it keeps beside its events.',
  z.object({ erasureId: z.uuid(), subjects, orderedAt: instant }),
  'internal',
);

export const SubjectRestrictionChangedV1 = contract(
  'ecou.identity.subject-restriction-changed.v1',
  'Data of a person is to be neither published nor sent, or may be again (GDPR art. 18).',
  z.object({ requestId: z.uuid(), subjects, restricted: z.boolean(), decidedAt: instant }),
  'internal',
);

const erased = z.object({
  erasureId: z.uuid(),
  subjects: z.int().min(1).describe('How many ids of the person the order named.'),
  found: z.int().min(0).describe('How many of them the context knew.'),
  erasedAt: instant,
});

const summary = 'A person was erased: the key is gone, and with it everything that was kept under it.';

export const EventsSubjectErasedV1 = contract('ecou.events.subject-erased.v1', summary, erased);
export const FeedbackSubjectErasedV1 = contract('ecou.feedback.subject-erased.v1', summary, erased);
export const FacilitiesSubjectErasedV1 = contract('ecou.facilities.subject-erased.v1', summary, erased);
export const NotificationsSubjectErasedV1 = contract('ecou.notifications.subject-erased.v1', summary, erased);
export const IntegrationsSubjectErasedV1 = contract('ecou.integrations.subject-erased.v1', summary, erased);
export const IdentitySubjectErasedV1 = contract('ecou.identity.subject-erased.v1', summary, erased);

/** The answer of each context that knows people, by the context's name. */
export const subjectErased = {
  events: EventsSubjectErasedV1,
  feedback: FeedbackSubjectErasedV1,
  facilities: FacilitiesSubjectErasedV1,
  notifications: NotificationsSubjectErasedV1,
  integrations: IntegrationsSubjectErasedV1,
  identity: IdentitySubjectErasedV1,
} as const;

/** The names of the contexts that know people. */
export const contextsWithPeople = Object.keys(subjectErased) as readonly (keyof typeof subjectErased)[];

/** Most people whom one context proposes in one run of the periods: all contexts together stay below `mostSubjects`. */
export const mostProposed = 160;

/** Most people in one answer: so many were proposed before identity was one of the contexts. */
export const mostAnswered = 200;

const step = z
  .enum(['find', 'check'])
  .describe('find: propose people whose periods are over; check: object to some of them.');
const activity = z.string().describe('Name of the processing activity in the register.');

export const RetentionAskedV1 = contract(
  'ecou.identity.retention-asked.v1',
  'Which people are over by the periods in force, or which of these have to stay.',
  z.object({
    runId: z.uuid(),
    step,
    asOf: instant.describe('Periods are counted up to then.'),
    rules: z.array(z.object({ activity, days: z.int().min(1) })).describe('Days after the end of a thing.'),
    held: z
      .object({
        subjects: z.array(z.uuid()),
        things: z.array(z.object({ context: z.string(), stream: z.string() })),
      })
      .describe('Under a legal hold.'),
    subjects: z.array(z.uuid()).max(mostSubjects).describe('Those to check; none to find some.'),
    after: z
      .record(z.string(), z.uuid())
      .describe('By context: whom the search goes on behind; left out: from the first.'),
  }),
  'internal',
);

/** The reasons why values of a person stay. */
export const stayReasons = ['held', 'restricted', 'not-ended', 'no-rule', 'not-over'] as const;

const stay = { activity: activity.nullable(), reason: z.enum(stayReasons) };

const answered = z.object({
  runId: z.uuid(),
  step,
  over: z
    .array(z.object({ subject: z.uuid(), activity, endedAt: instant, dueAt: instant }))
    .max(mostAnswered)
    .describe('Everything of them here is over.'),
  last: z
    .uuid()
    .nullable()
    .describe('The last who was looked at, where others follow: a run proposes so many. `null`: everybody was.'),
  kept: z
    .array(z.object({ ...stay, people: z.int().min(1), nextAt: instant.nullable() }))
    .describe('How many others stay, why, and when the first of them is over.'),
  objections: z.array(z.object({ subject: z.uuid(), ...stay })).describe('Those of the asked who have to stay.'),
});

const answer = 'People whose periods are over in this context, or who have to stay.';

export const EventsRetentionAnsweredV1 = contract('ecou.events.retention-answered.v1', answer, answered, 'internal');
export const FeedbackRetentionAnsweredV1 = contract(
  'ecou.feedback.retention-answered.v1',
  answer,
  answered,
  'internal',
);
export const FacilitiesRetentionAnsweredV1 = contract(
  'ecou.facilities.retention-answered.v1',
  answer,
  answered,
  'internal',
);
export const NotificationsRetentionAnsweredV1 = contract(
  'ecou.notifications.retention-answered.v1',
  answer,
  answered,
  'internal',
);
export const IntegrationsRetentionAnsweredV1 = contract(
  'ecou.integrations.retention-answered.v1',
  answer,
  answered,
  'internal',
);

export const IdentityRetentionAnsweredV1 = contract(
  'ecou.identity.retention-answered.v1',
  answer,
  answered,
  'internal',
);

/** The answer of each context that knows people, by the context's name. */
export const retentionAnswered = {
  events: EventsRetentionAnsweredV1,
  feedback: FeedbackRetentionAnsweredV1,
  facilities: FacilitiesRetentionAnsweredV1,
  notifications: NotificationsRetentionAnsweredV1,
  integrations: IntegrationsRetentionAnsweredV1,
  identity: IdentityRetentionAnsweredV1,
} as const satisfies Record<keyof typeof subjectErased, unknown>;

export const subjectContracts = [
  SubjectErasureOrderedV1,
  SubjectRestrictionChangedV1,
  ...Object.values(subjectErased),
  RetentionAskedV1,
  ...Object.values(retentionAnswered),
] as const;
