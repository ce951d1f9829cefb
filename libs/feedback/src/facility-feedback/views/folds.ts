import type { Folds } from '@ecou/event-sourcing';

/** The results of the views' folds over golden events. Written by `ECOU_WRITE_GOLDEN=1 npm test -- golden`, and never by hand. */
export const folds: Folds = {
  facility_feedback_list: {
    version: 1,
    table: '16d96ae0daec6995',
    events: {
      'FacilityFeedbackGiven.v1': 'daf38c32e0524e14',
      'FacilityFeedbackApproved.v1': 'cf42c37d99a088ae',
      'FacilityFeedbackHidden.v1': 'a03f5ce356770b72',
      'FacilityFeedbackRestored.v1': '362ba6ac42432932',
    },
  },
  facility_rating: {
    version: 1,
    table: '76c3fb89902e8b5d',
    events: {
      'FacilityListed.v1': 'dbd6c007c63d9b43',
      'FacilityDelisted.v1': '04763ba2d47757d0',
      'FacilityFeedbackGiven.v1': '51d60e24e0676021',
      'FacilityFeedbackHidden.v1': 'afd6fce3979f1055',
      'FacilityFeedbackRestored.v1': 'f3a5e7234bb5d565',
    },
  },
};
