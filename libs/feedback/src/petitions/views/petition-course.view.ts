import { defineView, type RecordedOf } from '@ecou/event-sourcing';
import type { Deadline } from '../calendar/deadlines.js';
import { dayOf } from '../calendar/working-calendar.js';
import type { CourseRow, End, Step } from '../half-year/course.js';
import type { PetitionEvent } from '../petition/petition.events.js';
import { folds } from './folds.js';

type Data<T extends PetitionEvent['type']> = Extract<RecordedOf<PetitionEvent>, { type: T }>['data'];

const daysBetween = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);

/** The handler of a type that changes a course which has begun. */
const on = <T extends PetitionEvent['type']>(change: (row: CourseRow, data: Data<T>) => CourseRow) => ({
  evolve: (row: CourseRow | undefined, { data }: { readonly data: Data<T> }) => row && change(row, data),
});

const stepped = (row: CourseRow, step: Omit<Step, 'department'> & { readonly department?: string }): CourseRow => ({
  ...row,
  steps: [...row.steps, { department: row.department, ...step }],
});

const ended = (row: CourseRow, at: string, end: Omit<End, 'days' | 'onTarget'>): CourseRow => {
  // What is closed once it was answered or forwarded ended then.
  if (row.endedAt !== null) return row;
  const { since, offTarget } = row;
  const whole = { ...end, onTarget: !offTarget && end.inTime !== false, days: daysBetween(since, dayOf(at)) };
  return { ...stepped(row, { kind: 'ended', at, end: whole }), endedAt: at };
};

const replied = (by: 'answered' | 'declined') =>
  on<'PetitionAnswered'>((row, { through, inTime, answeredAt }) =>
    ended(row, answeredAt, { by, inTime, together: through !== null }),
  );

/** An answer is waited for again: it was reopened, or came back from another authority. */
const begunAgain = (row: CourseRow, at: string, deadline: Deadline | null): CourseRow => ({
  ...stepped(row, { kind: 'began', at, again: 'reopened', missedAt: deadline?.legal.missedAt ?? null }),
  endedAt: null,
  since: dayOf(at),
  offTarget: false,
});

/** The way in which a closing ends the waiting. */
const closedBy = (ground: Data<'PetitionClosed'>['ground']): End['by'] => {
  if (ground === 'repeat' || ground === 'withdrawn' || ground === 'noted') return ground;
  return 'filed';
};

/** The course of each petition and notice, with its times; nothing personal. */
export const petitionCourse = defineView<CourseRow>({
  name: 'petition_course',
  version: 2,
  fold: folds.petition_course,
  key: 'id',
  columns: {
    id: 'text',
    kind: 'text NOT NULL',
    channel: 'text NOT NULL',
    category: 'text NOT NULL',
    department: 'text NOT NULL',
    fromAuthority: 'boolean NOT NULL',
    registeredAt: 'timestamptz NOT NULL',
    endedAt: 'timestamptz',
    since: 'text NOT NULL',
    offTarget: 'boolean NOT NULL',
    steps: 'jsonb NOT NULL',
  },
  indexes: ['(registered_at)', '(ended_at, registered_at)'],
  on: {
    PetitionRegistered: {
      evolve: (_row, { data }: { readonly data: Data<'PetitionRegistered'> }, id): CourseRow => {
        const { kind, channel, category, department, registeredAt, deadline } = data;
        const missedAt = deadline?.legal.missedAt ?? null;
        return {
          ...{ id, kind, channel, category, department, registeredAt },
          fromAuthority: channel === 'authority',
          endedAt: null,
          since: dayOf(registeredAt),
          offTarget: false,
          steps: [{ kind: 'began', at: registeredAt, department, missedAt }],
        };
      },
    },
    PetitionAssigned: on<'PetitionAssigned'>((row, { department, assignedAt: at }) =>
      stepped({ ...row, department }, { kind: 'assigned', at }),
    ),
    DeadlineExtended: on<'DeadlineExtended'>((row, { deadline, extendedAt: at }) => ({
      ...stepped(row, { kind: 'extended', at, missedAt: deadline.legal.missedAt }),
      offTarget: false,
    })),
    LegalDateMoved: on<'LegalDateMoved'>((row, { deadline, movedAt: at }) =>
      stepped(row, { kind: 'moved', at, missedAt: deadline.legal.missedAt }),
    ),
    PetitionTargetMissed: on<'PetitionTargetMissed'>((row) => ({ ...row, offTarget: true })),
    PetitionDeadlineMissed: on<'PetitionDeadlineMissed'>((row, { missedAt: at }) => ({
      ...stepped(row, { kind: 'missed', at }),
      offTarget: true,
    })),
    PetitionForwarded: on<'PetitionForwarded'>((row, { inTime, forwardedAt }) =>
      ended(row, forwardedAt, { by: 'forwarded', inTime, together: false }),
    ),
    PetitionAnswered: replied('answered'),
    PetitionDeclined: replied('declined'),
    // What did not arrive was not communicated: an answer is waited for still.
    AnswerDeliveryReported: on<'AnswerDeliveryReported'>((row, { state }) => {
      const by = row.steps.at(-1)?.end?.by;
      if (state !== 'bounced' || row.endedAt === null || (by !== 'answered' && by !== 'declined')) return row;
      return { ...row, steps: row.steps.slice(0, -1), endedAt: null };
    }),
    PetitionReturned: on<'PetitionReturned'>((row, { deadline, returnedAt: at }) => begunAgain(row, at, deadline)),
    PetitionClosed: on<'PetitionClosed'>((row, { ground, closedAt }) =>
      ended(row, closedAt, { by: closedBy(ground), inTime: null, together: false }),
    ),
    PetitionReopened: on<'PetitionReopened'>((row, { deadline, reopenedAt: at }) => begunAgain(row, at, deadline)),
  },
});
