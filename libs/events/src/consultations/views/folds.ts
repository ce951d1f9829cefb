import type { Folds } from '@ecou/event-sourcing';

/** The results of the views' folds over golden events. Written by `ECOU_WRITE_GOLDEN=1 npm test -- golden`, and never by hand. */
export const folds: Folds = {
  programme_list: {
    version: 1,
    table: 'f91688afa0e084c9',
    events: {
      'ProgrammeCreated.v1': '98dcc365771e94da',
      'ProgrammeStarted.v1': 'ec2188119d5b6e40',
      'DeliverablePlanned.v1': 'dc23abe5a43682c6',
      'DeliverablePublished.v1': '94d734eab916b422',
    },
  },
  discussion_point_list: {
    version: 2,
    table: 'bf61c84643e9805f',
    events: {
      'DiscussionPointRecorded.v1': 'b226094ce1de6e35',
      'DiscussionPointRecorded.v2': 'f578e068719209fd',
      'DiscussionPointPromoted.v1': '919ef8c1823056a8',
    },
  },
  recommendation_list: {
    version: 1,
    table: 'c8adc8bf666291a6',
    events: {
      'DiscussionPointRecorded.v1': '7d9f9d85b7bf2fcd',
      'DiscussionPointRecorded.v2': 'f4dbdc9a8573006f',
      'DiscussionPointPromoted.v1': '80287ca9f2db9581',
      'RecommendationReviewStarted.v1': '30b36f934082e8d5',
      'RecommendationAssigned.v1': 'b8ecdfc5c53ea9c3',
      'RecommendationAccepted.v1': 'd34657facc15fd24',
      'RecommendationDeclined.v1': '6204493b1496c85b',
      'RecommendationStarted.v1': '57913cc0388d9f60',
      'RecommendationCompleted.v1': '423d7d1cbbb887a0',
      'RecommendationReopened.v1': '984bdf00ccdc6eb9',
      'RecommendationProgressNoted.v1': 'f5dd382e22df0ddc',
      'RecommendationNoteTaken.v1': 'd071eb6c4ca83bab',
    },
  },
};
