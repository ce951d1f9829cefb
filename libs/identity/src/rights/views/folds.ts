import type { Folds } from '@ecou/event-sourcing';

/** The results of the views' folds over golden events. Written by `ECOU_WRITE_GOLDEN=1 npm test -- golden`, and never by hand. */
export const folds: Folds = {
  rights_request_list: {
    version: 2,
    table: '47c85d153d4fa405',
    events: {
      'RightsRequestReceived.v1': '79a670f61fba0691',
      'SubjectsNamed.v1': 'cd54f03e76f4ce73',
      'AnswerExtended.v1': 'ab575cbd8db29982',
      'LegalHoldPlaced.v1': 'ecdd81810e68440a',
      'LegalHoldLifted.v1': '4eff00070be14b43',
      'ErasureOrdered.v1': '239b693533f10fc2',
      'ErasureOrdered.v2': '9531687a1ed54f42',
      'SubjectKeysDestroyed.v1': '36d909a3b9603913',
      'ErasureConfirmed.v1': '3bd4cf579cbdc994',
      'RectificationNoted.v1': 'aaeb9b55c5dfe94f',
      'RestrictionSet.v1': '3f0cc035dec50d81',
      'RestrictionLifted.v1': 'c849d8236cab3885',
      'RightsRequestAnswered.v1': '962143f5baba8245',
      'RightsRequestRefused.v1': '27513f1f698f8714',
      'RightsRequestOverdue.v1': '4139c6ae35823738',
    },
  },
  retention_runs: {
    version: 2,
    table: '1248906826f29cd9',
    events: {
      'RetentionRunBegun.v1': 'f6f6458dc7a2cc12',
      'RetentionRunBegun.v2': 'de7fe6a97a11c313',
      'PeopleProposed.v1': '48506471ea4c6bc8',
      'ObjectionsAsked.v1': '99dac2f15af6b128',
      'ObjectionsRaised.v1': '7967db01d19bc57d',
      'RetentionDecided.v1': '070e299aff98b9bd',
      'RetentionKeysDestroyed.v1': 'b4901e3853e626f1',
      'RetentionErasureConfirmed.v1': '0be17291df2922ac',
    },
  },
};
