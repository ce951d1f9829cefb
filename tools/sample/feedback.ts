import type { Api, Step } from './api.ts';
import type { Session, Summary } from './facts/facts.ts';
import { aspects, items } from './facts/questionnaire.ts';
import { programmeId, questionnaireIdOf, sessionIdOf } from './ids.ts';

const pathOf = (session: Session) => `/feedback/v1/questionnaires/${questionnaireIdOf(session)}`;

/** The questionnaire of a session as what its report says of it, published. */
export const feedbackSteps = (session: Session): readonly Step[] => [
  (api) => draft(api, session),
  (api) => reportSummary(api, session),
  (api) => reportDenominator(api, session),
  (api) => publishResults(api, session),
];

const draft = (api: Api, session: Session) =>
  api.post('/feedback/v1/questionnaires', {
    id: questionnaireIdOf(session),
    title: {
      ro: `Ce credeți despre sesiunea de consultare ${session.numeral}?`,
      en: `What do you think of consultation session ${session.numeral}?`,
    },
    about: { civicEventId: sessionIdOf(session) },
    items,
    topics: [`programme:${programmeId}`],
  });

const summaryOf = ({ numeral, feedback }: Session) => ({
  respondents: feedback.respondents,
  anonymous: feedback.anonymous,
  grades: feedback.grades,
  items: [
    ...Object.keys(aspects).map((aspect) => gradesOf(aspect, feedback)),
    saidYes('objectives', feedback.objectivesMet),
    saidYes('updates', feedback.wishToBeInformed),
  ],
  suggestions: feedback.suggestions,
  source: `Raportul sesiunii de consultare ${numeral}`,
});

const gradesOf = (item: string, { respondents, excluded, excludedOf }: Summary) => ({
  item,
  n: respondents,
  occurred: null,
  counts: Object.entries(excludedOf?.[item] ?? excluded).map(([value, count]) => ({ value: Number(value), count })),
  statements: [],
});

const saidYes = (item: string, amount: Summary['objectivesMet']) => ({
  item,
  occurred: null,
  counts: [],
  statements: [{ value: 'yes', amount }],
});

/** A questionnaire as staff see it. */
interface Questionnaire {
  readonly results: object | null;
  readonly staff: { readonly summaryReported: boolean; readonly denominator: object | null };
}

/** Only where none was reported: what somebody has changed since stays. */
async function reportSummary(api: Api, session: Session): Promise<void> {
  const { body } = await api.get<Questionnaire>(pathOf(session));
  if (!body.staff.summaryReported) await api.put(`${pathOf(session)}/reported-summary`, summaryOf(session));
}

/** A rate needs a count that stands: where the attendance does not add up there is none. The project's team is counted in it. */
async function reportDenominator(api: Api, session: Session): Promise<void> {
  const { categories, total } = session.attendance;
  if (categories.reduce((sum, { count }) => sum + count, 0) !== total) return;
  const { body } = await api.get<Questionnaire>(pathOf(session));
  if (body.staff.denominator) return;
  const includesTeam = categories.some(({ category, count }) => category === 'project-team' && count > 0);
  await api.put(`${pathOf(session)}/denominator`, { count: total, source: 'attended', includesTeam });
}

async function publishResults(api: Api, session: Session): Promise<void> {
  const { body } = await api.get<Questionnaire>(pathOf(session));
  if (body.results) return;
  await api.post(`${pathOf(session)}/results/publish`, {
    suggestions: session.feedback.suggestions.map(({ id }) => ({ id })),
  });
}
