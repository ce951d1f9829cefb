import type { Folds } from '@ecou/event-sourcing';

/** The results of the views' folds over golden events. Written by `ECOU_WRITE_GOLDEN=1 npm test -- golden`, and never by hand. */
export const folds: Folds = {
  questionnaire_list: {
    version: 5,
    table: '0a700caa73f0c7c0',
    events: {
      'QuestionnaireDrafted.v1': '0ff5c2719bda45db',
      'QuestionnaireDrafted.v2': '52d5e81469f18519',
      'QuestionnaireRevised.v1': '85fc10f49ada649b',
      'QuestionnaireRevised.v2': '42412a9586464a86',
      'DenominatorReported.v1': 'c0f63a51b933275d',
      'InvitationsIssued.v1': '0122d89b4ed6a1f4',
      'QuestionnaireOpened.v1': 'b97276ef0af7db67',
      'QuestionnaireItemsLocked.v1': '3d7eb1c5df58bb05',
      'QuestionnaireClosed.v1': 'fdccecfd284762a2',
      'BallotBoxEmptied.v1': '654533e846283547',
      'SummaryReported.v1': '1ab1d4d1adda8419',
      'ResultsPublished.v1': '2f22d58c9aae4535',
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
    version: 3,
    table: 'a99068cb7668f30c',
    events: {
      'ResponseRecorded.v1': '82527e174fd2ea75',
      'AnswerCoded.v1': 'bacac5ad452b0612',
    },
  },
};
