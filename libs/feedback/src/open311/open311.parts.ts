import { open311Request } from '../views/open311-request.view.js';
import { open311Service } from '../views/open311-service.view.js';
import { GeoReportController } from './geo-report.controller.js';
import {
  FindByTokenHandler,
  FindRequestsHandler,
  GetServiceDefinitionHandler,
  ListServicesHandler,
  ServicesChangedAtHandler,
} from './geo-report.queries.js';
import { OfferedServiceHandler } from './offered-service.command.js';
import { OfferedServiceController } from './offered-service.controller.js';
import { offeredServiceEvents } from './offered-service.events.js';
import { GetOfferedServiceHandler, ListOfferedServicesHandler } from './offered-service.queries.js';
import { ServiceRequestHandler } from './service-request.command.js';
import { serviceRequestEvents } from './service-request.events.js';

/** Open311 as parts of the context. */
export const open311Parts = {
  events: [offeredServiceEvents, serviceRequestEvents],
  views: [open311Service, open311Request],
  controllers: [GeoReportController, OfferedServiceController],
  providers: [
    OfferedServiceHandler,
    GetOfferedServiceHandler,
    ListOfferedServicesHandler,
    ServiceRequestHandler,
    ListServicesHandler,
    GetServiceDefinitionHandler,
    FindRequestsHandler,
    FindByTokenHandler,
    ServicesChangedAtHandler,
  ],
};
