import {
  inLanguage,
  type DataOf,
  type EndpointPausedContactV1,
  type LocalizedText,
  type PersonInvitedV1,
  type PetitionUpdateContactV1,
  type RegistrationCancelledV1,
  type RegistrationConfirmedV1,
  type RegistrationCorrectedV1,
  type RegistrationPromotedV1,
  type RegistrationReminderV1,
  type RegistrationRepeatedV1,
  type RegistrationRescheduledV1,
  type RegistrationToConfirmV1,
  type RegistrationWaitingV1,
  type VerificationDueContactV1,
} from '@ecou/contracts';
import type { Sealed } from '@ecou/event-sourcing';
import type { Incoming } from '@ecou/messaging';
import type { QueueNotice } from './message/message.decider.js';
import { noticePurposes, type NoticePurpose, type Word } from './message/message.events.js';
import { latestTemplate } from './templates/templates.js';

type RegistrationData =
  | DataOf<typeof RegistrationToConfirmV1>
  | DataOf<typeof RegistrationConfirmedV1>
  | DataOf<typeof RegistrationWaitingV1>
  | DataOf<typeof RegistrationPromotedV1>
  | DataOf<typeof RegistrationRescheduledV1>
  | DataOf<typeof RegistrationCorrectedV1>
  | DataOf<typeof RegistrationReminderV1>
  | DataOf<typeof RegistrationRepeatedV1>
  | DataOf<typeof RegistrationCancelledV1>
  | DataOf<typeof PersonInvitedV1>;

/** `ecou.events.<name>.v1` -> `<name>`. */
const nameOf = (type: string): string => type.split('.')[2] ?? type;

const purposeOf = (name: string): NoticePurpose | undefined => noticePurposes.find((known) => known === name);

const present = (values: Readonly<Record<string, string | null | undefined>>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));

const templateFor = (purpose: NoticePurpose) => {
  const { name, version } = latestTemplate(purpose);
  return { name, version };
};

/** Ends of registrations of which nobody is told: they never said that it was they, or have another one and just heard so. */
const untold: readonly string[] = ['not-confirmed', 'registered-already'];

/** Whose it is, and what it is about that the template shows. */
function registrantOf(data: RegistrationData) {
  const { civicEventId, title, startsAt, endsAt, timeZone, venue, onlineAddress, language } = data;
  const [kind, id] =
    'invitationId' in data
      ? (['invitation', data.invitationId] as const)
      : (['registration', data.registrationId] as const);
  const place = venue && `${venue.name}, ${venue.address}`;
  const occasion = {
    id,
    civicEventId,
    title: inLanguage(title, language),
    startsAt,
    endsAt,
    timeZone,
    place,
    onlineAddress,
  };
  return { kind, id, occasion };
}

/** Further words of some occasions. */
function detailsOf(data: RegistrationData): Record<string, string | null | undefined> {
  const said = (text: LocalizedText | undefined) => text && inLanguage(text, data.language);
  if ('confirmBy' in data) return { confirmBy: data.confirmBy };
  if ('cancelledAt' in data) return { reason: data.reason, explanation: said(data.explanation) };
  if ('rescheduledAt' in data) return { previousStart: data.previousStart, explanation: said(data.reason) };
  if (!('toldAt' in data)) return {};
  return { changed: data.changed.join(', '), correction: data.reason && inLanguage(data.reason, data.language) };
}

/** The time from which nobody needs it; `null`: none, since a cancellation is worth knowing late, too. */
function expiryOf(data: RegistrationData): string | null {
  if ('cancelledAt' in data) return null;
  return 'confirmBy' in data ? data.confirmBy : data.endsAt;
}

/** The message to somebody who registered or was invited; `undefined` for an occasion of which nobody is told, and one that a later build may add. */
export function registrationNotice(
  { id: causeId, type, time, data }: Incoming<RegistrationData>,
  at: string,
): QueueNotice | undefined {
  const name = nameOf(type);
  const purpose = purposeOf(name);
  if (!purpose || ('cancelledAt' in data && untold.includes(data.reason))) return undefined;
  const { kind, id, occasion } = registrantOf(data);
  return {
    type: 'QueueMessage',
    purpose,
    promise: { kind, id, occasion: name, at: time, sendingId: null, channel: data.channel },
    recipient: { address: data.address, words: sealedWords({ name: data.name }) },
    language: data.language,
    template: templateFor(purpose),
    variables: present({ ...occasion, ...detailsOf(data) }),
    causeId,
    expiresAt: expiryOf(data),
    at,
  };
}

/** The message to somebody who sent a petition; `undefined` for a step inside the city hall, and one that a later build may add. */
export function petitionNotice(
  { id: causeId, data }: Incoming<DataOf<typeof PetitionUpdateContactV1>>,
  at: string,
): QueueNotice | undefined {
  const { petitionId, number, occasion, language, channel, contact, answerBy, legalAnswerBy } = data;
  const purpose = purposeOf(`petition-${occasion}`);
  if (!purpose) return undefined;
  const { name, salutation, text, legalBasis, numbers = [], sendingId = null, outgoingNumber, letter } = data;
  return {
    type: 'QueueMessage',
    purpose,
    promise: { kind: 'petition', id: petitionId, occasion, at: data.at, sendingId, channel },
    recipient: { address: contact, words: sealedWords({ name, salutation, text, letter }) },
    language,
    template: templateFor(purpose),
    variables: present({
      petitionId,
      number,
      numbers: numbers.length > 1 ? numbers.join(', ') : null,
      legalBasis,
      answerBy,
      legalAnswerBy,
      ...(outgoingNumber === undefined ? {} : { outgoingNumber, at: data.at }),
    }),
    causeId,
    expiresAt: null,
    at,
  };
}

/** The message to whoever looks after an endpoint that was paused. Their language is not known: it is the municipality's. */
export function endpointNotice(
  { id: causeId, data }: Incoming<DataOf<typeof EndpointPausedContactV1>>,
  at: string,
): QueueNotice {
  const { endpointId, host, reason, error, position, contact, pausedAt } = data;
  const purpose = 'endpoint-paused';
  return {
    type: 'QueueMessage',
    purpose,
    promise: { kind: 'endpoint', id: endpointId, occasion: purpose, at: pausedAt, sendingId: null, channel: 'email' },
    recipient: { address: contact, words: {} },
    language: 'ro',
    template: templateFor(purpose),
    variables: present({ endpointId, host, reason, error, position: String(position) }),
    causeId,
    expiresAt: null,
    at,
  };
}

/** The reminder to whoever sees to a facility. Their language is not known: it is the municipality's. */
export function verificationNotice(
  { id: causeId, data }: Incoming<DataOf<typeof VerificationDueContactV1>>,
  at: string,
): QueueNotice {
  const { facilityId, name, dueOn, verifiedAt, stewardName, contact, dueAt } = data;
  const purpose = 'verification-due';
  return {
    type: 'QueueMessage',
    purpose,
    promise: { kind: 'facility', id: facilityId, occasion: purpose, at: dueAt, sendingId: null, channel: 'email' },
    recipient: { address: contact, words: sealedWords({ name: stewardName }) },
    language: 'ro',
    template: templateFor(purpose),
    variables: present({ facilityId, title: name.ro, dueOn, verifiedAt }),
    causeId,
    expiresAt: null,
    at,
  };
}

/** The envelopes that are there. */
const sealedWords = (words: Readonly<Record<string, Sealed | null | undefined>>): Record<string, Sealed<Word>> =>
  Object.fromEntries(Object.entries(words).filter((entry): entry is [string, Sealed<Word>] => Boolean(entry[1])));
