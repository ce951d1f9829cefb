import { onContract, type Policy } from '@ecou/messaging';
import { ResultsPublishedV1 } from '@ecou/contracts';
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
];
