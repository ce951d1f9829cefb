import { BlindIndex, CONTEXT_CONFIG, EventSourcingModule, Publisher } from '@ecou/runtime';
import { Module } from '@nestjs/common';
import type { Settings } from '../settings.js';
import { AttachmentController } from './attachment.controller.js';
import { BulkController } from './bulk.controller.js';
import { CaseFileController } from './case-file.controller.js';
import { CaseFilePdfs } from './case-file/case-file-pdfs.js';
import { delivery } from './delivery/delivery.aggregate.js';
import { DeliveryHandler } from './delivery/delivery.command.js';
import { DirectoryController } from './directory.controller.js';
import { directory } from './directory/directory.aggregate.js';
import { DirectoryHandler } from './directory/directory.command.js';
import { DirectoryReader } from './directory/directory.reader.js';
import { following } from './following/following.aggregate.js';
import { FollowingHandler } from './following/following.command.js';
import { GeoReportController } from './geo-report.controller.js';
import { HalfYearController } from './half-year.controller.js';
import { HalfYearPdfs } from './half-year/half-year-pdfs.js';
import { OfferedServiceController } from './offered-service.controller.js';
import { offeredService } from './open311/offered-service.aggregate.js';
import { OfferedServiceHandler } from './open311/offered-service.command.js';
import { serviceRequest } from './open311/service-request.aggregate.js';
import { ServiceRequestHandler } from './open311/service-request.command.js';
import { PetitionController } from './petition.controller.js';
import { PetitionFormController } from './petition-form.controller.js';
import { Bulk } from './bulk/bulk.js';
import { petition } from './petition/rules/petition.aggregate.js';
import { PetitionHandler } from './petition/verbs/petition.command.js';
import { StatusLinks } from './petition/status-links.js';
import { policies } from './policies.js';
import { publish } from './publish.js';
import { ReceiptController } from './receipt.controller.js';
import { ReceiptPictures } from './status/receipt-pictures.js';
import { registrations } from './registrations.js';
import { QueuesController } from './queues.controller.js';
import { LetterPdfs } from './letters/letter-pdfs.js';
import { LettersController } from './letters.controller.js';
import { IndexPetitionsHandler } from './search/index-petitions.command.js';
import { PetitionTokens1796450000000, PetitionTokensVersion1796450900000 } from './search/migrations.js';
import { PetitionTokens, tokensOfPetitions } from './search/petition-tokens.js';
import { SearchReader } from './search/search.reader.js';
import { SearchController } from './search.controller.js';
import { petitionRequest } from './requests/petition-request.aggregate.js';
import { PetitionRequestHandler } from './requests/petition-request.command.js';
import { StandardTextController } from './standard-text.controller.js';
import { StatusAccess } from './status-access.js';
import { StatusController } from './status.controller.js';
import { TakeoverController } from './takeover.controller.js';
import { PetitionsImport } from './takeover/petitions.import.js';
import { UploadController } from './upload.controller.js';
import { upload } from './upload/upload.aggregate.js';
import { UploadHandler } from './upload/upload.command.js';
import { Uploads } from './upload/uploads.js';
import { CorrectingController, EndingController, HandlingController, ThreadController } from './verb.controllers.js';
import { PetitionForms } from './status/petition-forms.js';
import { AttachmentReader } from './views/attachment.reader.js';
import { CaseFileReader } from './views/case-file.reader.js';
import { GeoReportReader } from './views/geo-report.reader.js';
import { GeoServiceReader } from './views/geo-service.reader.js';
import { HalfYearReader } from './views/half-year.reader.js';
import { OfferedServiceReader } from './views/offered-service.reader.js';
import { open311Request } from './views/open311-request.view.js';
import { open311Service } from './views/open311-service.view.js';
import { petitionAnswers } from './views/petition-answers.view.js';
import { petitionCourse } from './views/petition-course.view.js';
import { petitionDelivery } from './views/petition-delivery.view.js';
import { LetterReader } from './views/letter.reader.js';
import { outgoingLetter } from './views/outgoing-letter.view.js';
import { OutgoingRegisterReader } from './views/outgoing-register.reader.js';
import { PetitionHistoryReader } from './views/petition-history.reader.js';
import { petitionList } from './views/petition-list.view.js';
import { PetitionReader } from './views/petition.reader.js';
import { PetitionReceiptReader } from './views/petition-receipt.reader.js';
import { QueuesReader } from './views/queues.reader.js';
import { StandardTextReader } from './views/standard-text.reader.js';
import { StatusReader } from './views/status.reader.js';

/** Petitions and notices, from the register to the answer, with their directory, files, queues and status page; Open311. */
@Module({
  imports: [
    EventSourcingModule.forFeature({
      context: 'feedback',
      aggregates: [directory, petition, upload, offeredService, serviceRequest, delivery, following, petitionRequest],
      views: [
        petitionList,
        petitionAnswers,
        petitionCourse,
        petitionDelivery,
        outgoingLetter,
        open311Service,
        open311Request,
      ],
      publish,
      registrations,
      policies,
      erasers: () => [tokensOfPetitions],
      migrations: [PetitionTokens1796450000000, PetitionTokensVersion1796450900000],
    }),
  ],
  controllers: [
    DirectoryController,
    SearchController,
    PetitionController,
    PetitionFormController,
    HandlingController,
    ThreadController,
    EndingController,
    CorrectingController,
    AttachmentController,
    CaseFileController,
    StandardTextController,
    BulkController,
    TakeoverController,
    UploadController,
    GeoReportController,
    OfferedServiceController,
    StatusController,
    ReceiptController,
    QueuesController,
    HalfYearController,
    LettersController,
  ],
  providers: [
    DirectoryHandler,
    DirectoryReader,
    PetitionHandler,
    DeliveryHandler,
    FollowingHandler,
    PetitionReader,
    PetitionReceiptReader,
    PetitionHistoryReader,
    AttachmentReader,
    Bulk,
    PetitionsImport,
    UploadHandler,
    Uploads,
    OfferedServiceHandler,
    OfferedServiceReader,
    ServiceRequestHandler,
    PetitionRequestHandler,
    GeoReportReader,
    GeoServiceReader,
    PetitionForms,
    StatusAccess,
    StatusReader,
    ReceiptPictures,
    StandardTextReader,
    QueuesReader,
    PetitionTokens,
    IndexPetitionsHandler,
    SearchReader,
    {
      provide: BlindIndex,
      useFactory: ({ ECOU_SECRET }: Settings) => new BlindIndex(ECOU_SECRET, 'petition search'),
      inject: [CONTEXT_CONFIG],
    },
    HalfYearReader,
    HalfYearPdfs,
    CaseFileReader,
    CaseFilePdfs,
    LetterReader,
    LetterPdfs,
    OutgoingRegisterReader,
    {
      provide: StatusLinks,
      useFactory: ({ ECOU_SECRET }: Settings, { publicUrl }: Publisher) => new StatusLinks(ECOU_SECRET, publicUrl),
      inject: [CONTEXT_CONFIG, Publisher],
    },
  ],
})
export class PetitionsModule {}
