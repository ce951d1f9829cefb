import { assertNever, Rejected, Unknown } from '@ecou/event-sourcing';
import { shownAfter, type Shown } from '../results/publication.js';
import type { Denominator } from '../results/denominator.schema.js';
import type { Channel, Content, Publication, QuestionnaireEvent } from './questionnaire.events.js';
import type { ReportedSummary } from '../results/reported-summary.schema.js';

type Status = 'draft' | 'open' | 'closed';

/** True for a questionnaire that takes answers; those on paper may be entered after the closing. */
const takesAnswers: Readonly<Record<Status, 'not-yet' | 'yes' | 'on-paper'>> = {
  draft: 'not-yet',
  open: 'yes',
  closed: 'on-paper',
};

export interface Questionnaire {
  readonly status: Status;
  /** The content as it stands now. */
  readonly content: Content;
  /** The content as it was drafted, so that drafting it again is recognised. */
  readonly drafted: Content;
  /** True once somebody has answered. */
  readonly answered: boolean;
  /** True once it was open, so that the public may know of it. */
  readonly announced: boolean;
  /** True once it is closed and all answers by ballot are recorded. */
  readonly ballotsCounted: boolean;
  readonly invitations: number;
  readonly openedAt: string | null;
  readonly closedAt: string | null;
  readonly denominator: Denominator | null;
  readonly summary: ReportedSummary | null;
  readonly published: (Publication & { readonly publishedAt: string }) | null;
  /** Everything that publications have told so far, for the next one. */
  readonly shown: Shown | null;
  /** Version of the stream, and the versions at which each sub-resource last changed; 0: never. */
  readonly versions: {
    readonly stream: number;
    readonly questionnaire: number;
    readonly denominator: number;
    readonly summary: number;
    readonly results: number;
  };
}

/** The questionnaire. Throws `Unknown` where there is none. */
export function requireQuestionnaire(state: Questionnaire | null): Questionnaire {
  if (!state) throw new Unknown('QUESTIONNAIRE_UNKNOWN', 'There is no such questionnaire.');
  return state;
}

/** Refuses an answer at a time when the questionnaire takes none. */
export function refuseUnlessOpen({ status, content, summary }: Questionnaire, at: string, channel?: Channel): void {
  if (summary) throw new Rejected('SUMMARY_REPORTED', 'Its answers are on record as a reported summary.');
  const taken = takesAnswers[status];
  if (taken === 'not-yet') throw new Rejected('QUESTIONNAIRE_NOT_OPEN', 'The questionnaire is not open yet.');
  if (channel !== 'paper' && (taken === 'on-paper' || isOver(content, at))) {
    throw new Rejected('QUESTIONNAIRE_CLOSED', 'The questionnaire is closed.');
  }
}

/** True where it is answered by ballots, which cannot be joined to invitation tokens. */
export const isByBallot = ({ access }: Pick<Content, 'access'>): boolean => access === 'anonymous-once';

/** True once its time is over. */
export const isOver = ({ closesAt }: Pick<Content, 'closesAt'>, at: string): boolean =>
  closesAt !== null && Date.parse(closesAt) <= Date.parse(at);

export function evolve(state: Questionnaire | null, event: QuestionnaireEvent): Questionnaire {
  if (event.type === 'QuestionnaireDrafted') return drafted(event.data);
  const before = requireQuestionnaire(state);
  const stream = before.versions.stream + 1;
  const after = { ...before, versions: { ...before.versions, stream } };
  if (event.type === 'SummaryReported') {
    return { ...after, summary: event.data, versions: { ...after.versions, summary: stream, results: stream } };
  }
  if (event.type === 'DenominatorReported') {
    return { ...after, denominator: event.data, versions: { ...after.versions, denominator: stream } };
  }
  if (event.type === 'ResultsPublished') {
    const { title: _title, about: _about, ...published } = event.data;
    const shown = shownAfter(before.shown, published);
    return { ...after, published, shown, versions: { ...after.versions, results: stream } };
  }
  return changed({ ...after, versions: { ...after.versions, questionnaire: stream } }, event);
}

const drafted = (content: Content): Questionnaire => ({
  status: 'draft',
  content,
  drafted: content,
  answered: false,
  announced: false,
  ballotsCounted: false,
  invitations: 0,
  openedAt: null,
  closedAt: null,
  denominator: null,
  summary: null,
  published: null,
  shown: null,
  versions: { stream: 1, questionnaire: 1, denominator: 0, summary: 0, results: 0 },
});

type Part = 'DenominatorReported' | 'SummaryReported' | 'ResultsPublished';
type Change = Exclude<QuestionnaireEvent, { type: 'QuestionnaireDrafted' | Part }>;

/** The questionnaire after an event, which `state` counts already. */
function changed(state: Questionnaire, event: Change): Questionnaire {
  switch (event.type) {
    case 'QuestionnaireRevised':
      return { ...state, content: event.data };
    case 'InvitationsIssued':
      return { ...state, invitations: state.invitations + event.data.count };
    case 'QuestionnaireOpened':
      return { ...state, status: 'open', announced: true, openedAt: event.data.openedAt };
    case 'QuestionnaireItemsLocked':
      return { ...state, answered: true };
    case 'QuestionnaireClosed':
      return { ...state, status: 'closed', closedAt: event.data.closedAt };
    case 'BallotBoxEmptied':
      return { ...state, ballotsCounted: true };
    default:
      return assertNever(event);
  }
}
