import { Answers, AsLines, Permission, ReadsPersonal } from '@ecou/runtime';
import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { AuditReader } from './audit.reader.js';
import { auditAnswer, auditQuery, type AuditCriteria } from './audit.schemas.js';

@ApiTags('Audit')
@Controller('identity/v1/audit')
export class AuditController {
  constructor(private readonly reader: AuditReader) {}

  @Get()
  @Permission('audit:read')
  @ReadsPersonal()
  @ApiOperation({
    summary: 'Who did, read and was refused what, when, from where',
    description:
      'The newest first, half a second late at most. Who reads it stands in it, too. The sum of refusals of strangers comes each minute.',
  })
  @Answers(auditAnswer)
  @AsLines()
  list(@Query({ schema: auditQuery }) criteria: AuditCriteria) {
    return this.reader.list(criteria);
  }
}
