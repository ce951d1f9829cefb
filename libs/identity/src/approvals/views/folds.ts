import type { Folds } from '@ecou/event-sourcing';

/** The results of the views' folds over golden events. Written by `ECOU_WRITE_GOLDEN=1 npm test -- golden`, and never by hand. */
export const folds: Folds = {
  approvals: {
    version: 1,
    table: '646e11c7a8938e57',
    events: {
      'ApprovalAsked.v1': '4e12ef8f540e4d1b',
      'ApprovalGiven.v1': 'e6d1eecefbf774c0',
      'ApprovalRefused.v1': '9d64b502a78659f0',
      'ApprovalWaived.v1': 'e92a6a573aa769a5',
      'ApprovalWithdrawn.v1': '3bf2c8ecdde04637',
      'ApprovalExpired.v1': '35ff566f9c85012d',
      'ApprovalUsed.v1': '11c82584fd6339eb',
    },
  },
};
