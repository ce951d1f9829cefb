import {
  DiscussionPointRedactedV1,
  FacilityAddedV1,
  FacilityChangedV1,
  QuestionnaireClosedV1,
  RecommendationRecordedV1,
  ResponseRecordedV1,
} from '@ecou/contracts';
import { publisherOf } from '@ecou/runtime/testing';

export { tellAll } from '@ecou/runtime/testing';

/** The contexts whose messages the log takes. */
export const publishers = [
  publisherOf('events', [RecommendationRecordedV1, DiscussionPointRedactedV1]),
  publisherOf('facilities', [FacilityAddedV1, FacilityChangedV1]),
  publisherOf('feedback', [QuestionnaireClosedV1, ResponseRecordedV1]),
  publisherOf('notifications', []),
  publisherOf('identity', []),
];
