import type { Folds } from '@ecou/event-sourcing';

/** The results of the views' folds over golden events. Written by `ECOU_WRITE_GOLDEN=1 npm test -- golden`, and never by hand. */
export const folds: Folds = {
  facility_links: {
    version: 1,
    table: 'cd173d0b475aaed2',
    events: {
      'FacilityAdded.v1': 'f71b5c40678be45f',
      'FacilityAdded.v1/linked': 'b8d30ba941508439',
      'FacilityAdded.v2': '139420a78b663e06',
      'FacilityChanged.v1': '139420a78b663e06',
      'FacilityChanged.v1/linked': '723bcb17604c6301',
      'FacilityChanged.v2': 'ba32a02b1a1ba71f',
      'FacilityRetired.v1': 'ba32a02b1a1ba71f',
    },
  },
  broken_links: {
    version: 1,
    table: 'd897cb53fb057754',
    events: {
      'LinkBroken.v1': '6ef9056c9db3f2be',
      'LinkRestored.v1': '139420a78b663e06',
      'LinkDropped.v1': '139420a78b663e06',
    },
  },
};
