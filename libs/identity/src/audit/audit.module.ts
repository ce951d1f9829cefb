import { EventSourcingModule } from '@ecou/runtime';
import { Module } from '@nestjs/common';
import { AuditTrimmer } from './audit-trimmer.js';
import { AuditController } from './audit.controller.js';
import { AuditReader } from './audit.reader.js';

/** The audit of who did, read and was refused what: written by every process, read and trimmed here. */
@Module({
  imports: [EventSourcingModule.forFeature({ context: 'identity' })],
  controllers: [AuditController],
  providers: [AuditReader, AuditTrimmer],
})
export class AuditModule {}
