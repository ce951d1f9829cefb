import { approval, EventSourcingModule } from '@ecou/runtime';
import { Module } from '@nestjs/common';
import { ApprovalHandler } from './approval.command.js';
import { ApprovalsController } from './approvals.controller.js';
import { policies } from './policies.js';
import { ApprovalsReader } from './views/approvals.reader.js';
import { approvals } from './views/approvals.view.js';

/** Orders that need two people: who gave them, who agreed, and whether they were carried out. */
@Module({
  imports: [
    EventSourcingModule.forFeature({ context: 'identity', aggregates: [approval], views: [approvals], policies }),
  ],
  controllers: [ApprovalsController],
  providers: [ApprovalHandler, ApprovalsReader],
})
export class ApprovalsModule {}
