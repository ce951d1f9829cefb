import { inLanguage, type Language } from '@ecou/contracts';
import { Invalid, type Decider, type Sealed } from '@ecou/event-sourcing';
import type { Content } from '../questionnaire/questionnaire.events.js';
import type { UpdatesRequestEvent } from './updates-request.events.js';

export type RequestUpdates = {
  readonly type: 'RequestUpdates';
  readonly questionnaireId: string;
  readonly content: Content;
  readonly language: Language;
  readonly address: Sealed<string>;
  /** Where the address stands in the request. */
  readonly path: readonly (string | number)[];
  readonly at: string;
};

/**
 * The wish to be informed, with an address: a stream of its own, so that the address does not stand with what its owner answered.
 */
export const updatesRequestDecider: Decider<RequestUpdates, boolean, UpdatesRequestEvent> = {
  initial: false,
  decide({ questionnaireId, content, language, address, path, at }, requested) {
    if (requested) return [];
    if (!content.consentText || content.topics.length === 0) {
      throw new Invalid('ADDRESS_NOT_ASKED', 'The questionnaire asks for no address.', path);
    }
    const data = {
      questionnaireId,
      civicEventId: content.about.civicEventId,
      topics: content.topics,
      language,
      consentText: inLanguage(content.consentText, language),
      channel: 'email' as const,
      address,
      requestedAt: at,
    };
    return [{ type: 'UpdatesRequested', data }];
  },
  evolve: () => true,
};
