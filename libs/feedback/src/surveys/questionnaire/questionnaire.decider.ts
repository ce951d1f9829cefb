import type { LocalizedText } from '@ecou/contracts';
import { assertNever, Invalid, Rejected, same, type Decider } from '@ecou/event-sourcing';
import type { Denominator } from '../results/denominator.schema.js';
import { resultsOf, type Tally } from '../results/results.js';
import { publicResults } from '../results/publication.js';
import type { Item } from '../items/item.schema.js';
import type { Content, Publication, QuestionnaireEvent } from './questionnaire.events.js';
import { checkSummary } from '../results/reported-summary.rules.js';
import type { ReportedSummary } from '../results/reported-summary.schema.js';
import { evolve, isByBallot, isOver, requireQuestionnaire, type Questionnaire } from './questionnaire.state.js';

export type DraftQuestionnaire = { type: 'DraftQuestionnaire'; content: Content };
/** The template that it was drafted from stays. */
export type ReviseQuestionnaire = { type: 'ReviseQuestionnaire'; content: Omit<Content, 'template'> };
export type ReportDenominator = { type: 'ReportDenominator'; denominator: Denominator };
export type IssueInvitations = { type: 'IssueInvitations'; count: number };
/** `scheduled`: a timer asks for it, which may be out of date. */
export type OpenQuestionnaire = { type: 'OpenQuestionnaire'; at: string; scheduled?: boolean };
export type CloseQuestionnaire = { type: 'CloseQuestionnaire'; at: string; scheduled?: boolean };
/** Somebody answers. It is decided in the unit of the answer. */
export type LockItems = { type: 'LockItems' };
/** The last answers by ballot are recorded in the same unit. */
export type EmptyBallotBox = { type: 'EmptyBallotBox' };
export type ReportSummary = { type: 'ReportSummary'; summary: ReportedSummary };
export type PublishResults = {
  type: 'PublishResults';
  /** Ids of the items to be shown. */
  items: readonly string[];
  /** Suggestions of the reported summary by id, or in the words of staff. */
  suggestions: readonly ({ readonly id: string } | { readonly text: LocalizedText })[];
  /** The counts of single responses. */
  tally: Tally;
  at: string;
};

export type QuestionnaireCommandBody =
  | DraftQuestionnaire
  | ReviseQuestionnaire
  | ReportDenominator
  | IssueInvitations
  | OpenQuestionnaire
  | CloseQuestionnaire
  | LockItems
  | EmptyBallotBox
  | ReportSummary
  | PublishResults;

export const questionnaireDecider: Decider<QuestionnaireCommandBody, Questionnaire | null, QuestionnaireEvent> = {
  initial: null,
  decide(command, state) {
    if (command.type === 'DraftQuestionnaire') return draft(command, state);
    const questionnaire = requireQuestionnaire(state);
    switch (command.type) {
      case 'ReviseQuestionnaire':
        return revise(command, questionnaire);
      case 'ReportDenominator':
        return reportDenominator(command, questionnaire);
      case 'IssueInvitations':
        return issueInvitations(command, questionnaire);
      case 'OpenQuestionnaire':
        return open(command, questionnaire);
      case 'CloseQuestionnaire':
        return close(command, questionnaire);
      case 'LockItems':
        return questionnaire.answered ? [] : [{ type: 'QuestionnaireItemsLocked', data: {} }];
      case 'EmptyBallotBox':
        return emptyBallotBox(questionnaire);
      case 'ReportSummary':
        return reportSummary(command, questionnaire);
      case 'PublishResults':
        return publishResults(command, questionnaire);
      default:
        return assertNever(command);
    }
  },
  evolve,
};

function draft({ content }: DraftQuestionnaire, state: Questionnaire | null): QuestionnaireEvent[] {
  if (!state) return [{ type: 'QuestionnaireDrafted', data: content }];
  if (same(content, state.drafted)) return [];
  throw new Rejected('QUESTIONNAIRE_EXISTS', 'A questionnaire with this id exists, and says something else.');
}

function revise({ content: revised }: ReviseQuestionnaire, questionnaire: Questionnaire): QuestionnaireEvent[] {
  const content = { ...revised, template: questionnaire.content.template };
  if (same(content, questionnaire.content)) return [];
  if (questionnaire.status === 'closed') throw closed();
  refuseUnlessFree(content, questionnaire);
  return [{ type: 'QuestionnaireRevised', data: content }];
}

/** Refuses to change the way of answering once it was opened, and the items once somebody has answered. */
function refuseUnlessFree(content: Content, questionnaire: Questionnaire): void {
  const { announced, content: before } = questionnaire;
  if (announced && isByBallot(content) !== isByBallot(before)) {
    throw new Rejected('ACCESS_LOCKED', 'It was opened, so whether it is answered by ballot stays as it is.');
  }
  if (!hasAnswers(questionnaire)) return;
  if (!same(content.items, before.items)) {
    throw new Rejected('ITEMS_LOCKED', 'Somebody has answered, so the items stay as they are.');
  }
  if (before.themes.some(({ id }) => !content.themes.some((one) => one.id === id))) {
    throw new Rejected('THEMES_LOCKED', 'Somebody has answered, so no theme is taken away.');
  }
}

const hasAnswers = ({ answered, summary }: Questionnaire): boolean => answered || summary !== null;

const closed = () => new Rejected('QUESTIONNAIRE_CLOSED', 'The questionnaire is closed.');

function reportDenominator({ denominator }: ReportDenominator, questionnaire: Questionnaire): QuestionnaireEvent[] {
  return same(denominator, questionnaire.denominator) ? [] : [{ type: 'DenominatorReported', data: denominator }];
}

function issueInvitations({ count }: IssueInvitations, { status }: Questionnaire): QuestionnaireEvent[] {
  if (status === 'closed') throw closed();
  return [{ type: 'InvitationsIssued', data: { count } }];
}

function open({ at, scheduled = false }: OpenQuestionnaire, questionnaire: Questionnaire): QuestionnaireEvent[] {
  const { status, content, summary } = questionnaire;
  if (status === 'open' || (scheduled && !isDue(content.opensAt, at))) return [];
  if (status === 'closed') throw closed();
  if (summary) throw new Rejected('SUMMARY_REPORTED', 'Its answers are on record as a reported summary.');
  if (isOver(content, at)) throw new Rejected('QUESTIONNAIRE_WINDOW_OVER', 'The time for answers is over.');
  const { title, about, access, closesAt } = content;
  return [{ type: 'QuestionnaireOpened', data: { title, about, access, closesAt, openedAt: at } }];
}

function close({ at, scheduled = false }: CloseQuestionnaire, questionnaire: Questionnaire): QuestionnaireEvent[] {
  const { status, content } = questionnaire;
  if (status === 'closed' || (scheduled && !isDue(content.closesAt, at))) return [];
  if (status === 'draft') throw new Rejected('QUESTIONNAIRE_NOT_OPEN', 'The questionnaire is not open yet.');
  return [{ type: 'QuestionnaireClosed', data: { about: content.about, closedAt: at } }];
}

function emptyBallotBox({ status, content, ballotsCounted }: Questionnaire): QuestionnaireEvent[] {
  if (ballotsCounted || !isByBallot(content)) return [];
  if (status !== 'closed') throw new Rejected('QUESTIONNAIRE_OPEN', 'The questionnaire still takes ballots.');
  return [{ type: 'BallotBoxEmptied', data: {} }];
}

const isDue = (time: string | null, at: string): boolean => time !== null && Date.parse(time) <= Date.parse(at);

function reportSummary({ summary }: ReportSummary, questionnaire: Questionnaire): QuestionnaireEvent[] {
  if (same(summary, questionnaire.summary)) return [];
  if (questionnaire.answered) {
    throw new Rejected('RESPONSES_RECORDED', 'Single answers are on record; a summary would count them twice.');
  }
  checkSummary(summary, questionnaire.content.items);
  return [{ type: 'SummaryReported', data: summary }];
}

function publishResults(command: PublishResults, questionnaire: Questionnaire): QuestionnaireEvent[] {
  const { status, summary, published, content, ballotsCounted } = questionnaire;
  if ((status !== 'closed' || (isByBallot(content) && !ballotsCounted)) && !summary) {
    throw new Rejected(
      'RESULTS_NOT_FINAL',
      'Results are published once the questionnaire is closed, or a summary is on record.',
    );
  }
  const chosen = choose(command, questionnaire);
  if (published) {
    const { publication: number, publishedAt: _publishedAt, ...before } = published;
    if (same(chosen, before)) return [];
    return [publishedEvent(command, content, { ...chosen, publication: number + 1 })];
  }
  return [publishedEvent(command, content, { ...chosen, publication: 1 })];
}

const publishedEvent = ({ at }: PublishResults, { title, about }: Content, data: Publication): QuestionnaireEvent => ({
  type: 'ResultsPublished',
  data: { ...data, title, about, publishedAt: at },
});

/** The results that staff chose, in the order of the questionnaire, as the public may see them. */
function choose(command: PublishResults, questionnaire: Questionnaire): Omit<Publication, 'publication'> {
  const { denominator, summary, content } = questionnaire;
  const items = chosenItems(command.items, content.items);
  const all = resultsOf({ items, themes: content.themes, denominator, summary }, command.tally);
  // Grades of all aspects together tell of each of them.
  const every = content.items.every((item) => item.kind !== 'grade' || items.includes(item));
  const known = every ? all : { ...all, grades: null };
  const results = publicResults(known, items, questionnaire.shown);
  const suggestions = command.suggestions.map((suggestion, index) => {
    if ('text' in suggestion) return suggestion.text;
    const reported = summary?.suggestions.find(({ id }) => id === suggestion.id);
    if (reported) return reported.text;
    throw new Invalid('SUGGESTION_UNKNOWN', `No suggestion ${suggestion.id} was reported.`, [
      'suggestions',
      index,
      'id',
    ]);
  });
  const { grades, channels } = results;
  return {
    ...results,
    channels: channels && [...channels],
    grades: grades && [...grades],
    items: [...results.items],
    suggestions,
  };
}

/** The chosen items. Refuses an item for staff only, and an item with a condition without the item that it names. */
function chosenItems(ids: readonly string[], items: readonly Item[]): Item[] {
  ids.forEach((id, index) => {
    const item = items.find((one) => one.id === id);
    if (!item) throw new Invalid('ITEM_UNKNOWN', `There is no item ${id}.`, ['items', index]);
    if (item.visibility === 'staff') {
      throw new Invalid('ITEM_FOR_STAFF', `The results of ${id} are for staff only.`, ['items', index]);
    }
    if (item.shownIf && !ids.includes(item.shownIf.item)) {
      throw new Invalid('CONDITION_UNPUBLISHED', `${id} is published beside ${item.shownIf.item} only.`, [
        'items',
        index,
      ]);
    }
  });
  return items.filter(({ id }) => ids.includes(id));
}
