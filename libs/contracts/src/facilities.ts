import { z } from 'zod';
import { contract, personalEnvelope } from './contract.js';
import { FacilityKindsChangedV1 } from './facility-kinds.js';
import { day as date, instant, localizedText, position, slug } from './types.js';

const kind = slug.describe('Such as `portal`, `payment-terminal` or `library`; more kinds may follow.');

const day = z
  .string()
  .regex(/^(\d{4}|-)-\d{2}-\d{2}$/)
  .nullable()
  .describe('A date, or a day of every year as `--MM-DD`.');

const identity = { facilityId: z.uuid(), kind, name: localizedText };

const openingHours = z.string().nullable().describe('In the `opening_hours` syntax of OpenStreetMap.');

const contact = z.object({
  phone: z.string().nullable(),
  email: z.string().nullable().describe('A mailbox of the organisation.'),
  url: z.string().nullable(),
  note: localizedText.nullable(),
});

const guide = z.object({
  title: localizedText,
  text: localizedText.nullable(),
  url: z.string().nullable(),
});

const assistancePoint = z.object({
  id: z.uuid().describe('Of this facility.'),
  name: localizedText,
  description: localizedText.nullable(),
  position: position.nullable(),
  address: z.string().nullable(),
  openingHours,
  languages: z.array(z.string()).describe('Those in which they help: language tags (BCP 47).'),
  by: z.string().nullable().describe('The organisation whose people help, never a person.'),
});

const incentive = z.object({
  id: z.uuid().optional().describe('Of this facility.'),
  title: localizedText,
  description: localizedText.nullable().optional(),
  validFrom: day,
  validUntil: day,
});

const details = {
  ...identity,
  description: localizedText.nullable(),
  externalId: z
    .string()
    .nullable()
    .optional()
    .describe('Of the record that it stands for, in the system of its source; no other facility has it.'),
  position: position.nullable().describe('`[longitude, latitude]` in WGS84, where it is known.'),
  approximate: z.boolean().describe('The position is only approximate.'),
  onlineOnly: z.boolean().describe('It is reached online or by phone, and has no place.'),
  address: z.string().nullable(),
  openingHours,
  accessibility: z
    .object({ wheelchair: z.enum(['yes', 'limited', 'no']).nullable(), note: localizedText.nullable() })
    .nullable(),
  operator: z.string().nullable(),
  contact: contact.nullable().optional().describe('How the organisation that runs it is reached, never a person.'),
  source: z.string().nullable().describe('Where these facts come from.'),
  fields: z
    .record(z.string(), z.union([z.boolean(), z.number(), z.string()]))
    .optional()
    .describe('By their keys, as its kind defines them.'),
  links: z.array(
    z.object({
      kind: z.enum(['service', 'payment', 'guide', 'tutorial', 'video', 'app-store', 'contact']),
      url: z.string(),
      title: localizedText.nullable(),
    }),
  ),
  guides: z.array(guide).optional().describe('How something is done there.'),
  assistancePoints: z.array(assistancePoint).optional().describe('People who help with it: where and when.'),
  incentives: z.array(incentive),
  verifyEveryMonths: z
    .int()
    .nullable()
    .optional()
    .describe('Months until it is to be verified again; `null`: as often as its kind says.'),
};

export const FacilityAddedV1 = contract(
  'ecou.facilities.facility-added.v1',
  'A facility was put on the map.',
  z.object({ ...details, status: z.enum(['planned', 'open']), addedAt: instant }),
);

export const FacilityChangedV1 = contract(
  'ecou.facilities.facility-changed.v1',
  'What the map says of a facility changed: all of it, as it is now.',
  z.object({ ...details, changedAt: instant }),
);

export const FacilityOpenedV1 = contract(
  'ecou.facilities.facility-opened.v1',
  'A planned facility opened.',
  z.object({ ...identity, openedAt: instant }),
);

export const FacilityVerifiedV1 = contract(
  'ecou.facilities.facility-verified.v1',
  'Somebody made sure that what the map says of a facility is right.',
  z.object({
    ...identity,
    verifiedBy: z.string().describe('A department or an organisation, never a person.'),
    verifiedAt: instant,
  }),
);

export const FacilitySuspendedV1 = contract(
  'ecou.facilities.facility-suspended.v1',
  'A facility cannot be used for a while.',
  z.object({ ...identity, reason: localizedText, suspendedAt: instant }),
);

export const FacilityResumedV1 = contract(
  'ecou.facilities.facility-resumed.v1',
  'A suspended facility can be used again.',
  z.object({ ...identity, resumedAt: instant }),
);

export const FacilityRetiredV1 = contract(
  'ecou.facilities.facility-retired.v1',
  'A facility is gone for good.',
  z.object({ ...identity, reason: localizedText, retiredAt: instant }),
);

const ofLink = {
  linkId: z.uuid().describe('Made of the address: the same for every facility that shows it.'),
  url: z.string().describe('As it is asked for, without a fragment.'),
};

const brokenSince = instant.describe('When the first of the checks failed.');

export const LinkBrokenV1 = contract(
  'ecou.facilities.link-broken.v1',
  'A link that facilities show does not work: checks failed again and again.',
  z.object({
    ...ofLink,
    status: z.int().nullable().describe('HTTP status; null: there was no answer.'),
    fault: z
      .string()
      .nullable()
      .describe(
        'Why there was no answer: `name`, `timeout`, `refused`, `reset`, `certificate`, `redirects`, `unreachable` or `protocol`; more may follow.',
      ),
    since: brokenSince,
    failures: z.int().describe('Checks that failed in a row.'),
    facilities: z.array(z.uuid()).describe('Ids of facilities that show it, a hundred at most.'),
    facilityCount: z.int().describe('Facilities that show it.'),
    brokenAt: instant,
  }),
);

export const LinkRestoredV1 = contract(
  'ecou.facilities.link-restored.v1',
  'A link that was broken works again.',
  z.object({ ...ofLink, since: brokenSince, status: z.int().describe('HTTP status.'), restoredAt: instant }),
);

export const LinkDroppedV1 = contract(
  'ecou.facilities.link-dropped.v1',
  'No facility shows a broken link any more, so it is not checked.',
  z.object({ ...ofLink, since: brokenSince, droppedAt: instant }),
);

const due = {
  ...identity,
  dueOn: date.describe('The day, in Europe/Bucharest, that has come.'),
  verifiedAt: instant.nullable().describe('When it was last verified; `null`: never.'),
  dueAt: instant.describe('When it was noted.'),
};

export const VerificationDueV1 = contract(
  'ecou.facilities.verification-due.v1',
  'Somebody is to make sure again that what the map says of a facility is right.',
  z.object(due),
);

export const VerificationDueContactV1 = contract(
  'ecou.facilities.verification-due-contact.v1',
  'Whoever sees to a facility is to be reminded that it is to be verified.',
  z.object({
    ...due,
    stewardName: personalEnvelope.describe('Name of the department or organisation.'),
    contact: personalEnvelope.describe('E-mail address of its mailbox.'),
  }),
  'internal',
);

const announced = {
  ...identity,
  incentiveId: z.uuid().describe('Of this facility.'),
  title: localizedText.describe('Of the incentive.'),
};

export const IncentiveAnnouncedV1 = contract(
  'ecou.facilities.incentive-announced.v1',
  'An incentive of a facility holds from now on.',
  z.object({
    ...announced,
    description: localizedText.nullable(),
    beganOn: date.describe('The day, in Europe/Bucharest.'),
    lastOn: date.nullable().describe('The last day on which it holds; `null`: it has no end.'),
    announcedAt: instant,
  }),
);

export const IncentiveEndedV1 = contract(
  'ecou.facilities.incentive-ended.v1',
  'An incentive of a facility holds no more: its time is over, or it was taken away.',
  z.object({
    ...announced,
    endedOn: date.describe('The first day, in Europe/Bucharest, on which it does not hold.'),
    againOn: date.nullable().describe('The day on which it comes again; `null`: it does not.'),
    endedAt: instant,
  }),
);

export const facilitiesContracts = [
  FacilityAddedV1,
  FacilityChangedV1,
  FacilityOpenedV1,
  FacilityVerifiedV1,
  FacilitySuspendedV1,
  FacilityResumedV1,
  FacilityRetiredV1,
  LinkBrokenV1,
  LinkRestoredV1,
  LinkDroppedV1,
  FacilityKindsChangedV1,
  VerificationDueV1,
  VerificationDueContactV1,
  IncentiveAnnouncedV1,
  IncentiveEndedV1,
] as const;
