import type { Folds } from '@ecou/event-sourcing';

/** The results of the views' folds over golden events. Written by `ECOU_WRITE_GOLDEN=1 npm test -- golden`, and never by hand. */
export const folds: Folds = {
  subscription_list: {
    version: 3,
    table: '5f09c3f53429c1ca',
    events: {
      'SubscriberRegistered.v1': '6afcdfbca880a5af',
      'SubscriptionAsked.v1': 'e5ebffa7414177a4',
      'SubscriptionAsked.v2': '0b9fef7f88e5c6b4',
      'SubscriptionConfirmed.v1': 'f0da67074471f111',
      'SubscriptionConfirmed.v2': '8435b5b703494645',
      'SubscriptionEnded.v1': '532b53b96df55eea',
      'LanguageChosen.v1': '90fc16fc744db55e',
      'PreferencesChosen.v1': '482774d30159bfbd',
      'AddressAdded.v1': 'f2985eb55ae961dd',
      'AddressConfirmed.v1': '312321ef534686b7',
      'AddressRemoved.v1': '969bdaad74d1a897',
      'AddressStopped.v1': '511705eb8bb32d77',
      'AddressStopped.v2': '626d12aab9197bba',
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
