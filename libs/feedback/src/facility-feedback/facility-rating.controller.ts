import { Answers, Public, Reads } from '@ecou/runtime';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { facilityRating } from '../views/facility-rating.view.js';
import { GetFacilityRating, ListFacilityRatings } from './facility-feedback.queries.js';
import {
  facilityParams,
  facilityRatingAnswer,
  facilityRatingsAnswer,
  facilityRatingsQuery,
} from './facility-feedback.schemas.js';

@ApiTags('Feedback on facilities')
@Controller('feedback/v1/facility-ratings')
export class FacilityRatingController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @Public()
  @Reads(facilityRating)
  @ApiOperation({ summary: 'What people think of each facility', description: 'In the order of their ids.' })
  @Answers(facilityRatingsAnswer)
  find(@Query({ schema: facilityRatingsQuery }) criteria: z.output<typeof facilityRatingsQuery>) {
    return this.queries.execute(new ListFacilityRatings(criteria));
  }

  @Get(':facilityId')
  @Public()
  @Reads(facilityRating)
  @ApiOperation({ summary: 'What people think of one facility' })
  @Answers(facilityRatingAnswer)
  get(@Param({ schema: facilityParams }) { facilityId }: z.output<typeof facilityParams>) {
    return this.queries.execute(new GetFacilityRating(facilityId));
  }
}
