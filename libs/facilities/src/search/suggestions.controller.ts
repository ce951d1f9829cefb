import { Answers, Public, Reads } from '@ecou/runtime';
import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { facilityMap } from '../views/facility-map.view.js';
import { facilityWords } from '../views/facility-words.view.js';
import { nameSteps, SearchReader } from './search.reader.js';
import { isSearchable } from '../facility/facility.schemas.js';
import { suggestionsAnswer, suggestionsQuery } from './suggestions.schemas.js';

@ApiTags('Facilities')
@Controller('facilities/v1/suggestions')
export class SuggestionsController {
  constructor(private readonly search: SearchReader) {}

  @Get()
  @Public()
  @Reads(facilityMap, facilityWords)
  @ApiOperation({
    summary: 'Suggest facilities as somebody types',
    description:
      'By their names: those that begin so come first, then those that hold every word (of three letters or more), and where there is none, those that are similar. Retired facilities are left out.',
  })
  @Answers(suggestionsAnswer)
  async suggest(@Query({ schema: suggestionsQuery }) query: z.output<typeof suggestionsQuery>) {
    const steps = isSearchable(query.q) ? nameSteps : nameSteps.slice(0, 1);
    const { items } = await this.search.page(query, steps);
    return { items: items.map(({ facility: { id, name, kind, address } }) => ({ id, name, kind, address })) };
  }
}
