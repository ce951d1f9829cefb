import type { Folds } from '@ecou/event-sourcing';

/** The results of the views' folds over golden events. Written by `ECOU_WRITE_GOLDEN=1 npm test -- golden`, and never by hand. */
export const folds: Folds = {
  subscription_list: {
    version: 3,
    table: '92b54baa0fe90e07',
    events: {
      'SubscriberRegistered.v1': 'c731d02b46a1bcfb',
      'SubscriptionAsked.v1': '485da18e37eccaa1',
      'SubscriptionAsked.v2': '89256b121a4a762a',
      'SubscriptionAsked.v3': '198e07687c7c2c79',
      'SubscriptionConfirmed.v1': 'ea46b7fc47f1684b',
      'SubscriptionConfirmed.v2': 'c1d32c0daa58a983',
      'SubscriptionEnded.v1': '2748dc6964fdc25e',
      'RenewalAsked.v1': 'c277647e6b254b33',
      'ConsentRenewed.v1': '346b1d3fd9381ae4',
      'LanguageChosen.v1': '535a01b4231590f5',
      'PreferencesChosen.v1': 'cf22ed885ff1ad79',
      'AddressAdded.v1': '584a2f006cd18cef',
      'AddressConfirmed.v1': '2d25134f0606d121',
      'AddressRemoved.v1': 'bc231d51b156fa2e',
      'AddressStopped.v1': '455e9338a009712e',
      'AddressStopped.v2': '20b2959a1a1b92a5',
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
