import { inLanguage } from '@ecou/contracts';
import { Invalid, Rejected, same, type Decider } from '@ecou/event-sourcing';
import type { Content } from '../questionnaire/questionnaire.events.js';
import type { UpdatesRequested, UpdatesRequestEvent } from './updates-request.events.js';

/** The topics that somebody wants to be told of, and the text that they agreed to. */
export type Wish = Omit<UpdatesRequested['data'], 'requestedAt'>;

export type RequestUpdates = { readonly type: 'RequestUpdates'; readonly wish: Wish; readonly at: string };

/**
 * The wish to be informed, with an address: a stream of its own, so that the address does not stand with what its owner answered.
 */
export const updatesRequestDecider: Decider<RequestUpdates, Wish | null, UpdatesRequestEvent> = {
  initial: null,
  decide({ wish, at }, requested) {
    if (!requested) return [{ type: 'UpdatesRequested', data: { ...wish, requestedAt: at } }];
    if (same(wish, requested)) return [];
    throw new Rejected('UPDATES_REQUEST_EXISTS', 'A wish with this id exists, and says something else.');
  },
  evolve: (_state, { data: { requestedAt: _requestedAt, ...wish } }) => wish,
};

/** The time of a wish as it is told: the hour, in UTC. The answer that it came with has the exact time, and both are told to others. */
export const hourOf = (at: string): string =>
  new Date(Math.floor(Date.parse(at) / 3_600_000) * 3_600_000).toISOString();

/** The part of a questionnaire that the wish to be informed needs. */
export interface Offer {
  readonly questionnaireId: string;
  readonly content: Pick<Content, 'about' | 'topics' | 'consentText'>;
}

/** The person who wishes to be informed, and in which language. */
export type WishContact = Pick<Wish, 'language' | 'address'>;

/** The consent as it was shown. Throws `Invalid` at `path` (where the address stands) where the questionnaire asks for no address. */
export function wishFor(
  { questionnaireId, content }: Offer,
  { language, address }: WishContact,
  path: readonly (string | number)[],
): Wish {
  const { about, topics, consentText } = content;
  if (!consentText || topics.length === 0) {
    throw new Invalid('ADDRESS_NOT_ASKED', 'The questionnaire asks for no address.', path);
  }
  return {
    questionnaireId,
    civicEventId: about.civicEventId,
    topics,
    language,
    consentText: inLanguage(consentText, language),
    channel: 'email',
    address,
  };
}
