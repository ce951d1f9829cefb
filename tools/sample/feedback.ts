import type { Api } from './api.ts';
import { aspects, items } from './facts/questionnaire.ts';
import type { Session, Summary } from './facts/facts.ts';
import { programmeId, questionnaireIdOf, sessionIdOf } from './ids.ts';

const pathOf = (session: Session) => `/feedback/v1/questionnaires/${questionnaireIdOf(session)}`;

/** The questionnaire of a session as what its report says of it, published. */
export const feedbackSteps = (session: Session): ((api: Api) => Promise<void>)[] => [(api) => draft(api, session)];

async function draft(api: Api, session: Session): Promise<void> {
  await api.post('/feedback/v1/questionnaires', {
    id: questionnaireIdOf(session),
    title: {
      ro: `Ce credeți despre sesiunea de consultare ${session.numeral}?`,
      en: `What do you think of consultation session ${session.numeral}?`,
    },
    about: { civicEventId: sessionIdOf(session) },
    items,
    topics: [`programme:${programmeId}`],
  });
}
