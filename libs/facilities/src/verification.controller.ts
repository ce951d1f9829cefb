import { Answers, Permission, Reads } from '@ecou/runtime';
import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { verificationQueue } from './views/verification-queue.view.js';
import { VerificationQueueReader } from './views/verification-queue.reader.js';
import {
  verificationsAnswer,
  verificationsQuery,
  type VerificationCriteria,
} from './views/verification-queue.schemas.js';
import { KindsReader } from './kinds/kinds.reader.js';

@ApiTags('Facilities')
@Controller('facilities/v1/verifications')
export class VerificationController {
  constructor(
    private readonly queue: VerificationQueueReader,
    private readonly kinds: KindsReader,
  ) {}

  @Get()
  @Permission('facilities:read')
  @Reads(verificationQueue)
  @ApiOperation({ summary: 'Facilities that are to be verified', description: 'The longest overdue first.' })
  @Answers(verificationsAnswer)
  async list(@Query({ schema: verificationsQuery }) criteria: VerificationCriteria) {
    await this.kinds.refuseUnknown(criteria.kind);
    return this.queue.list(criteria);
  }
}
