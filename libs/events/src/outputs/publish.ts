import { as, committing, type PublishTable } from '@ecou/messaging';
import { EventsRegistrationCommittedV1, ReportPublishedV1 } from '@ecou/contracts';
import { idOf } from '@ecou/event-sourcing';
import { reportRegistration } from './registrations.js';
import type { ReportEvent } from './report/report.events.js';

/** Which event becomes which contract. */
export const publish: PublishTable<ReportEvent> = {
  ReportPublished: ({ stream, data: { author, ...data } }) => [
    as(ReportPublishedV1, { civicEventId: idOf(stream), ...data }),
    committing(EventsRegistrationCommittedV1, reportRegistration({ stream, data: { author, ...data } })),
  ],
};
