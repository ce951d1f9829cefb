import { RetentionAskedV1, SubjectErasureOrderedV1 } from '@ecou/contracts';
import { idOf } from '@ecou/event-sourcing';
import { as, type PublishTable } from '@ecou/messaging';
import type { RetentionRunEvent } from './run/retention-run.events.js';

/** The contracts that events become. */
export const publish: PublishTable<RetentionRunEvent> = {
  RetentionRunBegun: ({ stream, data: { asOf, rules, held, after } }) =>
    as(RetentionAskedV1, { runId: idOf(stream), step: 'find', asOf, rules, held, subjects: [], after }),
  ObjectionsAsked: ({ stream, data: { subjects, asOf, rules, held } }) =>
    as(RetentionAskedV1, { runId: idOf(stream), step: 'check', asOf, rules, held, subjects, after: {} }),
  RetentionKeysDestroyed: ({ stream, data: { subjects, destroyedAt } }) =>
    as(SubjectErasureOrderedV1, { erasureId: idOf(stream), subjects, orderedAt: destroyedAt }),
};
