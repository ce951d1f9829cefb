import type { Folds } from '@ecou/event-sourcing';

/** The results of the views' folds over golden events. Written by `ECOU_WRITE_GOLDEN=1 npm test -- golden`, and never by hand. */
export const folds: Folds = {
  facility_map: {
    version: 4,
    table: '579400c339de16b9',
    events: {
      'FacilityAdded.v1': 'e95e5500d67e1f18',
      'FacilityAdded.v2': '7a21acbb4612b59c',
      'FacilityChanged.v1': 'cc0b5ec47aaa4194',
      'FacilityChanged.v2': '52151f46fe5a1bb3',
      'FacilityOpened.v1': '29609e18835178c4',
      'FacilityVerified.v1': '91a29b20af87948f',
      'FacilitySuspended.v1': '7c36bf3e4751e8a2',
      'FacilityResumed.v1': '83a16a4976528721',
      'FacilityRetired.v1': '7ce1fbb584f16f95',
    },
  },
  facility_history: {
    version: 1,
    table: 'a7aba2b9775d3426',
    events: {
      'FacilityAdded.v1': '52ba4b5c1c6aaf37',
      'FacilityAdded.v2': 'e1ffa414738ae330',
      'FacilityChanged.v1': 'fcbfc39b0cd88d42',
      'FacilityChanged.v2': '9a4f1aafd0daef8d',
      'FacilityOpened.v1': '157eb4a024aa4c61',
      'FacilityVerified.v1': '66849ed64ea9e7a8',
      'FacilitySuspended.v1': 'b48d3fa7abf95e66',
      'FacilityResumed.v1': '755fb16a14b16128',
      'FacilityRetired.v1': '62b7da770b2c50fc',
    },
  },
  verification_queue: {
    version: 1,
    table: '9b67e93348f3b2a2',
    events: {
      'FacilityAdded.v1': '4653211bcde32728',
      'FacilityAdded.v2': 'a3b5b9551ac87217',
      'FacilityChanged.v1': '0e27ea994a4f0e21',
      'FacilityChanged.v2': '2537fb93521365e4',
      'FacilityOpened.v1': '9f2c2aab99cd8aee',
      'FacilityResumed.v1': 'b40dc0b9a696c0f6',
      'FacilitySuspended.v1': '3e86066e0e7b225b',
      'FacilityRetired.v1': '35bca9d91283cf14',
      'FacilityVerified.v1': '392426af3f4d68c5',
      'VerificationPlanned.v1': '2617bf1b517da7b9',
      'StewardNamed.v1': '2b67e90b8b027b81',
      'StewardReleased.v1': 'ab875ebf77bc410e',
    },
  },
};
