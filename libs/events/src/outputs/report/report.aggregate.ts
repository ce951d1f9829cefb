import type { Aggregate } from '@ecou/event-sourcing';
import { reportDecider, type Report, type ReportCommandBody } from './report.decider.js';
import { reportEvents, type ReportEvent } from './report.events.js';

/** Its id is that of the civic event. */
export const report: Aggregate<ReportCommandBody, Report, ReportEvent> = {
  category: reportEvents.category,
  events: reportEvents,
  decider: reportDecider,
};
