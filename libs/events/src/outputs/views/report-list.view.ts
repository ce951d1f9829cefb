import { defineView, idOf, type RecordedEvent } from '@ecou/event-sourcing';
import type { ReportEvent } from '../report/report.events.js';
import type { ReportVersionAnswer } from '../report/report.schemas.js';
import { folds } from './folds.js';

export interface ReportRow {
  /** `<civic event>/<version>`. */
  readonly key: string;
  readonly civicEventId: string;
  readonly version: number;
  /** The version as it is listed. */
  readonly report: ReportVersionAnswer;
}

type Published = RecordedEvent<Extract<ReportEvent, { type: 'ReportPublished' }>>;

/** The versions of reports that were published. */
export const reportList = defineView<ReportRow>({
  name: 'report_list',
  version: 1,
  fold: folds.report_list,
  key: 'key',
  columns: {
    key: 'text',
    civicEventId: 'text NOT NULL',
    version: 'integer NOT NULL',
    report: 'jsonb NOT NULL',
  },
  indexes: ['(civic_event_id, version)'],
  on: {
    ReportPublished: {
      keys: ({ stream, data }: Published) => [`${idOf(stream)}/${data.version}`],
      evolve: (_row, { stream, data, position }: Published, key) => {
        const { version, changeNote, participants, publishedAt } = data;
        const civicEventId = idOf(stream);
        return {
          key,
          civicEventId,
          version,
          report: { civicEventId, version, changeNote, participants, publishedAt, position },
        };
      },
    },
  },
});
