import type { Folds } from '@ecou/event-sourcing';

/** The results of the views' folds over golden events. Written by `ECOU_WRITE_GOLDEN=1 npm test -- golden`, and never by hand. */
export const folds: Folds = {
  people: {
    version: 2,
    table: '98024b2eed17f2ee',
    events: {
      'PersonInvited.v1': '03618c718ca3a046',
      'PersonCorrected.v1': '0509890ad63e0c0f',
      'IdentityTied.v1': '7176a8a248a72c0c',
      'OfficerTied.v1': 'b4934a0dc735a2cb',
      'RoleGranted.v1': 'c3f10e3354936525',
      'RoleWithdrawn.v1': 'bcb3468c3798dc53',
      'PersonDisabled.v1': '4046c9444fdd3a16',
      'PersonEnabled.v1': 'edcc4837c2fd1854',
      'InvitationIssued.v1': 'cf63e2b7b871742e',
      'PasskeyRegistered.v1': 'df5ccb36552ce860',
      'PasskeyRemoved.v1': '328c305e077202aa',
      'PasskeyBlocked.v1': '0b254cfdad7d69db',
      'SessionsEnded.v1': '3bab19bbcb922747',
    },
  },
};
