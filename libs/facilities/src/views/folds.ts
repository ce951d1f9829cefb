import type { Folds } from '@ecou/event-sourcing';

/** The results of the views' folds over golden events. Written by `ECOU_WRITE_GOLDEN=1 npm test -- golden`, and never by hand. */
export const folds: Folds = {
  facility_map: {
    version: 1,
    table: 'aff0940010f8cf76',
    events: {
      'FacilityAdded.v1': '9cbc680880afd536',
      'FacilityChanged.v1': '84b0d39012eb700e',
      'FacilityOpened.v1': 'c1f942b5b7aa6853',
      'FacilityVerified.v1': 'c5ae2c3a60f2c8ce',
      'FacilitySuspended.v1': '0cc900613c1e3ac8',
      'FacilityResumed.v1': '58badd55020196ac',
      'FacilityRetired.v1': '119d9f88198c270f',
    },
  },
};
