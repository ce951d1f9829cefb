import { templateNames } from '../templates.js';
import type { VariableName } from './vocabulary.js';

/** The variables of a template: those that its words have to show, and those that they may. */
interface Offer {
  readonly required: readonly VariableName[];
  readonly optional: readonly VariableName[];
}

const offer = (required: readonly VariableName[], optional: readonly VariableName[] = []): Offer => ({
  required,
  optional,
});

const civicEvent = ['endsAt', 'place', 'onlineAddress', 'note', 'topics'] as const;
const registration = ['startsAt', 'endsAt', 'place', 'onlineAddress', 'name'] as const;
const petition = ['numbers', 'name'] as const;
const answer = offer(['number', 'text'], [...petition, 'salutation', 'legalBasis', 'outgoingNumber']);

const ofRegistration = (required: readonly VariableName[] = [], optional: readonly VariableName[] = []): Offer =>
  offer(
    ['title', ...required],
    [...registration, ...optional].filter((name) => !required.includes(name)),
  );
const ofPetition = (...optional: readonly VariableName[]): Offer => offer(['number'], [...petition, ...optional]);
const withSeat = ofRegistration(['startsAt', 'doorCode']);

const offers: Readonly<Record<string, Offer>> = {
  confirmation: offer(['consent'], ['topics']),
  'imported-confirmation': offer(['consent'], ['topics']),
  'address-confirmation': offer(['consent']),
  'consent-renewal': offer(['consent', 'until'], ['topics']),
  digest: offer([], ['count', 'topics']),
  'report-published': offer(['title'], ['version', 'note', 'topics']),
  'deliverable-published': offer(['title'], ['topics']),
  'recommendation-progressed': offer(['title', 'step'], ['note', 'topics']),
  'civic-event-published': offer(['title', 'startsAt'], civicEvent),
  'civic-event-rescheduled': offer(['title', 'startsAt'], ['previousStart', ...civicEvent]),
  'civic-event-cancelled': offer(['title', 'startsAt'], civicEvent),
  'incentive-began': offer(['title'], ['note', 'lastOn', 'topics']),
  'registration-to-confirm': ofRegistration([], ['confirmBy']),
  'registration-confirmed': withSeat,
  'registration-waiting': ofRegistration(),
  'registration-promoted': withSeat,
  'registration-rescheduled': ofRegistration(['startsAt'], ['previousStart', 'explanation']),
  'registration-corrected': ofRegistration(['startsAt'], ['changed', 'correction']),
  'registration-reminder': withSeat,
  'registration-repeated': ofRegistration(),
  'registration-cancelled': ofRegistration(['cancellation'], ['explanation']),
  'person-invited': ofRegistration(['startsAt']),
  'petition-acknowledged': ofPetition('answerBy', 'legalAnswerBy'),
  'petition-information-requested': offer(['number', 'text'], petition),
  'petition-extended': offer(['number', 'text'], [...petition, 'answerBy', 'legalAnswerBy']),
  'petition-forwarded': ofPetition('text'),
  'petition-returned': ofPetition('text', 'answerBy', 'legalAnswerBy'),
  'petition-joined': ofPetition('text', 'answerBy', 'legalAnswerBy'),
  'petition-separated': ofPetition('text', 'answerBy', 'legalAnswerBy'),
  'petition-answered': answer,
  'petition-declined': answer,
  'petition-reopened': ofPetition('text', 'answerBy', 'legalAnswerBy'),
  'petition-closed': ofPetition('text'),
  'followed-petition': offer(['title', 'petitionStep'], ['topics']),
  'conversation-notice-registered': offer(['number']),
  'endpoint-paused': offer(['host'], ['pauseReason', 'error', 'position']),
  'verification-due': offer(['title', 'dueOn'], ['verifiedAt', 'name']),
};

/** The templates whose words the institution may write itself, in the order of the catalogue. */
export const offeredNames: readonly string[] = templateNames.filter((name) => name in offers);

/** The variables of a template, those first that have to be shown; `undefined` where its words cannot be written. */
export function variablesOf(
  name: string,
): readonly { readonly name: VariableName; readonly required: boolean }[] | undefined {
  const found = offers[name];
  return (
    found && [
      ...found.required.map((each) => ({ name: each, required: true })),
      ...found.optional.map((each) => ({ name: each, required: false })),
    ]
  );
}
