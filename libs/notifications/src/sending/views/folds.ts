import type { Folds } from '@ecou/event-sourcing';

/** The results of the views' folds over golden events. Written by `ECOU_WRITE_GOLDEN=1 npm test -- golden`, and never by hand. */
export const folds: Folds = {
  message_list: {
    version: 4,
    table: '0554868515b80f75',
    events: {
      'MessageQueued.v1': '60d3aae8af6558e1',
      'MessageQueued.v2': '052966b434acb9c8',
      'MessageQueued.v3': '154814cb517af751',
      'NewsGathered.v1': 'd8783d87bb675acf',
      'MessagePostponed.v1': '797ec8b53887ef77',
      'MessageReleased.v1': '843968663fc89ecf',
      'SendingStarted.v1': 'd4251fb8768a46fb',
      'MessageSent.v1': '7109d9b628724398',
      'MessageSent.v2': '1040ef1030c9c094',
      'MessageSent.v3': '420181c98a2aea69',
      'SendingFailed.v1': '4b710e11b52ab62c',
      'SendingFailed.v2': 'bdb63da87b0982b7',
      'SendingFailed.v3': 'c76f70adb82925b2',
      'MessageRequeued.v1': 'e6fde4ac5bc01adc',
      'MessageBounced.v1': 'c5992962c100feae',
      'MessageBounced.v2': 'b8670b78f22c414e',
      'MessageBounced.v3': '988495ce420d885f',
      'SendingUncertain.v1': '8c138a5818c47937',
      'SendingUncertain.v2': '19ab714efe8eac01',
      'ResendOrdered.v1': '234ee5ee1d8ebf4c',
      'MessageSettled.v1': 'd570fe70f4f559b7',
      'MessageSettled.v2': '581d5101fd32ee0d',
      'MessageWithheld.v1': 'e94df9ac68315a7c',
      'MessageWithheld.v2': '95626833a8220f48',
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
