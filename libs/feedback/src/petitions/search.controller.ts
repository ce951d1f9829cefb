import { Answers, CalledBy, Ignores, Permission, Reads, type Caller } from '@ecou/runtime';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  searchAnswer,
  searchBody,
  similarAnswer,
  similarBody,
  type SearchBody,
  type SimilarBody,
} from './search/search.schemas.js';
import { SearchReader } from './search/search.reader.js';
import { petitionList } from './views/petition-list.view.js';

/** Finds petitions by what is personal. What is looked for stands in the body: addresses are written into logs. */
@ApiTags('Petitions')
@Controller('feedback/v1/petitions')
export class SearchController {
  constructor(private readonly reader: SearchReader) {}

  @Post('search')
  @HttpCode(200)
  @Permission('petitions:handle')
  @Ignores('Idempotency-Key', 'If-Match')
  @Reads(petitionList)
  @ApiOperation({
    summary: 'Find petitions by number, contact, name, words or place',
    description:
      'Those that meet every criterion, the newest first. A petition is found by what is personal a moment after it was registered. Changes nothing.',
  })
  @Answers(searchAnswer)
  find(@Body({ schema: searchBody }) body: SearchBody, @CalledBy() caller: Caller) {
    return this.reader.find(body, caller);
  }

  @Post('similar')
  @HttpCode(200)
  @Permission('petitions:handle')
  @Ignores('Idempotency-Key', 'If-Match')
  @Reads(petitionList)
  @ApiOperation({
    summary: 'Petitions about the same, as it seems',
    description:
      'For whoever registers one: those near first, then those with most of the words among the newest 20,000. Changes nothing.',
  })
  @Answers(similarAnswer)
  similar(@Body({ schema: similarBody }) body: SimilarBody, @CalledBy() caller: Caller) {
    return this.reader.similar(body, caller);
  }
}
