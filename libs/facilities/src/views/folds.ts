import type { Folds } from '@ecou/event-sourcing';

/** The results of the views' folds over golden events. Written by `ECOU_WRITE_GOLDEN=1 npm test -- golden`, and never by hand. */
export const folds: Folds = {
  facility_map: {
    version: 3,
    table: '1bc19b0293590654',
    events: {
      'FacilityAdded.v1': 'd5a36d5a2d15fb73',
      'FacilityAdded.v2': 'b7b193e15de9d3a0',
      'FacilityChanged.v1': '421339dd532fff20',
      'FacilityChanged.v2': 'dfc68a03cc0a51e8',
      'FacilityOpened.v1': '938600202da6f8cb',
      'FacilityVerified.v1': 'f622a084d6aae70e',
      'FacilitySuspended.v1': 'a26b770b6ba3dd65',
      'FacilityResumed.v1': '2f8438241804a33e',
      'FacilityRetired.v1': '96dd28afa3031617',
    },
  },
};
