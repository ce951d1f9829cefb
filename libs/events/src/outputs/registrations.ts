import { idOf, type RecordedEvent } from '@ecou/event-sourcing';
import type { Registration, RegistrationTable } from '@ecou/messaging';
import type { ReportEvent } from './report/report.events.js';

type Published = Extract<ReportEvent, { type: 'ReportPublished' }>;

/** A version of a report as it is registered. The fields of the record never change: receipts name them. */
export function reportRegistration({ stream, data }: Pick<RecordedEvent<Published>, 'stream' | 'data'>): Registration {
  const { version, changeNote, programmeId, title, startsAt, participants, publishedAt } = data;
  const civicEventId = idOf(stream);
  return {
    kind: 'report',
    number: `${civicEventId}/${version}`,
    registeredAt: publishedAt,
    record: { civicEventId, version, changeNote, programmeId, title, startsAt, participants },
  };
}

export const registrations: RegistrationTable<ReportEvent> = { ReportPublished: reportRegistration };
