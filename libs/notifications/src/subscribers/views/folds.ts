import type { Folds } from '@ecou/event-sourcing';

/** The results of the views' folds over golden events. Written by `ECOU_WRITE_GOLDEN=1 npm test -- golden`, and never by hand. */
export const folds: Folds = {
  subscription_list: {
    version: 4,
    table: 'd837693a2942ac4f',
    events: {
      'SubscriberRegistered.v1': '6afcdfbca880a5af',
      'SubscriptionAsked.v1': 'e5ebffa7414177a4',
      'SubscriptionAsked.v2': '0b9fef7f88e5c6b4',
      'SubscriptionAsked.v3': '6b5f346b07dd192b',
      'SubscriptionConfirmed.v1': '8b7f1224a6ddce8b',
      'SubscriptionConfirmed.v2': '7d4b47f7141298b2',
      'SubscriptionEnded.v1': 'e6e34108e221726e',
      'RenewalAsked.v1': 'bea9c4241ee72454',
      'ConsentRenewed.v1': 'd03b4cc8b95c473e',
      'LanguageChosen.v1': '193126b801693167',
      'PreferencesChosen.v1': '031650661a722a37',
      'AddressAdded.v1': '6219440547314df1',
      'AddressConfirmed.v1': 'd09c0f659067498c',
      'AddressRemoved.v1': 'daf2d9a49d595620',
      'AddressStopped.v1': '224f499e6851f634',
      'AddressStopped.v2': '973e9b3ada00f36f',
      'SubscriptionEnded.v1/by-message': '7d6c91f549904495',
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
      'SubscriptionEnded.v1/by-message': 'd59e49252549e955',
    },
  },
  message_departures: {
    version: 1,
    table: '23f04c4df00f83fe',
    events: {
      'SubscriptionEnded.v1': 'd9e684564bd9512a',
      'SubscriptionEnded.v1/by-message': '19704102bf10bf44',
    },
  },
};
