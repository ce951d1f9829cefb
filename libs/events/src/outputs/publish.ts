import { as, type PublishTable } from '@ecou/messaging';
import { ReportPublishedV1 } from '@ecou/contracts';
import { idOf } from '@ecou/event-sourcing';
import type { ReportEvent } from './report/report.events.js';

/** Which event becomes which contract. */
export const publish: PublishTable<ReportEvent> = {
  ReportPublished: (event) => as(ReportPublishedV1, { civicEventId: idOf(event.stream), ...event.data }),
};
