import { CalledBy, idParams, Permission, Produces, Publisher, Representation, ReadsPersonal } from '@ecou/runtime';
import type { Caller, IdParams } from '@ecou/runtime';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { CaseFilePdfs } from './case-file/case-file-pdfs.js';
import { caseFileQuery, type CaseFileQuery } from './case-file/case-file.schemas.js';
import { CaseFileReader } from './views/case-file.reader.js';

const pdfType = 'application/pdf';

/** The whole files of petitions. */
@ApiTags('Petitions')
@Controller('feedback/v1/petitions')
export class CaseFileController {
  constructor(
    private readonly files: CaseFileReader,
    private readonly pdfs: CaseFilePdfs,
    private readonly publisher: Publisher,
  ) {}

  @Get(':id/file')
  @ReadsPersonal()
  @Permission('petitions:handle')
  @Produces(pdfType)
  @ApiOperation({
    summary: 'The whole file of a petition, as PDF',
    description:
      'As for a court: all that is on record of it, personal values too, as it is or as it stood, with its history and a list of the attached documents. Of other people’s petitions it says nothing.',
  })
  async get(
    @Param({ schema: idParams }) { id }: IdParams,
    @Query({ schema: caseFileQuery }) { asOf, lang }: CaseFileQuery,
    @CalledBy() caller: Caller,
  ): Promise<Representation> {
    const file = await this.files.get(id, asOf, caller);
    const { institution } = this.publisher;
    return new Representation(pdfType, () => this.pdfs.get({ file, lang, institution }));
  }
}
