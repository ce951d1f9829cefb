import type { QuestionnaireAnswer } from './questionnaire.schemas.js';
import { requireQuestionnaire, type Questionnaire } from './questionnaire.state.js';

/** True where the public may know of it: it was open once, or something of it was published. */
const isPublic = ({ announced, published }: Questionnaire): boolean => announced || published !== null;

/** The questionnaire as far as a caller may know of it: the public knows of no draft. Throws `Unknown`. */
export const shownQuestionnaire = (state: Questionnaire | null, forStaff: boolean): Questionnaire =>
  requireQuestionnaire(forStaff || (state && isPublic(state)) ? state : null);

/** The questionnaire as it is answered. */
export function answerOf(id: string, questionnaire: Questionnaire, forStaff: boolean): QuestionnaireAnswer {
  const { status, content, openedAt, closedAt, published, versions } = questionnaire;
  const { answered, invitations, denominator, summary } = questionnaire;
  return {
    id,
    status,
    ...content,
    openedAt,
    closedAt,
    results: published && { publication: published.publication, publishedAt: published.publishedAt },
    ...(forStaff ? { staff: { answered, invitations, denominator, summaryReported: summary !== null } } : {}),
    version: versions.questionnaire,
  };
}
