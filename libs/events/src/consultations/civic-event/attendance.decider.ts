import type { LocalizedText } from '@ecou/contracts';
import { assertNever, Rejected, same, type Decider } from '@ecou/event-sourcing';
import { refuseUnchoosable, type Named, type Vocabulary } from '../taxonomy/vocabulary.js';
import type { AttendanceEvent, Figures } from './attendance.events.js';
import { refuseBeforeStart, type Beginning } from './civic-event.decider.js';

/** The civic event as far as the rules must know it; it is a stream of its own. */
interface AboutEvent extends Beginning {
  /** True once the public was told of it. */
  readonly announced: boolean;
  readonly programmeId: string | null;
}

export type ReportAttendance = {
  readonly type: 'ReportAttendance';
  readonly figures: Figures;
  readonly at: string;
  /** The categories that can be chosen. */
  readonly categories: Vocabulary;
  readonly civicEvent: AboutEvent;
};
export type CorrectAttendance = {
  readonly type: 'CorrectAttendance';
  /** A figure that is left out stays as it stands. */
  readonly figures: Partial<Figures>;
  readonly reason: LocalizedText;
  readonly at: string;
  readonly categories: Vocabulary;
  readonly civicEvent: AboutEvent;
};
export type AttendanceCommandBody = ReportAttendance | CorrectAttendance;

/** Figures, with the version of the taxonomy that they were given in. */
export interface RecordedFigures extends Figures {
  readonly categoriesVersion: number;
}

export interface Attendance {
  /** As first put on record; never changed. */
  readonly reported: RecordedFigures | null;
  /** The last correction. */
  readonly corrected: (RecordedFigures & { readonly reason: LocalizedText; readonly correctedAt: string }) | null;
}

/** The sum of the categories minus the total: not 0 where the two do not agree. */
export const differenceOf = ({ categories, total }: Figures): number =>
  categories.reduce((sum, { count }) => sum + count, 0) - total;

const figuresOf = ({ categories, total }: Figures): Figures => ({ categories, total });

/** True where two say the same of everybody: a category that nobody came from may be left out, and their order says nothing. */
export function sameFigures(one: Figures, other: Figures): boolean {
  const said = ({ categories, total }: Figures) => ({
    total,
    ...Object.fromEntries(
      categories.filter(({ count }) => count > 0).map(({ category, count }) => [`${category}/`, count]),
    ),
  });
  return same(said(one), said(other));
}

/** The figures that stand: the last correction, else what was reported. */
export const standing = ({ reported, corrected }: Attendance): Figures | null => {
  const figures = corrected ?? reported;
  return figures && figuresOf(figures);
};

/** True where the figures that stand add up; `null` where there are none. */
export function reconciled(attendance: Attendance): boolean | null {
  const figures = standing(attendance);
  return figures && differenceOf(figures) === 0;
}

export const attendanceStates = ['not-reported', 'unreconciled', 'reconciled'] as const;

export interface AttendanceSummary {
  /** `unreconciled`: the categories do not add up to the total, as the figures stand. */
  readonly state: (typeof attendanceStates)[number];
  readonly total: number | null;
  /** The sum of the categories minus the total. */
  readonly difference: number | null;
}

export const notReported: AttendanceSummary = { state: 'not-reported', total: null, difference: null };

/** The summary of figures that stands wherever the civic event is shown. */
export function summaryOf(figures: Figures | null): AttendanceSummary {
  if (!figures) return notReported;
  const difference = differenceOf(figures);
  return { state: difference === 0 ? 'reconciled' : 'unreconciled', total: figures.total, difference };
}

export const attendanceDecider: Decider<AttendanceCommandBody, Attendance, AttendanceEvent> = {
  initial: { reported: null, corrected: null },
  decide(command, attendance) {
    switch (command.type) {
      case 'ReportAttendance':
        return report(command, attendance);
      case 'CorrectAttendance':
        return correct(command, attendance);
      default:
        return assertNever(command);
    }
  },
  evolve(attendance, event) {
    switch (event.type) {
      case 'AttendanceReported': {
        const { categories, total, categoriesVersion } = event.data;
        return { ...attendance, reported: { categories, total, categoriesVersion } };
      }
      case 'AttendanceCorrected': {
        const { categories, total, categoriesVersion, reason, correctedAt } = event.data;
        return { ...attendance, corrected: { categories, total, categoriesVersion, reason, correctedAt } };
      }
      default:
        return assertNever(event);
    }
  },
};

function report(
  { figures, at, categories, civicEvent }: ReportAttendance,
  { reported }: Attendance,
): AttendanceEvent[] {
  if (civicEvent.status === 'cancelled') {
    throw new Rejected('CIVIC_EVENT_CANCELLED', 'Nobody attends a civic event that was cancelled.');
  }
  if (!civicEvent.announced) {
    throw new Rejected('CIVIC_EVENT_NOT_PUBLISHED', 'A civic event is published before its attendance is reported.');
  }
  if (reported && sameFigures(reported, figures)) return [];
  if (reported) {
    throw new Rejected('ATTENDANCE_REPORTED', 'Other figures were reported; correct them, with a reason.');
  }
  refuseBeforeStart(civicEvent, at);
  refuseUnchoosable(categories, namedIn(figures));
  const data = { ...figures, programmeId: civicEvent.programmeId, categoriesVersion: categories.version };
  return [{ type: 'AttendanceReported', data }];
}

/** Those of a correction may name what stood there before, though it was retired since. */
const namedIn = ({ categories }: Figures): readonly Named[] =>
  categories.map(({ category }, index) => ({ id: category, path: ['categories', index, 'category'] }));

function correct(
  { figures, reason, at, categories, civicEvent }: CorrectAttendance,
  attendance: Attendance,
): AttendanceEvent[] {
  const stands = standing(attendance);
  if (!attendance.reported || !stands) {
    throw new Rejected('ATTENDANCE_NOT_REPORTED', 'Only figures that were reported can be corrected.');
  }
  const next = { ...stands, ...figures };
  if (same(next, stands)) return [];
  refuseUnchoosable(
    categories,
    namedIn(next),
    [stands, attendance.reported].flatMap((each) => each.categories.map(({ category }) => category)),
  );
  return [
    {
      type: 'AttendanceCorrected',
      data: {
        ...next,
        programmeId: civicEvent.programmeId,
        categoriesVersion: categories.version,
        reason,
        correctedAt: at,
        reported: figuresOf(attendance.reported),
      },
    },
  ];
}
