import {
  Answers,
  idParams,
  InNameOfCaller,
  Permission,
  Produces,
  Representation,
  type IdParams,
  type OnBehalf,
} from '@ecou/runtime';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { documentQuery, dossier, portable } from './dossier/dossier.schemas.js';
import { Dossiers } from './dossier/dossiers.js';
import { portableOf } from './dossier/portable.js';

const pdfType = 'application/pdf';

/** Everything that is on record of the person of a request. */
@ApiTags('Rights')
@Controller('identity/v1/rights-requests')
export class DossierController {
  constructor(private readonly dossiers: Dossiers) {}

  @Get(':id/dossier')
  @Permission('rights:handle')
  @ApiOperation({
    summary: 'Everything that is on record of the person, in every context',
    description: 'GDPR art. 15. Each context is asked in the name of the caller, who needs `subjects:read` there.',
  })
  @Answers(dossier)
  get(@Param({ schema: idParams }) { id }: IdParams, @InNameOfCaller() behalf: OnBehalf) {
    return this.dossiers.of(id, behalf);
  }

  @Get(':id/dossier.pdf')
  @Permission('rights:handle')
  @Produces(pdfType)
  @ApiOperation({
    summary: 'The same as a document',
    description: 'A tagged PDF; files are named in it, and downloaded by the list of the dossier.',
  })
  async document(
    @Param({ schema: idParams }) { id }: IdParams,
    @Query({ schema: documentQuery }) { lang }: z.output<typeof documentQuery>,
    @InNameOfCaller() behalf: OnBehalf,
  ) {
    const found = await this.dossiers.of(id, behalf);
    return new Representation(pdfType, () => this.dossiers.pdf(found, lang));
  }

  @Get(':id/portable')
  @Permission('rights:handle')
  @ApiOperation({
    summary: 'What the person gave, for machines',
    description: 'GDPR art. 20: the facts that the person caused without anybody of the institution.',
  })
  @Answers(portable)
  async portable(@Param({ schema: idParams }) { id }: IdParams, @InNameOfCaller() behalf: OnBehalf) {
    return portableOf(await this.dossiers.of(id, behalf));
  }
}
