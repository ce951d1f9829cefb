import {
  DiscussionPointRecordedV1,
  RecommendationDecidedV1,
  RecommendationProgressedV1,
  RecommendationRecordedV1,
  type DataOf,
} from '@ecou/contracts';
import { integer, text, texts, uuid } from '../columns.js';
import { changed, holding } from '../rows.js';
import { starTable } from '../table.js';

export const discussionPoint = starTable(
  {
    name: 'discussion_point',
    kind: 'fact',
    comment: 'Something that was said at a civic event, without its words; recommendations are among them.',
    key: { name: 'discussionPointId', comment: 'Id of the point; also of the recommendation, where it is one.' },
    columns: {
      civicEventId: uuid('The civic event at which it was said.'),
      programmeId: uuid('The programme of the civic event; null: none.'),
      kind: text('recommendation, suggestion, observation or discussion-point.'),
      themes: texts('Themes that it is about.'),
      place: integer('Its place among what was said, from 1; null: not noted.'),
    },
  },
  (on) => [
    on(DiscussionPointRecordedV1, (_rows, { civicEventId, programmeId, kind, themes, place, recordedAt }) => [
      holding(recordedAt, { civicEventId, programmeId, kind, themes, place }),
    ]),
  ],
);

type About = Pick<DataOf<typeof RecommendationDecidedV1>, 'civicEventId' | 'programmeId' | 'themes' | 'owner'>;

const ofRecommendation = ({ civicEventId, programmeId, themes, owner }: About) => ({
  civicEventId,
  programmeId,
  themes,
  ownerKind: owner?.kind ?? null,
  ownerName: owner?.name ?? null,
});

export const recommendation = starTable(
  {
    name: 'recommendation',
    kind: 'dimension',
    comment:
      'A recommendation that was made at a civic event, without its words. A new row begins with each step of its life.',
    key: { name: 'recommendationId', comment: 'Id of the recommendation; also of the discussion point.' },
    columns: {
      civicEventId: uuid('The civic event at which it was made.'),
      programmeId: uuid('The programme of the civic event; null: none.'),
      themes: texts('Themes that it is about.'),
      ownerKind: text('department of the city hall or partner organisation, that sees to it; null: nobody yet.'),
      ownerName: text('Name of the department or organisation.'),
      status: text('recorded, under-review, accepted, declined, in-progress or done.'),
    },
  },
  (on) => [
    on(RecommendationRecordedV1, (_rows, { civicEventId, programmeId, themes, recordedAt }) => [
      holding(recordedAt, {
        ...{ civicEventId, programmeId, themes, ownerKind: null, ownerName: null, status: 'recorded' },
      }),
    ]),
    on(RecommendationDecidedV1, (rows, data) =>
      changed(rows, data.decidedAt, { ...ofRecommendation(data), status: data.decision }),
    ),
    on(RecommendationProgressedV1, (rows, data) =>
      changed(rows, data.progressedAt, { ...ofRecommendation(data), status: data.status }),
    ),
  ],
);

export const recommendationStep = starTable(
  {
    name: 'recommendation_step',
    kind: 'fact',
    comment: 'A step in the life of a recommendation.',
    key: { name: 'recommendationId', comment: 'Id of the recommendation.' },
    columns: {
      civicEventId: uuid('The civic event at which it was made.'),
      number: integer('The how-manieth step of the recommendation, from 1.'),
      step: text('recorded, review-started, accepted, declined, work-started, completed, reopened or noted.'),
    },
  },
  (on) => [
    on(RecommendationRecordedV1, (rows, { civicEventId, recordedAt }) => [
      ...rows,
      holding(recordedAt, { civicEventId, number: rows.length + 1, step: 'recorded' }),
    ]),
    on(RecommendationDecidedV1, (rows, { civicEventId, decision, decidedAt }) => [
      ...rows,
      holding(decidedAt, { civicEventId, number: rows.length + 1, step: decision }),
    ]),
    on(RecommendationProgressedV1, (rows, { civicEventId, step, progressedAt }) => [
      ...rows,
      holding(progressedAt, { civicEventId, number: rows.length + 1, step }),
    ]),
  ],
);
