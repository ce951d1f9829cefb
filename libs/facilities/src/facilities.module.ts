import { EventSourcingModule } from '@ecou/runtime';
import { Module } from '@nestjs/common';
import { facility } from './facility/facility.aggregate.js';
import { FacilityHandler, FacilityWork } from './facility/facility.command.js';
import { FacilityController } from './facility.controller.js';
import { ExchangeController } from './exchange/exchange.controller.js';
import { ExchangeReader } from './exchange/exchange.reader.js';
import { FacilitiesImport } from './exchange/facilities.import.js';
import { facilityImport } from './exchange/import/facility-import.aggregate.js';
import { ImportUndo } from './exchange/undo.js';
import { LinksModule } from './links/links.module.js';
import { FacilityReader } from './views/facility.reader.js';
import { FacilitiesExtensions1790000000001 } from './migrations.js';
import { policies } from './policies.js';
import { publish } from './publish.js';
import { ChangesController } from './history/changes.controller.js';
import { ChangesReader } from './history/changes.reader.js';
import { OgcController } from './ogc/ogc.controller.js';
import { OgcReader } from './ogc/ogc.reader.js';
import { facilityHistory } from './views/facility-history.view.js';
import { facilityMap } from './views/facility-map.view.js';

/** The map of digital facilities. */
@Module({
  imports: [
    EventSourcingModule.forFeature({
      context: 'facilities',
      aggregates: [facility, facilityImport],
      views: [facilityMap, facilityHistory],
      publish,
      policies,
      migrations: [FacilitiesExtensions1790000000001],
    }),
    LinksModule,
  ],
  controllers: [FacilityController, ChangesController, ExchangeController, OgcController],
  providers: [
    FacilityHandler,
    FacilityReader,
    FacilityWork,
    ChangesReader,
    ExchangeReader,
    FacilitiesImport,
    ImportUndo,
    OgcReader,
  ],
})
export class FacilitiesModule {}
