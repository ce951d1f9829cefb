import { onContract, type Policy } from '@ecou/messaging';
import { DisseminationLoggedV1, DisseminationReachReportedV1, ResultsPublishedV1 } from '@ecou/contracts';
import { OutreachCommand } from './outreach/outreach.command.js';
import { ReportCommand } from './report/report.command.js';

/** Whenever what, then which command. */
export const policies: readonly Policy[] = [
  // Results become a fact of this context, so that a position of its events says what a report shows.
  onContract(ResultsPublishedV1, {
    name: 'record-feedback-results',
    then: (
      { data: { civicEventId, programmeId: _programme, theme: _theme, facilityId: _facility, ...results } },
      context,
    ) =>
      civicEventId === null
        ? undefined
        : new ReportCommand(civicEventId, { type: 'RecordFeedbackResults', results }, context),
  }),
  // So does what was spread outside of the platform for a programme: only what was done counts.
  onContract(DisseminationLoggedV1, {
    name: 'record-dissemination',
    then: ({ data: { programmeId, disseminationId, title, channel, channelName, status, doneOn } }, context) => {
      if (programmeId === null || doneOn === null) return undefined;
      const dissemination = { disseminationId, title, channel, channelName, doneOn, counts: status === 'done' };
      return new OutreachCommand(programmeId, { type: 'RecordDissemination', dissemination }, context);
    },
  }),
  onContract(DisseminationReachReportedV1, {
    name: 'record-dissemination-reach',
    then: ({ data: { programmeId, disseminationId, reachId, people, reportedPeople, source, method } }, context) => {
      const reach = { disseminationId, reachId, people, reportedPeople, source, method };
      return programmeId === null
        ? undefined
        : new OutreachCommand(programmeId, { type: 'RecordReach', reach }, context);
    },
  }),
];
