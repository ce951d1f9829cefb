import type { Folds } from '@ecou/event-sourcing';

/** The results of the views' folds over golden events. Written by `ECOU_WRITE_GOLDEN=1 npm test -- golden`, and never by hand. */
export const folds: Folds = {
  subscription_list: {
    version: 1,
    table: '17ea34fed2a1ee01',
    events: {
      'SubscriberRegistered.v1': 'c2e4c1c16779ca53',
      'SubscriptionAsked.v1': 'd92b6103aa7b383c',
      'SubscriptionConfirmed.v1': 'ef100e9683cd7239',
      'SubscriptionEnded.v1': 'db6ab681d3187afc',
      'LanguageChosen.v1': '5eaa714b59fc2177',
      'AddressStopped.v1': '04af74012c8dcb2b',
    },
  },
  topic_subscribers: {
    version: 1,
    table: '5da96a8be9e77301',
    events: {
      'SubscriptionConfirmed.v1': '972b660cf58caf91',
      'SubscriptionEnded.v1': 'fcac1a520b288374',
      'LanguageChosen.v1': '726196ddba6712d9',
    },
  },
};
