import { DisseminationLoggedV1, DisseminationReachReportedV1 } from '@ecou/contracts';
import { idOf, type RecordedEvent } from '@ecou/event-sourcing';
import { as, type PublishTable } from '@ecou/messaging';
import type { DisseminationEvent, Logged } from './dissemination/dissemination.events.js';

const of = ({ stream }: Pick<RecordedEvent, 'stream'>) => ({ disseminationId: idOf(stream) });

const logged = (event: RecordedEvent<{ type: string; data: Logged }>) => {
  const { at: loggedAt, ...data } = event.data;
  return as(DisseminationLoggedV1, { ...of(event), ...data, loggedAt });
};

/** Contracts of events. Files are told to nobody. */
export const publish: PublishTable<DisseminationEvent> = {
  DisseminationLogged: logged,
  DisseminationChanged: logged,
  DisseminationPlanned: logged,
  DisseminationDone: logged,
  DisseminationCancelled: logged,
  ReachReported: (event) => {
    const { at: reportedAt, ...data } = event.data;
    const untouched = { reportedPeople: data.people, isCorrected: false, reason: null };
    return as(DisseminationReachReportedV1, { ...of(event), ...data, ...untouched, reportedAt });
  },
  ReachCorrected: (event) => {
    const { at: reportedAt, ...data } = event.data;
    return as(DisseminationReachReportedV1, { ...of(event), ...data, isCorrected: true, reportedAt });
  },
};
