import type { Folds } from '@ecou/event-sourcing';

/** The results of the views' folds over golden events. Written by `ECOU_WRITE_GOLDEN=1 npm test -- golden`, and never by hand. */
export const folds: Folds = {
  conversation_list: {
    version: 1,
    table: 'b7d002730c858e93',
    events: {
      'ConversationOpened.v1': '1e07a41c985653c1',
      'MessageReceived.v1': '37a2589bd5db21b7',
      'ReplyWritten.v1': '3cc6a7a66ad77808',
      'ConversationAssigned.v1': '43bbe1ebda0438eb',
      'ConversationClosed.v1': '45896132d8b9fd4d',
      'ConversationReopened.v1': '667ec488503ba8f0',
      'PetitionRequested.v1': '317e85de56e15497',
      'PetitionTakenUp.v1': '1a8ce7c74e2a7ca9',
      'PetitionRefused.v1': 'a69e63d3226b2900',
    },
  },
};
