import type { Folds } from '@ecou/event-sourcing';

/** The results of the views' folds over golden events. Written by `ECOU_WRITE_GOLDEN=1 npm test -- golden`, and never by hand. */
export const folds: Folds = {
  message_list: {
    version: 3,
    table: '6a9196ef22e53cd3',
    events: {
      'MessageQueued.v1': '3b2975f2b4f3bd74',
      'MessageQueued.v2': '5243fa3a6b688da6',
      'MessageQueued.v3': 'bfd41276260ac9b9',
      'NewsGathered.v1': 'c078e6e5efd4e651',
      'MessagePostponed.v1': 'ec65158ff30e3472',
      'MessageReleased.v1': '6adcf0fad0c635b3',
      'SendingStarted.v1': 'b0f9a49f30df4374',
      'MessageSent.v1': 'c81f86356ab4187e',
      'MessageSent.v2': 'a2359c726bf8c3b9',
      'SendingFailed.v1': 'dbfb432b532ecf44',
      'SendingFailed.v2': 'ab3862a9f7f101c9',
      'SendingFailed.v3': '96246b061b59f7df',
      'MessageRequeued.v1': '8906f6d9c0a1db9f',
      'MessageBounced.v1': '8ce60e3e797f7e40',
      'MessageBounced.v2': 'f92a1d1a12c22554',
      'MessageBounced.v3': 'da691e11027dc320',
      'SendingUncertain.v1': '383be0d69136c01f',
      'SendingUncertain.v2': '4cda3099e3c6b743',
      'ResendOrdered.v1': '9fe19b03b5b24d88',
      'MessageSettled.v1': '043c58948941f337',
      'MessageSettled.v2': '835ea50225a50a46',
      'MessageWithheld.v1': '6d14cb11f4a3da8c',
      'MessageWithheld.v2': '5982f5a9a05c73fe',
      'MessageSent.v3': '669c0a82056bf58b',
    },
  },
  recommendation_announcement: {
    version: 1,
    table: 'b07ff557dafb21a5',
    events: {
      'AnnouncementStarted.v1': 'f71b5c40678be45f',
      'AnnouncementStarted.v1/recommendation': '5ea76c25a70def95',
      'AnnouncementStarted.v2': '6db2c8d74f229cc3',
    },
  },
};
