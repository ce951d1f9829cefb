import type { Folds } from '@ecou/event-sourcing';

/** The results of the views' folds over golden events. Written by `ECOU_WRITE_GOLDEN=1 npm test -- golden`, and never by hand. */
export const folds: Folds = {
  registration_list: {
    version: 3,
    table: '6447a070f8147952',
    events: {
      'PersonRegistered.v1': '191dce9cbb763359',
      'RegistrationConfirmed.v1': '9015fc1f432dc263',
      'RegistrationCancelled.v1': '769e6bf66a1d6c96',
      'CheckedIn.v1': '8916043400b80504',
      'CheckInUndone.v1': '45dae2b86a5ed7a8',
      'RegistrationRecategorised.v1': '820acaaf2fcab45c',
      'WaitingPromoted.v1': '645ad9a60f8be092',
      'DeliveryLearned.v1': '3599eb8f4481e69a',
      'RegistrationCancelled.v2': '5bde4000238ff844',
    },
  },
  participation: {
    version: 1,
    table: '516c9f8e76d985a7',
    events: {
      'PersonInvited.v1': 'c57abcc51dbeeaf0',
      'InvitationAccepted.v1': '9add0ef47601eb0a',
      'InvitationDeclined.v1': '4078302a2b313b65',
      'SeatTaken.v1': '1fc789634bd950d2',
      'WaitingJoined.v1': 'a6931f53a7310595',
      'WaitingPromoted.v1': 'f2ee51aa32642aea',
      'SeatFreed.v1': '16e50c9b89dc4ece',
      'WaitingLeft.v1': 'd40e34161fe75845',
      'PlaceLost.v1': '79c92dd21041c3a4',
      'CheckedIn.v1': '111207cfc53b3f98',
      'WalkInRecorded.v1': 'ec6783b0928fba40',
      'CheckInUndone.v1': '402d9fee2ea65ffc',
      'RegistrationRecategorised.v1': 'd010f7bb2e45750d',
      'WalkInCorrected.v1': '2ce252cbb3370916',
    },
  },
  invitation_list: {
    version: 2,
    table: 'a49528d60f4f1f96',
    events: {
      'PersonInvited.v1': 'cabcecb3148f3670',
      'InvitationAccepted.v1': 'ad43ce0eb80b471e',
      'DeliveryLearned.v1': '223c356a61ebe0db',
      'InvitationDeclined.v1': 'de3da78767db22fc',
    },
  },
  walk_in_list: {
    version: 1,
    table: '9c920eefd261a2d1',
    events: {
      'WalkInRecorded.v1': 'c75e6dedca229070',
      'WalkInCorrected.v1': 'a695d708e84111c6',
    },
  },
};
