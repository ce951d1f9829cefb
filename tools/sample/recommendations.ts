import type { Api, Step } from './api.ts';
import { sampleId } from './ids.ts';
import { syntheticProgrammeId } from './synthetic-programme.ts';

// What becomes of recommendations. The reports say nothing of it, so all of it is made up, in a programme of its own that says so.

const civicEventId = sampleId('synthetic', 'debate');
const civicEvent = `/events/v1/civic-events/${civicEventId}`;

export const recommendationIds = {
  benches: sampleId('synthetic', 'recommendation', 'benches'),
  lights: sampleId('synthetic', 'recommendation', 'lights'),
  monorail: sampleId('synthetic', 'recommendation', 'monorail'),
  workshops: sampleId('synthetic', 'recommendation', 'workshops'),
};

const text = (ro: string, en: string) => ({ ro, en });
const parks = { kind: 'department', name: 'Direcția Parcuri (sintetic)' };
const partner = { kind: 'partner', name: 'Asociația Exemplu (sintetic)' };

type Verb = readonly [from: string, verb: string, body?: object | undefined];

/** A verb is sent only where the recommendation still stands where it starts from: what somebody has changed since stays. */
const lives: readonly { readonly id: string; readonly said: object; readonly verbs: readonly Verb[] }[] = [
  {
    id: recommendationIds.benches,
    said: {
      kind: 'recommendation',
      themes: ['accessibility'],
      text: text('Bănci cu spătar în parcul de exemplu', 'Benches with backs in the example park'),
    },
    verbs: [
      ['recorded', 'review'],
      ['under-review', 'assign', parks],
      ['under-review', 'accept', { explanation: text('În bugetul de exemplu', 'Within the example budget') }],
      ['accepted', 'start'],
      [
        'in-progress',
        'progress',
        {
          id: sampleId('synthetic', 'note', 'benches'),
          note: text('Zece bănci sunt montate', 'Ten benches have been put up'),
        },
      ],
      ['in-progress', 'complete', { result: text('Toate cele douăzeci de bănci', 'All twenty benches') }],
    ],
  },
  {
    id: recommendationIds.workshops,
    said: {
      kind: 'recommendation',
      themes: ['digital-education', 'elderly'],
      text: text('Ateliere digitale pentru seniori', 'Digital workshops for the elderly'),
    },
    verbs: [
      ['recorded', 'review'],
      ['under-review', 'assign', partner],
      ['under-review', 'accept', {}],
      ['accepted', 'start'],
      [
        'in-progress',
        'progress',
        {
          id: sampleId('synthetic', 'note', 'workshops'),
          note: text('Înscrierile sunt deschise', 'Registration is open'),
        },
      ],
    ],
  },
  {
    id: recommendationIds.monorail,
    said: {
      kind: 'recommendation',
      themes: ['digital-services'],
      text: text('Un monorai de exemplu', 'An example monorail'),
    },
    verbs: [
      ['recorded', 'review'],
      ['under-review', 'decline', { reason: text('Nu este de competența primăriei', 'Not for the city hall to do') }],
    ],
  },
  {
    id: recommendationIds.lights,
    said: {
      kind: 'suggestion',
      themes: ['youth'],
      text: text('Lumini pe aleea de exemplu', 'Lights along the example alley'),
    },
    verbs: [
      ['suggested', 'promote'],
      ['recorded', 'review'],
    ],
  },
];

const planDebate = (api: Api) =>
  api.post('/events/v1/civic-events', {
    id: civicEventId,
    programmeId: syntheticProgrammeId,
    kind: 'debate',
    title: text('Dezbatere demonstrativă (date sintetice)', 'Demonstration debate (synthetic data)'),
    startsAt: '2024-05-16T17:00:00+03:00',
    endsAt: '2024-05-16T19:00:00+03:00',
    venue: { name: 'Casa Exemplu', address: 'Strada Exemplului 8, București' },
  });

async function holdDebate(api: Api): Promise<void> {
  const { status } = (await api.get<{ readonly status: string }>(civicEvent)).body;
  if (status === 'planned') await api.post(`${civicEvent}/publish`);
  if (status === 'planned' || status === 'published') await api.post(`${civicEvent}/hold`);
}

const promote = (api: Api, discussionPointId: string) =>
  api.post('/events/v1/recommendations', {
    discussionPointId,
    reason: text('Au cerut-o și alții', 'Others asked for it too'),
  });

async function advance(api: Api, id: string, [from, verb, body]: Verb): Promise<void> {
  const path = `/events/v1/recommendations/${id}`;
  const { status } = (await api.get<{ readonly status: string }>(path)).body;
  if (status === from) await api.post(`${path}/${verb}`, body);
}

export const recommendationSteps: readonly Step[] = [
  planDebate,
  holdDebate,
  ...lives.flatMap(({ id, said, verbs }): readonly Step[] => [
    (api) => api.post(`${civicEvent}/discussion-points`, { id, ...said }),
    ...verbs.map(
      ([from, verb, body]): Step =>
        (api) =>
          verb === 'promote' ? promote(api, id) : advance(api, id, [from, verb, body]),
    ),
  ]),
];
