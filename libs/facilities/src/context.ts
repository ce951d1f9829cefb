import { defineContext } from '@ecou/runtime';
import { FacilityHandler } from './facility/facility.command.js';
import { FacilityController } from './facility/facility.controller.js';
import { facilityEvents } from './facility/facility.events.js';
import { GetFacilityHandler, ListFacilitiesHandler } from './facility/facility.queries.js';
import { FacilitiesExtensions1790000000001 } from './migrations.js';
import { policies } from './policies.js';
import { publish } from './publish.js';
import { facilityMap } from './views/facility-map.view.js';

export const facilitiesContext = defineContext({
  name: 'facilities',
  title: 'The map of digital facilities: where they are, what they offer, who made sure of it',
  events: [facilityEvents],
  views: [facilityMap],
  publish,
  policies,
  controllers: [FacilityController],
  providers: [FacilityHandler, GetFacilityHandler, ListFacilitiesHandler],
  migrations: [FacilitiesExtensions1790000000001],
});
