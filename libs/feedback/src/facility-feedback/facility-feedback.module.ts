import { EventSourcingModule } from '@ecou/runtime';
import { Module } from '@nestjs/common';
import { FacilityFeedbackController } from './facility-feedback.controller.js';
import { FacilityRatingController } from './facility-rating.controller.js';
import { facilityFeedback } from './feedback/facility-feedback.aggregate.js';
import { FacilityFeedbackHandler } from './feedback/facility-feedback.command.js';
import { listedFacility } from './listed-facility/listed-facility.aggregate.js';
import { ListedFacilityHandler } from './listed-facility/listed-facility.command.js';
import { policies } from './policies.js';
import { publish } from './publish.js';
import { facilityFeedbackList } from './views/facility-feedback-list.view.js';
import { FacilityFeedbackReader } from './views/facility-feedback.reader.js';
import { facilityRating } from './views/facility-rating.view.js';
import { FacilityRatingReader } from './views/facility-rating.reader.js';

/** Grades and comments on facilities of the map, their moderation and their figures. */
@Module({
  imports: [
    EventSourcingModule.forFeature({
      context: 'feedback',
      aggregates: [facilityFeedback, listedFacility],
      views: [facilityFeedbackList, facilityRating],
      publish,
      policies,
    }),
  ],
  controllers: [FacilityFeedbackController, FacilityRatingController],
  providers: [FacilityFeedbackHandler, ListedFacilityHandler, FacilityFeedbackReader, FacilityRatingReader],
})
export class FacilityFeedbackModule {}
