import type { Folds } from '@ecou/event-sourcing';

/** The results of the views' folds over golden events. Written by `ECOU_WRITE_GOLDEN=1 npm test -- golden`, and never by hand. */
export const folds: Folds = {
  registration_list: {
    version: 1,
    table: 'db1ffdff276ba858',
    events: {
      'PersonRegistered.v1': '0bf90fef2cebbc41',
      'RegistrationConfirmed.v1': 'fcc81f8b949607a3',
      'RegistrationCancelled.v1': '5bf203ebfce7ca1d',
      'CheckedIn.v1': 'd45ba715b26851dc',
      'WaitingPromoted.v1': 'dc7303b65ae4f0af',
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
    },
  },
  invitation_list: {
    version: 1,
    table: '738d1ada02a7db13',
    events: {
      'PersonInvited.v1': 'd92b1f8a3714e582',
      'InvitationAccepted.v1': 'f2c24ba7f6f40f50',
      'InvitationDeclined.v1': '2a51ec1e52ce0e21',
    },
  },
  walk_in_list: {
    version: 1,
    table: '9c920eefd261a2d1',
    events: {
      'WalkInRecorded.v1': 'c75e6dedca229070',
    },
  },
};
