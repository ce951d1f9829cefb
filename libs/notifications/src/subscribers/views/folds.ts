import type { Folds } from '@ecou/event-sourcing';

/** The results of the views' folds over golden events. Written by `ECOU_WRITE_GOLDEN=1 npm test -- golden`, and never by hand. */
export const folds: Folds = {
  subscription_list: {
    version: 2,
    table: '3a66448064529edd',
    events: {
      'SubscriberRegistered.v1': 'c731d02b46a1bcfb',
      'SubscriptionAsked.v1': '485da18e37eccaa1',
      'SubscriptionAsked.v2': '89256b121a4a762a',
      'SubscriptionConfirmed.v1': 'a7252f8ee0dc158f',
      'SubscriptionConfirmed.v2': 'e42d7a052c3cf3b7',
      'SubscriptionEnded.v1': '2512fe8f339d2a33',
      'LanguageChosen.v1': '2d3702d23f6e4755',
      'PreferencesChosen.v1': 'a9b3c045d7a7e626',
      'AddressAdded.v1': 'd358d486f6d2e67e',
      'AddressConfirmed.v1': '85c7bf2b13ebd058',
      'AddressRemoved.v1': '8c81935c39a95ec7',
      'AddressStopped.v1': '68d37e782c854f8b',
      'AddressStopped.v2': 'c20d936436cdd9b3',
    },
  },
  topic_subscribers: {
    version: 1,
    table: '5da96a8be9e77301',
    events: {
      'SubscriptionConfirmed.v1': '972b660cf58caf91',
      'SubscriptionEnded.v1': 'fcac1a520b288374',
      'LanguageChosen.v1': '726196ddba6712d9',
      'SubscriptionConfirmed.v2': 'e1dc4c89569ec3b3',
    },
  },
};
