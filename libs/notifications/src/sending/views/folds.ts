import type { Folds } from '@ecou/event-sourcing';

/** The results of the views' folds over golden events. Written by `ECOU_WRITE_GOLDEN=1 npm test -- golden`, and never by hand. */
export const folds: Folds = {
  message_list: {
    version: 1,
    table: '5722f38dc059d8be',
    events: {
      'MessageQueued.v1': '414b0520af619a4e',
      'SendingStarted.v1': '669d018a61c09923',
      'MessageSent.v1': 'e6ca362a867cddf5',
      'SendingFailed.v1': 'a005043b4cc557dc',
      'MessageRequeued.v1': '6649e082a08e47da',
      'MessageBounced.v1': 'c5e5393ba2a9fe3d',
      'SendingUncertain.v1': '909b8ebd7d4cef56',
      'ResendOrdered.v1': '6ebed51b7ab9b9a0',
      'MessageSettled.v1': '6c55ee9d6910e01a',
      'MessageWithheld.v1': 'dc2e0dad1b31045f',
    },
  },
};
