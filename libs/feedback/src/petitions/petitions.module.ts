import { CONTEXT_CONFIG, EventSourcingModule } from '@ecou/runtime';
import { Module } from '@nestjs/common';
import { publicUrlOf, type Settings } from '../settings.js';
import { AttachmentController } from './attachment.controller.js';
import { BulkController } from './bulk.controller.js';
import { DirectoryController } from './directory.controller.js';
import { directory } from './directory/directory.aggregate.js';
import { DirectoryHandler } from './directory/directory.command.js';
import { DirectoryReader } from './directory/directory.reader.js';
import { GeoReportController } from './geo-report.controller.js';
import { OfferedServiceController } from './offered-service.controller.js';
import { offeredService } from './open311/offered-service.aggregate.js';
import { OfferedServiceHandler } from './open311/offered-service.command.js';
import { serviceRequest } from './open311/service-request.aggregate.js';
import { ServiceRequestHandler } from './open311/service-request.command.js';
import { PetitionController } from './petition.controller.js';
import { Bulk } from './bulk/bulk.js';
import { petition } from './petition/rules/petition.aggregate.js';
import { PetitionHandler } from './petition/verbs/petition.command.js';
import { StatusLinks } from './petition/status-links.js';
import { policies } from './policies.js';
import { publish } from './publish.js';
import { QueuesController } from './queues.controller.js';
import { StatusAccess } from './status-access.js';
import { StatusController } from './status.controller.js';
import { UploadController } from './upload.controller.js';
import { upload } from './upload/upload.aggregate.js';
import { UploadHandler } from './upload/upload.command.js';
import { Uploads } from './upload/uploads.js';
import { EndingController, HandlingController, ThreadController } from './verb.controllers.js';
import { AttachmentReader } from './views/attachment.reader.js';
import { GeoReportReader } from './views/geo-report.reader.js';
import { OfferedServiceReader } from './views/offered-service.reader.js';
import { open311Request } from './views/open311-request.view.js';
import { open311Service } from './views/open311-service.view.js';
import { petitionAnswers } from './views/petition-answers.view.js';
import { PetitionHistoryReader } from './views/petition-history.reader.js';
import { petitionList } from './views/petition-list.view.js';
import { PetitionReader } from './views/petition.reader.js';
import { QueuesReader } from './views/queues.reader.js';
import { StatusReader } from './views/status.reader.js';

/** Petitions and notices, from the register to the answer, with their directory, files, queues and status page; Open311. */
@Module({
  imports: [
    EventSourcingModule.forFeature({
      context: 'feedback',
      aggregates: [directory, petition, upload, offeredService, serviceRequest],
      views: [petitionList, petitionAnswers, open311Service, open311Request],
      publish,
      policies,
    }),
  ],
  controllers: [
    DirectoryController,
    PetitionController,
    HandlingController,
    ThreadController,
    EndingController,
    AttachmentController,
    BulkController,
    UploadController,
    GeoReportController,
    OfferedServiceController,
    StatusController,
    QueuesController,
  ],
  providers: [
    DirectoryHandler,
    DirectoryReader,
    PetitionHandler,
    PetitionReader,
    PetitionHistoryReader,
    AttachmentReader,
    Bulk,
    UploadHandler,
    Uploads,
    OfferedServiceHandler,
    OfferedServiceReader,
    ServiceRequestHandler,
    GeoReportReader,
    StatusAccess,
    StatusReader,
    QueuesReader,
    {
      provide: StatusLinks,
      useFactory: (settings: Settings) => new StatusLinks(settings.ECOU_SECRET, publicUrlOf(settings)),
      inject: [CONTEXT_CONFIG],
    },
  ],
})
export class PetitionsModule {}
