import {
  FacilityAddedV1,
  FacilityChangedV1,
  FacilityFeedbackModeratedV1,
  FacilityFeedbackRecordedV1,
  FacilityOpenedV1,
  FacilityResumedV1,
  FacilityRetiredV1,
  FacilitySuspendedV1,
  FacilityVerifiedV1,
  type Contract,
  type DataOf,
} from '@ecou/contracts';
import { boolean, instant, integer, numeric, text, uuid } from '../columns.js';
import { changed, corrected, holding } from '../rows.js';
import { starTable } from '../table.js';

const key = { name: 'facilityId', comment: 'Id of the facility.' };

type Details = Omit<DataOf<typeof FacilityChangedV1>, 'changedAt'>;

function ofFacility(details: Details) {
  const { kind, name, position, approximate, onlineOnly, address, operator, source } = details;
  const { externalId = null, guides = [], assistancePoints = [], incentives, verifyEveryMonths = null } = details;
  return {
    ...{ kind, nameRo: name.ro, nameEn: name.en ?? null },
    ...{ longitude: position?.[0] ?? null, latitude: position?.[1] ?? null },
    ...{ isApproximate: approximate, isOnlineOnly: onlineOnly, address, operator, source, externalId },
    ...{ guides: guides.length, assistancePoints: assistancePoints.length, incentives: incentives.length },
    verifyEveryMonths,
  };
}

export const facility = starTable(
  {
    name: 'facility',
    kind: 'dimension',
    comment: 'A digital facility on the map. A new row begins with each change, and whenever it is verified.',
    key,
    columns: {
      kind: text('Such as portal, payment-terminal or library.'),
      nameRo: text('Name in Romanian.'),
      nameEn: text('Name in English; null: none.'),
      longitude: numeric('Degrees east, WGS84; null: not known, or it has no place.'),
      latitude: numeric('Degrees north, WGS84.'),
      isApproximate: boolean('Whether the position is only approximate.'),
      isOnlineOnly: boolean('Whether it is reached online or by phone only.'),
      address: text('Postal address; null: none.'),
      operator: text('The organisation that runs it; null: not known.'),
      source: text('Where these facts come from; null: not known.'),
      externalId: text('Of the record that it stands for, in the system of its source; null: none.'),
      guides: integer('Guides that say how something is done there.'),
      assistancePoints: integer('Places at which people help with it.'),
      incentives: integer('Incentives that are named, whether they hold now or not.'),
      verifyEveryMonths: integer(
        'Months until it is to be verified again, by its own rule; null: as often as its kind says.',
      ),
      status: text('planned, open, suspended or retired.'),
      verifiedAt: instant('When somebody last made sure that this is right; null: nobody yet.'),
    },
  },
  (on) => [
    on(FacilityAddedV1, (_rows, data) => [
      holding(data.addedAt, { ...ofFacility(data), status: data.status, verifiedAt: null }),
    ]),
    on(FacilityChangedV1, (rows, data) => changed(rows, data.changedAt, ofFacility(data))),
    on(FacilityOpenedV1, (rows, { openedAt }) => changed(rows, openedAt, { status: 'open' })),
    on(FacilityVerifiedV1, (rows, { verifiedAt }) => changed(rows, verifiedAt, { verifiedAt })),
    on(FacilitySuspendedV1, (rows, { suspendedAt }) => changed(rows, suspendedAt, { status: 'suspended' })),
    on(FacilityResumedV1, (rows, { resumedAt }) => changed(rows, resumedAt, { status: 'open' })),
    on(FacilityRetiredV1, (rows, { retiredAt }) => changed(rows, retiredAt, { status: 'retired' })),
  ],
);

export const facilityChange = starTable(
  {
    name: 'facility_change',
    kind: 'fact',
    comment: 'Something that happened to a facility.',
    key,
    columns: {
      number: integer('The how-manieth thing that happened to the facility, from 1.'),
      change: text('added, changed, opened, verified, suspended, resumed or retired.'),
      kind: text('Of the facility: such as portal, payment-terminal or library.'),
    },
  },
  (on) => {
    const happened = <K extends Contract>(contract: K, change: string, timeOf: (data: DataOf<K>) => string) =>
      on(contract, (rows, data) => [
        ...rows,
        holding(timeOf(data), { number: rows.length + 1, change, kind: (data as unknown as Details).kind }),
      ]);
    return [
      happened(FacilityAddedV1, 'added', ({ addedAt }) => addedAt),
      happened(FacilityChangedV1, 'changed', ({ changedAt }) => changedAt),
      happened(FacilityOpenedV1, 'opened', ({ openedAt }) => openedAt),
      happened(FacilityVerifiedV1, 'verified', ({ verifiedAt }) => verifiedAt),
      happened(FacilitySuspendedV1, 'suspended', ({ suspendedAt }) => suspendedAt),
      happened(FacilityResumedV1, 'resumed', ({ resumedAt }) => resumedAt),
      happened(FacilityRetiredV1, 'retired', ({ retiredAt }) => retiredAt),
    ];
  },
);

export const facilityGrade = starTable(
  {
    name: 'facility_grade',
    kind: 'fact',
    comment: 'A grade that somebody gave a facility. Nobody sees single ones: figures show groups.',
    key: { name: 'feedbackId', comment: 'Id of the feedback.' },
    columns: {
      facilityId: uuid('Id of the facility.'),
      kind: text('Of the facility: such as portal, payment-terminal or library.'),
      grade: integer('From 1 (worst) to 5 (best).'),
      isCommented: boolean('Whether a comment came with it.'),
      isCounted: boolean('Whether the grade counts; not where staff hid it as abuse.'),
    },
  },
  (on) => [
    on(FacilityFeedbackRecordedV1, (_rows, { facilityId, kind, grade, commented, givenAt }) => [
      holding(givenAt, { facilityId, kind, grade, isCommented: commented, isCounted: true }),
    ]),
    on(FacilityFeedbackModeratedV1, (rows, { gradeCounts }) => corrected(rows, { isCounted: gradeCounts })),
  ],
);
