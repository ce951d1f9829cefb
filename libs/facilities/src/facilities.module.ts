import { CONTEXT_CONFIG, EventSourcingModule } from '@ecou/runtime';
import { Module } from '@nestjs/common';
import { facility } from './facility/facility.aggregate.js';
import { FacilityHandler, FacilityWork } from './facility/facility.command.js';
import { FacilityController } from './facility.controller.js';
import { ExchangeController } from './exchange/exchange.controller.js';
import { ExchangeReader } from './exchange/exchange.reader.js';
import { FacilitiesImport } from './exchange/facilities.import.js';
import { facilityImport } from './exchange/import/facility-import.aggregate.js';
import { ImportUndo } from './exchange/undo.js';
import { HoursController } from './hours.controller.js';
import { OpenHours } from './open-now/open-hours.js';
import { LinksModule } from './links/links.module.js';
import { FacilityReader } from './map/facility.reader.js';
import { facilityKindsAggregate } from './kinds/facility-kinds.aggregate.js';
import { FacilityKindsHandler } from './kinds/facility-kinds.command.js';
import { ApplyKindsHandler } from './map/apply-kinds.command.js';
import { KindsInForce } from './kinds/kinds-in-force.js';
import { KindsReader } from './kinds/kinds.reader.js';
import { KindsController } from './kinds.controller.js';
import { FacilitiesExtensions1790000000001 } from './migrations.js';
import { FacilityForms } from './page/facility-forms.js';
import { FacilityPages } from './page/facility-pages.js';
import { policies } from './policies.js';
import { publish } from './publish.js';
import { ChangesController } from './history/changes.controller.js';
import { ChangesReader } from './history/changes.reader.js';
import { HsdsController } from './hsds/hsds.controller.js';
import { HsdsReader } from './hsds/hsds.reader.js';
import { Tellings } from './hsds/tellings.js';
import { OgcController } from './ogc/ogc.controller.js';
import { OgcReader } from './ogc/ogc.reader.js';
import { DrawingController } from './drawing/drawing.controller.js';
import { ClustersReader } from './drawing/clusters.reader.js';
import { MapFile } from './drawing/map-file.js';
import { SearchReader } from './search/search.reader.js';
import { SuggestionsController } from './search/suggestions.controller.js';
import { facilityHistory } from './views/facility-history.view.js';
import { MUNICIPALITY, municipalityOf } from './settings.js';
import { StewardReader } from './views/steward.reader.js';
import { verificationQueue } from './views/verification-queue.view.js';
import { VerificationQueueReader } from './views/verification-queue.reader.js';
import { VerificationController } from './verification.controller.js';
import { facilityMap } from './views/facility-map.view.js';
import { facilityWords } from './views/facility-words.view.js';

/** The map of digital facilities. */
@Module({
  imports: [
    EventSourcingModule.forFeature({
      context: 'facilities',
      aggregates: [facility, facilityImport, facilityKindsAggregate],
      views: [facilityMap, facilityHistory, facilityWords, verificationQueue],
      publish,
      policies,
      migrations: [FacilitiesExtensions1790000000001],
    }),
    LinksModule,
  ],
  controllers: [
    FacilityController,
    KindsController,
    VerificationController,
    ChangesController,
    ExchangeController,
    HoursController,
    HsdsController,
    OgcController,
    SuggestionsController,
    DrawingController,
  ],
  providers: [
    { provide: MUNICIPALITY, useFactory: municipalityOf, inject: [CONTEXT_CONFIG] },
    ApplyKindsHandler,
    ChangesReader,
    ClustersReader,
    ExchangeReader,
    FacilitiesImport,
    FacilityForms,
    FacilityHandler,
    FacilityKindsHandler,
    FacilityPages,
    FacilityReader,
    FacilityWork,
    HsdsReader,
    ImportUndo,
    KindsInForce,
    KindsReader,
    OgcReader,
    OpenHours,
    MapFile,
    SearchReader,
    StewardReader,
    Tellings,
    VerificationQueueReader,
  ],
})
export class FacilitiesModule {}
