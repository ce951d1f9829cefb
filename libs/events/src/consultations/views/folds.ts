import type { Folds } from '@ecou/event-sourcing';

/** The results of the views' folds over golden events. Written by `ECOU_WRITE_GOLDEN=1 npm test -- golden`, and never by hand. */
export const folds: Folds = {
  programme_list: {
    version: 3,
    table: 'f91688afa0e084c9',
    events: {
      'ProgrammeCreated.v1': '52f792c6c4c41751',
      'ProgrammeCreated.v2': 'fb629f53b32332ce',
      'ProgrammeStarted.v1': '282acbbb925b2495',
      'ProgrammeCorrected.v1': '758868f72df18c44',
      'ProgrammeEnded.v1': '7d041de9359e8a61',
      'ProgrammeReopened.v1': 'b853fe3e6abd5dc1',
      'DeliverablePlanned.v1': 'd27f0359c0e4066c',
      'DeliverablePresented.v1': '4905d0c25965fd5d',
      'DeliverablePublished.v1': '2f4d86e7a45a689c',
      'EmblemAdded.v1': 'f71558364749ca3d',
      'EmblemRemoved.v1': '87397dd83149f344',
    },
  },
  discussion_point_list: {
    version: 3,
    table: '3de319fbe2e00cdc',
    events: {
      'DiscussionPointRecorded.v1': 'a796af9a656e17f7',
      'DiscussionPointRecorded.v2': 'bd33ddce736f4bd6',
      'DiscussionPointRecorded.v3': 'fdf0d2b0356f600d',
      'DiscussionPointPromoted.v1': 'ec0f43690d4abb1c',
      'DiscussionPointPromoted.v2': 'ac7ec124fa13db72',
      'DiscussionPointReworded.v1': 'd6e735b067d7f099',
      'DiscussionPointRedacted.v1': '5c70a3ceea327074',
    },
  },
  recommendation_list: {
    version: 2,
    table: 'c8adc8bf666291a6',
    events: {
      'DiscussionPointRecorded.v1': '47695798a208e40a',
      'DiscussionPointRecorded.v2': '90b439288f3912d6',
      'DiscussionPointRecorded.v3': 'e5bb7d628173e458',
      'DiscussionPointPromoted.v1': 'f58899791f6ed2b8',
      'DiscussionPointPromoted.v2': '613a0c04a46d4845',
      'DiscussionPointReworded.v1': '7ed45849ba934b57',
      'DiscussionPointRedacted.v1': '87706e3f5ba9044d',
      'RedactionCarriedOut.v1': 'e07295dcd3895ff6',
      'RecommendationReviewStarted.v1': '2c7ae48532b94480',
      'RecommendationAssigned.v1': 'c697ded55ca45f7f',
      'RecommendationAccepted.v1': 'ef4844e9b945bd0e',
      'RecommendationDeclined.v1': '3471f5cbb6e2d4b6',
      'RecommendationStarted.v1': '49e25c2b2b6bbc2b',
      'RecommendationCompleted.v1': 'b5e5047e98d62770',
      'RecommendationReopened.v1': '1382286e8ae690ea',
      'RecommendationProgressNoted.v1': '4c49144ed54a7874',
      'RecommendationNoteTaken.v1': 'f99fc4af7b13205d',
    },
  },
};
