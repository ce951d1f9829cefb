import type { Folds } from '@ecou/event-sourcing';

/** The results of the views' folds over golden events. Written by `ECOU_WRITE_GOLDEN=1 npm test -- golden`, and never by hand. */
export const folds: Folds = {
  wording_list: {
    version: 1,
    table: '980c340b91ecfada',
    events: {
      'WordingDrafted.v1': '6ce981f8c9a54a33',
      'WordingPublished.v1': '7ce47fda8c485819',
      'WordingWithdrawn.v1': 'ed8f0e66af335a12',
      'WordingFailed.v1': '07448f5038a8c4eb',
    },
  },
};
