import type { Folds } from '@ecou/event-sourcing';

/** The results of the views' folds over golden events. Written by `ECOU_WRITE_GOLDEN=1 npm test -- golden`, and never by hand. */
export const folds: Folds = {
  message_list: {
    version: 2,
    table: '6abd0c30a5c11cf7',
    events: {
      'MessageQueued.v1': '62d21162888ef82a',
      'MessageQueued.v2': '20dece2b5aa17f1f',
      'SendingStarted.v1': '0371b437070b05f0',
      'MessageSent.v1': 'f91fd9a37e080ee6',
      'MessageSent.v2': '035faa4d64fc7191',
      'SendingFailed.v1': '87ef0b6483d69a36',
      'SendingFailed.v2': 'aae6b9ebe21262d9',
      'MessageRequeued.v1': 'd233755d353114f8',
      'MessageBounced.v1': 'b12bf1aacdc56bf5',
      'MessageBounced.v2': '2aff454b46f85e2b',
      'SendingUncertain.v1': '804732f8aacbb90a',
      'SendingUncertain.v2': '69764f4e9ab987cf',
      'ResendOrdered.v1': 'afd3c085b266feb5',
      'MessageSettled.v1': '8017e3b6a32f5d7c',
      'MessageSettled.v2': 'a66d335084d85f06',
      'MessageWithheld.v1': '9d7818d5a2c49217',
      'MessageWithheld.v2': '50643430ff91d58b',
    },
  },
  recommendation_announcement: {
    version: 1,
    table: 'b07ff557dafb21a5',
    events: {
      'AnnouncementStarted.v1': 'f71b5c40678be45f',
      'AnnouncementStarted.v1/recommendation': '5ea76c25a70def95',
    },
  },
};
