import type { Folds } from '@ecou/event-sourcing';

/** The results of the views' folds over golden events. Written by `ECOU_WRITE_GOLDEN=1 npm test -- golden`, and never by hand. */
export const folds: Folds = {
  questionnaire_list: {
    version: 7,
    table: '0a700caa73f0c7c0',
    events: {
      'QuestionnaireDrafted.v1': '0ff5c2719bda45db',
      'QuestionnaireDrafted.v2': '52d5e81469f18519',
      'QuestionnaireRevised.v1': '85fc10f49ada649b',
      'QuestionnaireRevised.v2': '42412a9586464a86',
      'DenominatorReported.v1': '9581f98e421c275c',
      'DenominatorReported.v2': '927193da7d54cdbc',
      'InvitationsIssued.v1': '2652be26b784cddd',
      'QuestionnaireOpened.v1': '5e22c53ab01c813d',
      'QuestionnaireItemsLocked.v1': '877e2e463ad36d25',
      'QuestionnaireClosed.v1': '1768597d0b27c7fc',
      'BallotBoxEmptied.v1': '247fb55363b7a23d',
      'SummaryReported.v1': 'bba8ee93b31a2cae',
      'SummaryReported.v2': '5ec77091328cf7ec',
      'ResultsPublished.v1': 'e8a838af636f3f2c',
      'ResultsPublished.v2': '021f29941dd8c4ed',
    },
  },
  template_list: {
    version: 1,
    table: 'b7c56eb7b3148fa3',
    events: {
      'QuestionnaireTemplateCreated.v1': '638384b15c3e9e3e',
      'QuestionnaireTemplateRevised.v1': 'b8a7d45cabbc9401',
      'QuestionnaireTemplateRetired.v1': '5bc07bf58db6b165',
    },
  },
  response_list: {
    version: 2,
    table: '6c716a42afd2fbef',
    events: {
      'ResponseRecorded.v1': 'f4370523cce26c29',
      'AnswerCoded.v1': 'de8e7bcff2049c80',
    },
  },
  answer_tally: {
    version: 4,
    table: '5fa85d9219e48bab',
    events: {
      'ResponseRecorded.v1': 'e732d674e38eeb3b',
      'AnswerCoded.v1': '9c916a0c9863d7b4',
    },
  },
};
