import { Answers, CalledBy, Permission, type Caller, ReadsPersonal } from '@ecou/runtime';
import { Controller, Get, Param } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { filledTextAnswer, standardTextParams, type StandardTextParams } from './petition/standard-text.schemas.js';
import { StandardTextReader } from './views/standard-text.reader.js';

/** Standard texts, filled for a petition. */
@ApiTags('Petitions')
@Controller('feedback/v1/petitions')
export class StandardTextController {
  constructor(private readonly reader: StandardTextReader) {}

  @Get(':id/standard-texts/:code')
  @ReadsPersonal()
  @Permission('petitions:handle')
  @ApiOperation({
    summary: 'A standard text, filled for a petition',
    description:
      'Salutation, text and legal basis as `answer` takes them, with the values of the petition as it is, dates as people read them. A field without a value stays in braces, and is named in `missing`.',
  })
  @Answers(filledTextAnswer)
  get(@Param({ schema: standardTextParams }) { id, code }: StandardTextParams, @CalledBy() caller: Caller) {
    return this.reader.get(id, code, caller);
  }
}
