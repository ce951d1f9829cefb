import {
  CivicEventCancelledV1,
  CivicEventCorrectedV1,
  CivicEventHeldV1,
  CivicEventHoldRevokedV1,
  CivicEventPublishedV1,
  CivicEventRescheduledV1,
  DeliverablePublishedV1,
  ProgrammeCorrectedV1,
  ProgrammeEndedV1,
  ProgrammeReopenedV1,
  ProgrammeStartedV1,
  ReportPublishedV1,
  type DataOf,
} from '@ecou/contracts';
import { boolean, date, instant, integer, text, texts, uuid } from '../columns.js';
import { changed, corrected, holding } from '../rows.js';
import { starTable } from '../table.js';

type Programme = Pick<DataOf<typeof ProgrammeStartedV1>, 'title' | 'fundingCodes' | 'period'>;

const ofProgramme = ({ title, fundingCodes, period }: Programme) => ({
  titleRo: title.ro,
  titleEn: title.en ?? null,
  fundingCodes: fundingCodes.map(({ scheme, code }) => `${scheme} ${code}`),
  periodFrom: period?.from ?? null,
  periodTo: period?.to ?? null,
});

export const programme = starTable(
  {
    name: 'programme',
    kind: 'dimension',
    comment: 'A programme of consultations. A new row begins when it ends or is reopened.',
    key: { name: 'programmeId', comment: 'Id of the programme.' },
    columns: {
      titleRo: text('Title in Romanian.'),
      titleEn: text('Title in English; null: none.'),
      fundingCodes: texts('Codes of those who pay for it, each after the name of its scheme.'),
      periodFrom: date('First day of the period that it is planned for.'),
      periodTo: date('Last day of the period that it is planned for.'),
      status: text('running or ended.'),
    },
  },
  (on) => [
    on(ProgrammeStartedV1, (_rows, data) => [holding(data.startedAt, { ...ofProgramme(data), status: 'running' })]),
    on(ProgrammeCorrectedV1, (rows, data) => corrected(rows, ofProgramme(data))),
    on(ProgrammeEndedV1, (rows, data) => changed(rows, data.endedAt, { ...ofProgramme(data), status: 'ended' })),
    on(ProgrammeReopenedV1, (rows, data) =>
      changed(rows, data.reopenedAt, { ...ofProgramme(data), status: 'running' }),
    ),
  ],
);

export const deliverable = starTable(
  {
    name: 'deliverable',
    kind: 'fact',
    comment: 'A deliverable of a programme that was published: a study, a map, a webinar and the like.',
    key: { name: 'programmeId', comment: 'Id of the programme.' },
    columns: {
      deliverableId: uuid('Id of the deliverable.'),
      kind: text('Such as study or webinar.'),
      titleRo: text('Title in Romanian.'),
      titleEn: text('Title in English; null: none.'),
      address: text('Where it can be found (URL).'),
    },
  },
  (on) => [
    on(DeliverablePublishedV1, (rows, { deliverableId, kind, title, address, publishedAt }) => [
      ...rows.filter((row) => row.deliverableId !== deliverableId),
      holding(publishedAt, { deliverableId, kind, titleRo: title.ro, titleEn: title.en ?? null, address }),
    ]),
  ],
);

type CivicEvent = DataOf<typeof CivicEventPublishedV1>;

const ofCivicEvent = (event: Omit<CivicEvent, 'publishedAt'>) => ({
  programmeId: event.programmeId,
  kind: event.kind,
  titleRo: event.title.ro,
  titleEn: event.title.en ?? null,
  series: event.series?.name ?? null,
  seriesPlace: event.series?.place ?? null,
  startsAt: event.startsAt,
  endsAt: event.endsAt,
  format: event.format,
  venue: event.venue?.name ?? null,
  languages: event.languages,
});

export const civicEvent = starTable(
  {
    name: 'civic_event',
    kind: 'dimension',
    comment:
      'A civic event that the public was told of: a consultation, a debate and the like. A new row begins when it is moved, cancelled or held; a correction holds for the whole time before it, too.',
    key: { name: 'civicEventId', comment: 'Id of the civic event.' },
    columns: {
      programmeId: uuid('The programme that it belongs to; null: none.'),
      kind: text('Such as consultation or debate.'),
      titleRo: text('Title in Romanian.'),
      titleEn: text('Title in English; null: none.'),
      series: text('Name of the series that it is one of; null: none.'),
      seriesPlace: integer('Its place in the series, from 1.'),
      startsAt: instant('When it starts, or started.'),
      endsAt: instant('When it ends, or ended.'),
      format: text('in-person, online or hybrid.'),
      venue: text('Name of the place; null: online.'),
      languages: texts('ISO 639-1 codes.'),
      status: text('published, rescheduled, cancelled or held.'),
    },
  },
  (on) => [
    on(CivicEventPublishedV1, (_rows, data) => [
      holding(data.publishedAt, { ...ofCivicEvent(data), status: 'published' }),
    ]),
    on(CivicEventRescheduledV1, (rows, data) =>
      changed(rows, data.rescheduledAt, { ...ofCivicEvent(data), status: 'rescheduled' }),
    ),
    on(CivicEventCorrectedV1, (rows, data) => corrected(rows, ofCivicEvent(data))),
    on(CivicEventCancelledV1, (rows, data) => changed(rows, data.cancelledAt, { status: 'cancelled' })),
    on(CivicEventHeldV1, (rows, data) => changed(rows, data.heldAt, { status: 'held' })),
    on(CivicEventHoldRevokedV1, (rows, { status }) =>
      rows.map((row) => (row.status === 'held' ? { ...row, status } : row)),
    ),
  ],
);

export const report = starTable(
  {
    name: 'report',
    kind: 'fact',
    comment: 'A version of the report of a civic event that was published.',
    key: { name: 'civicEventId', comment: 'Id of the civic event.' },
    columns: {
      programmeId: uuid('The programme of the civic event; null: none.'),
      version: integer('Number of the version, from 1.'),
      participants: integer('People who took part, as the version says; null: not reported.'),
      isReconciled: boolean('Whether the categories add up to that.'),
    },
  },
  (on) => [
    on(ReportPublishedV1, (rows, { programmeId, version, participants, publishedAt }) => [
      ...rows,
      holding(publishedAt, {
        programmeId,
        version,
        participants: participants?.total ?? null,
        isReconciled: participants?.reconciled ?? null,
      }),
    ]),
  ],
);
