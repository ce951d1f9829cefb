import type { Folds } from '@ecou/event-sourcing';

/** The results of the views' folds over golden events. Written by `ECOU_WRITE_GOLDEN=1 npm test -- golden`, and never by hand. */
export const folds: Folds = {
  facility_map: {
    version: 5,
    table: 'c8d2812ece33a184',
    events: {
      'FacilityAdded.v1': '08c852d0db84a63a',
      'FacilityAdded.v2': '0684f711ac3a10b1',
      'FacilityChanged.v1': 'c5b97f3d95e10d22',
      'FacilityChanged.v2': '354a5f726e56b63b',
      'FacilityOpened.v1': 'dcd4205610777ad2',
      'FacilityVerified.v1': 'aa4cc4870fad1b5f',
      'FacilitySuspended.v1': '9061594dfe9ee832',
      'FacilityResumed.v1': 'e9d23061ea5793ac',
      'FacilityRetired.v1': 'e15b103519934238',
    },
  },
  facility_history: {
    version: 2,
    table: '304268c5fea4a310',
    events: {
      'FacilityAdded.v1': '6cf5799bc61c67bf',
      'FacilityAdded.v2': '5c38aefb641b15f9',
      'FacilityChanged.v1': 'db2a13999fa6fae3',
      'FacilityChanged.v2': '52d0f14f8d3c79c2',
      'FacilityOpened.v1': '5aeaedcc5d3722c3',
      'FacilityVerified.v1': '504b8dbd06f95a1c',
      'FacilitySuspended.v1': '699319e1c88a94de',
      'FacilityResumed.v1': '262d592c4a5a2c64',
      'FacilityRetired.v1': '69a75ad79f7e111a',
    },
  },
};
