import type { Folds } from '@ecou/event-sourcing';

/** The results of the views' folds over golden events. Written by `ECOU_WRITE_GOLDEN=1 npm test -- golden`, and never by hand. */
export const folds: Folds = {
  facility_map: {
    version: 2,
    table: '1bc19b0293590654',
    events: {
      'FacilityAdded.v1': '52d8278a10844d02',
      'FacilityChanged.v1': 'd8f1b373e04a4826',
      'FacilityOpened.v1': 'bcdc820d8336c9a9',
      'FacilityVerified.v1': '3361bc7b0d379f5a',
      'FacilitySuspended.v1': 'd5979cfc03888d63',
      'FacilityResumed.v1': '50f639472f44cff1',
      'FacilityRetired.v1': '550427728a09c0a4',
    },
  },
};
