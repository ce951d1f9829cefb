import { EventSourcingModule } from '@ecou/runtime';
import { Module } from '@nestjs/common';
import { facility } from './facility/facility.aggregate.js';
import { FacilityHandler } from './facility/facility.command.js';
import { FacilityController } from './facility.controller.js';
import { LinksModule } from './links/links.module.js';
import { FacilityReader } from './views/facility.reader.js';
import { FacilitiesExtensions1790000000001 } from './migrations.js';
import { policies } from './policies.js';
import { publish } from './publish.js';
import { ChangesController } from './history/changes.controller.js';
import { ChangesReader } from './history/changes.reader.js';
import { OgcController } from './ogc/ogc.controller.js';
import { OgcReader } from './ogc/ogc.reader.js';
import { DrawingController } from './drawing/drawing.controller.js';
import { MapFile } from './drawing/map-file.js';
import { SearchReader } from './search/search.reader.js';
import { SuggestionsController } from './search/suggestions.controller.js';
import { facilityHistory } from './views/facility-history.view.js';
import { facilityMap } from './views/facility-map.view.js';

/** The map of digital facilities. */
@Module({
  imports: [
    EventSourcingModule.forFeature({
      context: 'facilities',
      aggregates: [facility],
      views: [facilityMap, facilityHistory],
      publish,
      policies,
      migrations: [FacilitiesExtensions1790000000001],
    }),
    LinksModule,
  ],
  controllers: [FacilityController, ChangesController, OgcController, SuggestionsController, DrawingController],
  providers: [FacilityHandler, FacilityReader, ChangesReader, OgcReader, SearchReader, MapFile],
})
export class FacilitiesModule {}
