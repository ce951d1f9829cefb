import type { Links } from '../subscribers/links/links.js';
import type { Message } from './message/message.state.js';
import type { MessageLinks } from './templates/template.js';

interface About extends Pick<NonNullable<Message['queued']>, 'subscriberId' | 'round' | 'number'> {
  readonly id: string;
  /** Names of the topics for which somebody gets it. */
  readonly topics: readonly string[];
  readonly to: string;
}

/** The addresses that a message may name; those of a subscriber throw in a message to anybody else. */
export function linksOf({ id, subscriberId, number, round, topics, to }: About, links: Links): MessageLinks {
  const subscriber = (): string => {
    if (subscriberId === null) throw new Error('Only a message to a subscriber has such a link.');
    return subscriberId;
  };
  return {
    get confirm() {
      return links.confirm(subscriber(), round ?? 0);
    },
    get confirmAddress() {
      return links.address(subscriber(), number ?? 0);
    },
    get renewConsent() {
      return links.renewal(subscriber(), round ?? 0);
    },
    get preferences() {
      return links.preferences(subscriber());
    },
    get unsubscribe() {
      subscriber();
      return links.unsubscribe(id);
    },
    topics,
    report: links.report.bind(links),
    recommendation: links.recommendation.bind(links),
    registration: links.registration.bind(links),
    confirmRegistration: links.confirmRegistration.bind(links),
    invitation: links.invitation.bind(links),
    doorCode: links.doorCode.bind(links),
    civicEvent: links.civicEvent.bind(links),
    endpoint: links.endpoint.bind(links),
    facility: links.facility.bind(links),
    petitionStatus: links.petitionStatus.bind(links),
    petitionForm: links.petitionForm.bind(links),
    petition: (petition) => links.petition({ ...petition, contact: to }),
  };
}
