import { as, type PublishTable } from '@ecou/messaging';
import { ReportPublishedV1 } from '@ecou/contracts';
import { idOf } from '@ecou/event-sourcing';
import type { ReportEvent } from './report/report.events.js';

/** Which event becomes which contract. */
export const publish: PublishTable<ReportEvent> = {
  ReportPublished: ({ stream, data: { author: _author, ...data } }) =>
    as(ReportPublishedV1, { civicEventId: idOf(stream), ...data }),
};
