import { assertNever, Rejected, same, type Decider } from '@ecou/event-sourcing';
import type { CivicEventStatus } from '../civic-event/civic-event.decider.js';
import type { AttendanceEvent, Figures } from './attendance.events.js';

/** What the rules must know of the civic event, which is a stream of its own. */
interface AboutEvent {
  readonly status: CivicEventStatus;
  /** Whether the public was ever told of it. */
  readonly announced: boolean;
  readonly programmeId: string | null;
}

export type ReportAttendance = {
  readonly type: 'ReportAttendance';
  readonly figures: Figures;
  readonly civicEvent: AboutEvent;
};
export type CorrectAttendance = {
  readonly type: 'CorrectAttendance';
  /** What is left out stays as it stands. */
  readonly figures: Partial<Figures>;
  readonly reason: string;
  readonly at: string;
  readonly civicEvent: AboutEvent;
};
export type AttendanceCommandBody = ReportAttendance | CorrectAttendance;

export interface Attendance {
  /** As first put on record; never changed. */
  readonly reported: Figures | null;
  /** The last correction. */
  readonly corrected: (Figures & { readonly reason: string; readonly correctedAt: string }) | null;
}

/** The sum of the categories minus the total: not 0 where the two do not agree. */
export const differenceOf = ({ categories, total }: Figures): number =>
  categories.reduce((sum, { count }) => sum + count, 0) - total;

/** The figures that stand: the last correction, else what was reported. */
export const standing = ({ reported, corrected }: Attendance): Figures | null => {
  const figures = corrected ?? reported;
  return figures && { categories: figures.categories, total: figures.total };
};

/** Whether the figures that stand add up; `null` where there are none. */
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

/** What is said of figures wherever the civic event is shown. */
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
        const { categories, total } = event.data;
        return { ...attendance, reported: { categories, total } };
      }
      case 'AttendanceCorrected': {
        const { categories, total, reason, correctedAt } = event.data;
        return { ...attendance, corrected: { categories, total, reason, correctedAt } };
      }
      default:
        return assertNever(event);
    }
  },
};

function report({ figures, civicEvent }: ReportAttendance, { reported }: Attendance): AttendanceEvent[] {
  if (civicEvent.status === 'cancelled') {
    throw new Rejected('CIVIC_EVENT_CANCELLED', 'Nobody attends a civic event that was cancelled.');
  }
  if (!civicEvent.announced) {
    throw new Rejected('CIVIC_EVENT_NOT_PUBLISHED', 'A civic event is published before its attendance is reported.');
  }
  if (!reported) return [{ type: 'AttendanceReported', data: { ...figures, programmeId: civicEvent.programmeId } }];
  if (same(reported, figures)) return [];
  throw new Rejected('ATTENDANCE_REPORTED', 'Other figures were reported; correct them, with a reason.');
}

function correct({ figures, reason, at, civicEvent }: CorrectAttendance, attendance: Attendance): AttendanceEvent[] {
  const stands = standing(attendance);
  if (!attendance.reported || !stands) {
    throw new Rejected('ATTENDANCE_NOT_REPORTED', 'Only figures that were reported can be corrected.');
  }
  const next = { ...stands, ...figures };
  if (same(next, stands)) return [];
  return [
    {
      type: 'AttendanceCorrected',
      data: {
        ...next,
        programmeId: civicEvent.programmeId,
        reason,
        correctedAt: at,
        reported: attendance.reported,
      },
    },
  ];
}
