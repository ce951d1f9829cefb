import { CONTEXT_CONFIG, EventSourcingModule } from '@ecou/runtime';
import { Module } from '@nestjs/common';
import { ContextsOfPerson } from './dossier/contexts.js';
import { DossierController } from './dossier.controller.js';
import { Dossiers } from './dossier/dossiers.js';
import { ErasedList } from './erased-list.js';
import { HoldsController } from './holds/holds.controller.js';
import { HoldsReader } from './holds/holds.reader.js';
import { legalHolds } from './holds/legal-holds.aggregate.js';
import { LegalHoldsHandler } from './holds/legal-holds.command.js';
import { policies } from './policies.js';
import { publish } from './publish.js';
import { recoveredErasure } from './recovery/recovered-erasure.js';
import { Recovery } from './recovery/recovery.js';
import { rightsRequest } from './request/rights-request.aggregate.js';
import { RightsRequestHandler } from './request/rights-request.command.js';
import { retentionPlan } from './retention/plan/retention-plan.aggregate.js';
import { RetentionPlanHandler, RetentionRunHandler } from './retention/retention.command.js';
import { RetentionController } from './retention/retention.controller.js';
import { policies as retentionPolicies } from './retention/retention.policies.js';
import { publish as retentionPublish } from './retention/retention.publish.js';
import { RetentionReader } from './retention/retention.reader.js';
import { RetentionWatch } from './retention/retention-watch.js';
import { retentionRun } from './retention/run/retention-run.aggregate.js';
import { RightsController } from './rights.controller.js';
import { RightsReader } from './rights.reader.js';
import { SETTINGS, settingsOf, type Settings } from './settings.js';
import { retentionRuns } from './views/retention-runs.view.js';
import { rightsRequestList } from './views/rights-request-list.view.js';

/** Requests of people about what is known of them, from their receipt to the erasure in every context. */
@Module({
  imports: [
    EventSourcingModule.forFeature({
      context: 'identity',
      aggregates: [rightsRequest, recoveredErasure, legalHolds, retentionPlan, retentionRun],
      views: [rightsRequestList, retentionRuns],
      publish: { ...publish, ...retentionPublish },
      policies: [...policies, ...retentionPolicies],
    }),
  ],
  controllers: [RightsController, DossierController, HoldsController, RetentionController],
  providers: [
    RightsRequestHandler,
    RightsReader,
    LegalHoldsHandler,
    HoldsReader,
    RetentionPlanHandler,
    RetentionRunHandler,
    RetentionReader,
    RetentionWatch,
    Recovery,
    ContextsOfPerson,
    Dossiers,
    { provide: SETTINGS, useFactory: settingsOf, inject: [CONTEXT_CONFIG] },
    { provide: ErasedList, useFactory: ({ erasedList }: Settings) => new ErasedList(erasedList), inject: [SETTINGS] },
  ],
})
export class RightsModule {}
