import { defineView, type RecordedOf } from '@ecou/event-sourcing';
import { dayOf } from '../calendar/working-calendar.js';
import type { PetitionEvent } from '../petition/petition.events.js';
import { folds } from './folds.js';

/** An answer to a petition, and how long it took. */
interface AnswerGiven {
  readonly at: string;
  /** Calendar days since it came in, or was reopened. */
  readonly days: number;
  readonly department: string;
  readonly officer: string | null;
}

export interface AnswersRow {
  readonly id: string;
  /** `YYYY-MM-DD`: when it came in, or was reopened last. */
  readonly since: string;
  readonly lastAt: string | null;
  readonly answers: readonly AnswerGiven[];
  /** Of the last answer, as columns: most petitions have one, and figures are counted from many. */
  readonly days: number | null;
  readonly department: string | null;
  readonly officer: string | null;
}

type Of<T extends PetitionEvent['type']> = Extract<RecordedOf<PetitionEvent>, { type: T }>;

const daysBetween = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);

const answered = {
  evolve: (row: AnswersRow | undefined, { data }: Of<'PetitionAnswered' | 'PetitionDeclined'>) => {
    if (!row) return row;
    const { answeredAt: at, officer, subject, again } = data;
    // One that went out again is one answer, which took until then.
    const before = again ? row.answers.slice(0, -1) : row.answers;
    const days = daysBetween(row.since, dayOf(at));
    const last = { days, department: subject.department, officer };
    return { ...row, ...last, lastAt: at, answers: [...before, { at, ...last }] };
  },
};

/** The answers to petitions, with the time of each and the days that it took; nothing personal. */
export const petitionAnswers = defineView<AnswersRow>({
  name: 'petition_answers',
  version: 3,
  fold: folds.petition_answers,
  key: 'id',
  columns: {
    id: 'text',
    since: 'text NOT NULL',
    lastAt: 'timestamptz',
    answers: 'jsonb NOT NULL',
    days: 'integer',
    department: 'text',
    officer: 'text',
  },
  indexes: ['(last_at)'],
  on: {
    PetitionRegistered: {
      evolve: (_row, { data }: Of<'PetitionRegistered'>, id): AnswersRow => ({
        id,
        since: dayOf(data.registeredAt),
        lastAt: null,
        answers: [],
        days: null,
        department: null,
        officer: null,
      }),
    },
    PetitionReopened: {
      evolve: (row, { data }: Of<'PetitionReopened'>) => row && { ...row, since: dayOf(data.reopenedAt) },
    },
    PetitionAnswered: answered,
    PetitionDeclined: answered,
  },
});
