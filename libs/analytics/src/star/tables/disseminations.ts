import { DisseminationLoggedV1, DisseminationReachReportedV1, type DataOf } from '@ecou/contracts';
import { boolean, date, integer, numeric, text, texts, uuid } from '../columns.js';
import { holding } from '../rows.js';
import { starTable } from '../table.js';

const key = { name: 'disseminationId', comment: 'Id of the dissemination.' };

type Logged = DataOf<typeof DisseminationLoggedV1>;

const startOf = (day: string): string => `${day}T00:00:00.000Z`;

const amountsOf = ({ quantity, cost }: Pick<Logged, 'quantity' | 'cost'>) => ({
  quantity: quantity?.count ?? null,
  unit: quantity?.unit ?? null,
  cost: cost?.amount ?? null,
  currency: cost?.currency ?? null,
});

const ofLogged = ({ title, period, quantity, cost, ...data }: Logged) => ({
  ...{ channel: data.channel, channelName: data.channelName, status: data.status },
  ...{ titleRo: title.ro, titleEn: title.en ?? null },
  ...{ programmeId: data.programmeId, civicEventId: data.civicEventId, deliverableId: data.deliverableId },
  ...{ place: data.place, periodFrom: period?.from ?? null, periodTo: period?.to ?? null },
  ...{ audiences: data.audiences, source: data.source, doneOn: data.doneOn },
  ...amountsOf({ quantity, cost }),
});

export const dissemination = starTable(
  {
    name: 'dissemination',
    kind: 'fact',
    comment:
      'Something that was spread outside of the platform: posters, radio, schools and the like, as the log says now. Only what is done counts; it happened on the day on which it was done, else when it was logged last.',
    key,
    columns: {
      channel: text('Such as posters, radio or schools.'),
      channelName: text('What another channel is called; null where the channel says it.'),
      status: text('suggested, planned, done or cancelled.'),
      titleRo: text('What was spread, in Romanian.'),
      titleEn: text('The same in English; null: none.'),
      programmeId: uuid('The programme that it belongs to; null: none.'),
      civicEventId: uuid('The civic event that was made known; null: none.'),
      deliverableId: uuid('The deliverable that was made known; null: none.'),
      place: text('Where; null: not reported.'),
      periodFrom: date('First day on which it was seen or heard; null: not reported.'),
      periodTo: date('Last day of that; null: a single day, or no end.'),
      audiences: texts('Those whom it was for, such as elderly or pupils.'),
      quantity: integer('How many; null: not reported.'),
      unit: text('Of what, such as copies, showings or posts.'),
      cost: numeric('What it cost, in its currency; null: not reported.'),
      currency: text('ISO 4217, such as RON.'),
      source: text('Where these facts come from; null: not reported.'),
      doneOn: date('The day on which it was done; null: it was not.'),
    },
  },
  (on) => [
    on(DisseminationLoggedV1, (_rows, data) => [
      holding(data.doneOn === null ? data.loggedAt : startOf(data.doneOn), ofLogged(data)),
    ]),
  ],
);

export const disseminationReach = starTable(
  {
    name: 'dissemination_reach',
    kind: 'fact',
    comment:
      'An estimate of how many people a dissemination reached. Each is of all of it, so those of one are not added up: the one that was reported last is the newest. A correction replaces the figure; the one that was reported stands beside it.',
    key,
    columns: {
      reachId: uuid('Id of the estimate.'),
      people: integer('People, by the figure that stands.'),
      reportedPeople: integer('People, as it was first reported.'),
      isCorrected: boolean('Whether it was corrected.'),
      isNewest: boolean('Whether it was reported last of those of the dissemination: figures take it.'),
      source: text('Who says so.'),
      method: text('How it was counted or estimated.'),
      countedOn: date('The day as of which it was counted.'),
    },
  },
  (on) => [
    on(DisseminationReachReportedV1, (rows, data) => {
      const { reachId, people, reportedPeople, isCorrected, source, method, countedOn } = data;
      const said = { reachId, people, reportedPeople, isCorrected, source, method, countedOn };
      return rows.some((row) => row.reachId === reachId)
        ? rows.map((row) => (row.reachId === reachId ? { ...row, ...said } : row))
        : [
            ...rows.map((row) => ({ ...row, isNewest: false })),
            holding(startOf(countedOn), { ...said, isNewest: true }),
          ];
    }),
  ],
);
