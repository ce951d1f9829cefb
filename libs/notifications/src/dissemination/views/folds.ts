import type { Folds } from '@ecou/event-sourcing';

/** The results of the views' folds over golden events. Written by `ECOU_WRITE_GOLDEN=1 npm test -- golden`, and never by hand. */
export const folds: Folds = {
  dissemination_list: {
    version: 1,
    table: '3a2a45a8a558dbca',
    events: {
      'DisseminationLogged.v1': 'ca9071e264ba6ea6',
      'DisseminationChanged.v1': 'f240d1994fa6544d',
      'DisseminationPlanned.v1': '466febdfaf2e6a36',
      'DisseminationDone.v1': 'b0844d5692245352',
      'DisseminationCancelled.v1': '8190ba5f9fc0843f',
      'ReachReported.v1': '51368a03e808a68e',
      'ReachCorrected.v1': '3db67b74936265ab',
      'MaterialAdded.v1': '3360962dd91a624d',
      'MaterialRemoved.v1': 'aa008a27c4a4ada3',
    },
  },
};
