import { FacilityAddedV1, FacilityChangedV1, FacilityRetiredV1 } from '@ecou/contracts';
import { onContracts, type Policy } from '@ecou/messaging';
import { ListedFacilityCommand } from './listed-facility/listed-facility.command.js';

/** Whenever what, then which command. */
export const policies: readonly Policy[] = [
  // One policy, so that what the map says of a facility is heard in its order.
  onContracts([FacilityAddedV1, FacilityChangedV1, FacilityRetiredV1], {
    name: 'facility-is-listed',
    then: ({ type, data: { facilityId, kind, name } }, context) =>
      new ListedFacilityCommand(
        facilityId,
        { type: type === FacilityRetiredV1.type ? 'DelistFacility' : 'ListFacility', kind, name },
        context,
      ),
  }),
];
