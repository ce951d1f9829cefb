import type { LocalizedText } from '@ecou/contracts';
import { assertNever, Invalid, Rejected, same, type Decider } from '@ecou/event-sourcing';
import { reconciled, standing, type Attendance } from '../../consultations/civic-event/attendance.decider.js';
import type { CivicEvent } from '../../consultations/civic-event/civic-event.decider.js';
import { tookPlace } from '../../consultations/civic-event/civic-event.state.js';
import type { FeedbackResults, ReportEvent } from './report.events.js';

export type RecordFeedbackResults = { readonly type: 'RecordFeedbackResults'; readonly results: FeedbackResults };
export type PublishReport = {
  readonly type: 'PublishReport';
  /** The version that it shall be; without it, the next. */
  readonly version?: number;
  readonly changeNote: LocalizedText | null;
  /** The office or organisation that wrote it. */
  readonly author: string | null;
  readonly at: string;
  /** The sources of the report, which stand in streams of their own. */
  readonly civicEvent: Pick<CivicEvent, 'status' | 'details'>;
  readonly attendance: Attendance;
};
export type ReportCommandBody = RecordFeedbackResults | PublishReport;

export interface ReportVersion {
  readonly version: number;
  readonly changeNote: LocalizedText | null;
  readonly author: string | null;
  readonly publishedAt: string;
  /** Version of the report's stream at which it was published. */
  readonly at: number;
}

export interface Report {
  readonly versions: readonly ReportVersion[];
  /** The last results of each questionnaire about the civic event, in the order in which the questionnaires were first heard of. */
  readonly feedback: readonly FeedbackResults[];
  /** Version of the stream. */
  readonly stream: number;
}

export const reportDecider: Decider<ReportCommandBody, Report, ReportEvent> = {
  initial: { versions: [], feedback: [], stream: 0 },
  decide(command, report) {
    switch (command.type) {
      case 'RecordFeedbackResults':
        return recordResults(command, report);
      case 'PublishReport':
        return publish(command, report);
      default:
        return assertNever(command);
    }
  },
  evolve(report, event) {
    const stream = report.stream + 1;
    switch (event.type) {
      case 'FeedbackResultsRecorded':
        return { ...report, stream, feedback: withResults(report.feedback, event.data) };
      case 'ReportPublished': {
        const { version, changeNote, author, publishedAt } = event.data;
        const published = { version, changeNote, author, publishedAt, at: stream };
        return { ...report, stream, versions: [...report.versions, published] };
      }
      default:
        return assertNever(event);
    }
  },
};

/** The last version that was published, if any. */
export const latest = ({ versions }: Report): ReportVersion | undefined => versions.at(-1);

const withResults = (all: readonly FeedbackResults[], results: FeedbackResults): readonly FeedbackResults[] =>
  all.some(({ questionnaireId }) => questionnaireId === results.questionnaireId)
    ? all.map((each) => (each.questionnaireId === results.questionnaireId ? results : each))
    : [...all, results];

function recordResults({ results }: RecordFeedbackResults, { feedback }: Report): ReportEvent[] {
  const known = feedback.find(({ questionnaireId }) => questionnaireId === results.questionnaireId);
  if (known && known.publication >= results.publication) return [];
  return [{ type: 'FeedbackResultsRecorded', data: results }];
}

function publish(command: PublishReport, report: Report): ReportEvent[] {
  const { version, changeNote, author, at, civicEvent, attendance } = command;
  const next = report.versions.length + 1;
  if (version !== undefined && version !== next) {
    const published = report.versions[version - 1];
    if (published && same(published.changeNote, changeNote) && published.author === author) return [];
    throw new Rejected('REPORT_VERSION_NOT_NEXT', `The next version of the report is ${next}.`);
  }
  refuseTooEarly(civicEvent.status);
  if (next > 1 && !changeNote) {
    throw new Invalid('CHANGE_NOTE_MISSING', 'A later version says what changed.', ['changeNote']);
  }
  const { programmeId, title, series, startsAt } = civicEvent.details;
  const figures = standing(attendance);
  return [
    {
      type: 'ReportPublished',
      data: {
        version: next,
        changeNote,
        author,
        programmeId,
        title,
        series,
        startsAt,
        participants: figures && { total: figures.total, reconciled: reconciled(attendance) === true },
        publishedAt: at,
      },
    },
  ];
}

function refuseTooEarly(status: CivicEvent['status']): void {
  if (status === 'cancelled') throw new Rejected('CIVIC_EVENT_CANCELLED', 'The civic event was cancelled.');
  if (!tookPlace(status)) {
    throw new Rejected('CIVIC_EVENT_NOT_HELD', 'A civic event is held before its report is published.');
  }
}
