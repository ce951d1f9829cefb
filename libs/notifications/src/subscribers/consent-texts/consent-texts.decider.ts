import type { Language } from '@ecou/contracts';
import { assertNever, Invalid, same, type Decider } from '@ecou/event-sourcing';
import type { ConsentTextsEvent } from './consent-texts.events.js';

export interface ConsentText {
  readonly version: number;
  readonly text: Readonly<Record<Language, string>>;
  /** Whoever agreed to an older one is asked again; what they agreed to holds until then (ISO 8601). */
  readonly renewal: { readonly holdsUntil: string } | null;
  /** `null`: it came with the platform. */
  readonly publishedAt: string | null;
}

export interface ConsentTexts {
  /** Every version, from 1. */
  readonly texts: readonly [ConsentText, ...ConsentText[]];
  /** The progress of each renewal, by the version of its text. */
  readonly renewals: Readonly<Record<number, { readonly cursor: string | null; readonly completed: boolean }>>;
}

export type PublishConsentText = {
  type: 'PublishConsentText';
  text: ConsentText['text'];
  renewal: ConsentText['renewal'];
  at: string;
};
/** Those after `from` were asked. */
export type AdvanceRenewal = {
  type: 'AdvanceRenewal';
  version: number;
  from: string | null;
  subscribers: readonly string[];
  last: boolean;
  at: string;
};
export type ConsentTextsCommandBody = PublishConsentText | AdvanceRenewal;

const days = 24 * 3600_000;
/** The days that somebody is given to agree to a new text. */
export const leastDays = 14;

/** A moment (ISO 8601) that leaves them these days. */
export const earliestEnd = (at: string): string => new Date(Date.parse(at) + leastDays * days).toISOString();

const initial: ConsentTexts = {
  texts: [
    {
      version: 1,
      text: {
        ro: 'Sunt de acord ca primăria să îmi păstreze adresa de e-mail și să îmi scrie despre temele alese. Pot renunța oricând, printr-un singur clic, din orice mesaj.',
        en: 'I agree that the city hall keeps my e-mail address and writes to me about the topics that I chose. I can leave at any time, with one click, from any message.',
      },
      renewal: null,
      publishedAt: null,
    },
  ],
  renewals: {},
};

/** The one to be shown now. */
export const currentText = ({ texts }: ConsentTexts): ConsentText => texts.at(-1) ?? texts[0];

/** The latest to which whoever agreed to an older one has to agree anew. */
export const requiredText = ({ texts }: ConsentTexts): ConsentText | undefined =>
  texts.findLast(({ renewal }) => renewal !== null);

function publish({ text, renewal, at }: PublishConsentText, state: ConsentTexts): ConsentTextsEvent[] {
  const current = currentText(state);
  if (same(current.text, text) && same(current.renewal, renewal)) return [];
  if (renewal && renewal.holdsUntil < earliestEnd(at)) {
    throw new Invalid('RENEWAL_TOO_SOON', `People are given ${leastDays} days at least to agree to a new text.`, [
      'renewal',
      'holdsUntil',
    ]);
  }
  return [{ type: 'ConsentTextPublished', data: { version: current.version + 1, text, renewal, publishedAt: at } }];
}

function advance({ version, from, subscribers, last, at }: AdvanceRenewal, state: ConsentTexts): ConsentTextsEvent[] {
  const renewal = state.renewals[version];
  if (!renewal || renewal.completed || renewal.cursor !== from) return [];
  const cursor = subscribers.at(-1);
  if (last || cursor === undefined) return [{ type: 'RenewalCompleted', data: { version, from, completedAt: at } }];
  return [{ type: 'RenewalContinued', data: { version, from, cursor, continuedAt: at } }];
}

function evolve(state: ConsentTexts, event: ConsentTextsEvent): ConsentTexts {
  const { version } = event.data;
  switch (event.type) {
    case 'ConsentTextPublished': {
      const [first, ...later] = state.texts;
      const next: ConsentTexts = { ...state, texts: [first, ...later, event.data] };
      if (event.data.renewal === null) return next;
      return { ...next, renewals: { ...state.renewals, [version]: { cursor: null, completed: false } } };
    }
    case 'RenewalContinued':
      return {
        ...state,
        renewals: { ...state.renewals, [version]: { cursor: event.data.cursor, completed: false } },
      };
    case 'RenewalCompleted':
      return { ...state, renewals: { ...state.renewals, [version]: { cursor: event.data.from, completed: true } } };
    default:
      return assertNever(event);
  }
}

/** The texts that people agree to when they ask by themselves. A text is never changed: it gets a new version, and old ones stay. */
export const consentTextsDecider: Decider<ConsentTextsCommandBody, ConsentTexts, ConsentTextsEvent> = {
  initial,
  decide: (command, state) =>
    command.type === 'PublishConsentText' ? publish(command, state) : advance(command, state),
  evolve,
};
