import { Answers, Public, Reads } from '@ecou/runtime';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { facilityRating } from './views/facility-rating.view.js';
import { FacilityRatingReader } from './views/facility-rating.reader.js';
import {
  facilityParams,
  facilityRatingAnswer,
  facilityRatingsAnswer,
  facilityRatingsQuery,
} from './feedback/facility-feedback.schemas.js';

@ApiTags('Feedback on facilities')
@Controller('feedback/v1/facility-ratings')
export class FacilityRatingController {
  constructor(private readonly reader: FacilityRatingReader) {}

  @Get()
  @Public()
  @Reads(facilityRating)
  @ApiOperation({ summary: 'What people think of each facility', description: 'In the order of their ids.' })
  @Answers(facilityRatingsAnswer)
  find(@Query({ schema: facilityRatingsQuery }) criteria: z.output<typeof facilityRatingsQuery>) {
    return this.reader.list(criteria);
  }

  @Get(':facilityId')
  @Public()
  @Reads(facilityRating)
  @ApiOperation({ summary: 'What people think of one facility' })
  @Answers(facilityRatingAnswer)
  get(@Param({ schema: facilityParams }) { facilityId }: z.output<typeof facilityParams>) {
    return this.reader.get(facilityId);
  }
}
