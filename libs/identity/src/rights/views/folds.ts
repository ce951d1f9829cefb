import type { Folds } from '@ecou/event-sourcing';

/** The results of the views' folds over golden events. Written by `ECOU_WRITE_GOLDEN=1 npm test -- golden`, and never by hand. */
export const folds: Folds = {
  rights_request_list: {
    version: 1,
    table: '47c85d153d4fa405',
    events: {
      'RightsRequestReceived.v1': '79a670f61fba0691',
      'SubjectsNamed.v1': 'cd54f03e76f4ce73',
      'AnswerExtended.v1': 'ab575cbd8db29982',
      'LegalHoldPlaced.v1': 'ecdd81810e68440a',
      'LegalHoldLifted.v1': '4eff00070be14b43',
      'ErasureOrdered.v1': '574314e96e6a47d5',
      'SubjectKeysDestroyed.v1': '83231a8d7b020fe5',
      'ErasureConfirmed.v1': '6bdb5994dc89df98',
      'RectificationNoted.v1': '32a10dbbb1749405',
      'RestrictionSet.v1': '880bf7a2f5349caa',
      'RestrictionLifted.v1': '99db8d5cf3917462',
      'RightsRequestAnswered.v1': '59bfa3a63c35a83a',
      'RightsRequestRefused.v1': '08a8b1897006ca57',
      'RightsRequestOverdue.v1': '5d4205491febefdf',
    },
  },
  retention_runs: {
    version: 1,
    table: '1248906826f29cd9',
    events: {
      'RetentionRunBegun.v1': '4f700dc5018020f5',
      'PeopleProposed.v1': 'b6e2c431a0c1367c',
      'ObjectionsAsked.v1': '05de3a41fadcbaa9',
      'ObjectionsRaised.v1': '924b623c88c79bab',
      'RetentionDecided.v1': '67c7b775d6b014a1',
      'RetentionKeysDestroyed.v1': '35ff0ab5ab659b56',
      'RetentionErasureConfirmed.v1': 'ec319b10949ab96a',
    },
  },
};
