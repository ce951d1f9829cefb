import { SubjectErasureOrderedV1, SubjectRestrictionChangedV1 } from '@ecou/contracts';
import { idOf } from '@ecou/event-sourcing';
import { as, type PublishTable } from '@ecou/messaging';
import type { RecoveredErasureEvent } from './recovery/recovered-erasure.js';
import type { RightsRequestEvent } from './request/rights-request.events.js';

/** The contracts that events become. */
export const publish: PublishTable<RightsRequestEvent | RecoveredErasureEvent> = {
  SubjectKeysDestroyed: ({ stream, data: { subjects, destroyedAt } }) =>
    as(SubjectErasureOrderedV1, { erasureId: idOf(stream), subjects, orderedAt: destroyedAt }),
  ErasureRecovered: ({ stream, data: { subjects, recoveredAt } }) =>
    as(SubjectErasureOrderedV1, { erasureId: idOf(stream), subjects, orderedAt: recoveredAt }),
  RestrictionSet: ({ stream, data: { subjects, setAt } }) =>
    as(SubjectRestrictionChangedV1, { requestId: idOf(stream), subjects, restricted: true, decidedAt: setAt }),
  RestrictionLifted: ({ stream, data: { subjects, liftedAt } }) =>
    as(SubjectRestrictionChangedV1, { requestId: idOf(stream), subjects, restricted: false, decidedAt: liftedAt }),
};
