import { specify } from '@ecou/event-sourcing/testing';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { builtInOf, retiring } from '../taxonomy/testing/vocabularies.js';
import { attendanceDecider, differenceOf, reconciled, standing } from './attendance.decider.js';
import type { AttendanceEvent, Figures } from './attendance.events.js';

const given = specify(attendanceDecider);

const programmeId = '6a1f0a3e-3b0c-4d55-9a65-0f4f9a4a0000';
const startsAt = '2023-04-11T09:30:00+03:00';
const civicEvent = { status: 'held', announced: true, startsAt, programmeId } as const;
const at = '2023-05-02T09:00:00.000Z';
const reason = { ro: 'Foaia de prezență arată trei membri ai echipei.' };

/** As the second session's report has it: 17 + 3 + 23 against 23. */
const sessionTwo: Figures = {
  categories: [
    { category: 'ngo-member', count: 17 },
    { category: 'public-institution', count: 3 },
    { category: 'project-team', count: 23 },
  ],
  total: 23,
};
const right: Figures = {
  ...sessionTwo,
  categories: [...sessionTwo.categories.slice(0, 2), { category: 'project-team', count: 3 }],
};

const categories = builtInOf('attendance-categories');
const categoriesVersion = 1;
const report = { type: 'ReportAttendance', figures: sessionTwo, at, categories, civicEvent } as const;
const correct = {
  type: 'CorrectAttendance',
  figures: { categories: right.categories },
  reason,
  at,
  categories,
  civicEvent,
} as const;
const reported: AttendanceEvent = {
  type: 'AttendanceReported',
  data: { ...sessionTwo, programmeId, categoriesVersion },
};
const corrected: AttendanceEvent = {
  type: 'AttendanceCorrected',
  data: { ...right, programmeId, categoriesVersion, reason, correctedAt: at, reported: sessionTwo },
};

describe('reported attendance', () => {
  it('goes on record as it was given, also where it does not add up', () => {
    given().when(report).then(reported);
    const attendance = given(reported).state();
    expect(reconciled(attendance)).toBe(false);
    expect(differenceOf(sessionTwo)).toBe(20);
  });
  it('changes nothing when repeated', () => {
    given(reported).when(report).then();
    given(reported, corrected).when(report).then();
  });
  it('is refused before the civic event begins, but for one that was held', () => {
    const ahead = { ...civicEvent, status: 'published' } as const;
    const before = '2023-04-11T09:29:59+03:00';
    given()
      .when({ ...report, civicEvent: ahead, at: before })
      .thenRejected('CIVIC_EVENT_AHEAD');
    given()
      .when({ ...report, civicEvent: ahead, at: startsAt })
      .then(reported);
    given()
      .when({ ...report, at: before })
      .then(reported);
    given(reported)
      .when({ ...report, civicEvent: ahead, at: before })
      .then();
  });
  it('is not replaced by other figures', () => {
    given(reported)
      .when({ ...report, figures: right })
      .thenRejected('ATTENDANCE_REPORTED');
  });
  it('is refused for a civic event that was cancelled', () => {
    given()
      .when({ ...report, civicEvent: { ...civicEvent, status: 'cancelled' } })
      .thenRejected('CIVIC_EVENT_CANCELLED');
  });
});

describe('attendance of a civic event that was not published', () => {
  it('is refused: nobody was told of it', () => {
    given()
      .when({ ...report, civicEvent: { ...civicEvent, status: 'planned', announced: false } })
      .thenRejected('CIVIC_EVENT_NOT_PUBLISHED');
  });
});

describe('a correction', () => {
  it('is a fact of its own; what was reported remains', () => {
    given(reported).when(correct).then(corrected);
    const attendance = given(reported, corrected).state();
    expect(attendance.reported).toEqual({ ...sessionTwo, categoriesVersion });
    expect(standing(attendance)).toEqual(right);
    expect(reconciled(attendance)).toBe(true);
  });
  it('may give the total alone', () => {
    given(reported)
      .when({ ...correct, figures: { total: 43 } })
      .then({
        type: 'AttendanceCorrected',
        data: {
          ...sessionTwo,
          total: 43,
          programmeId,
          categoriesVersion,
          reason,
          correctedAt: at,
          reported: sessionTwo,
        },
      });
  });
  it('changes nothing where these figures stand already', () => {
    given(reported, corrected).when(correct).then();
    given(reported)
      .when({ ...correct, figures: {} })
      .then();
  });
  it('can be corrected again', () => {
    given(reported, corrected)
      .when({ ...correct, figures: { total: 24 } })
      .then({
        type: 'AttendanceCorrected',
        data: { ...right, total: 24, programmeId, categoriesVersion, reason, correctedAt: at, reported: sessionTwo },
      });
  });
  it('needs something reported', () => {
    given().when(correct).thenRejected('ATTENDANCE_NOT_REPORTED');
  });
});

describe('reconciliation', () => {
  const figures = fc.record({
    categories: fc.uniqueArray(fc.record({ category: fc.stringMatching(/^[a-z]{1,8}$/), count: fc.nat(500) }), {
      selector: ({ category }) => category,
      minLength: 1,
      maxLength: 6,
    }),
    total: fc.nat(2000),
  });
  const sum = ({ categories }: Figures) => categories.reduce((all, { count }) => all + count, 0);
  const asReported = (data: Figures): AttendanceEvent => ({
    type: 'AttendanceReported',
    data: { ...data, programmeId, categoriesVersion },
  });

  it('holds just where the categories add up to the total', () => {
    fc.assert(
      fc.property(figures, (data) => {
        expect(reconciled(given(asReported(data)).state())).toBe(sum(data) === data.total);
      }),
    );
  });

  it('is reached by giving the sum as total, and never touches what was reported', () => {
    fc.assert(
      fc.property(figures, (data) => {
        const { decide, evolve } = attendanceDecider;
        const before = given(asReported(data)).state();
        const after = decide({ ...correct, figures: { total: sum(data) } }, before).reduce(evolve, before);
        expect(reconciled(after)).toBe(true);
        expect(after.reported).toEqual({ ...data, categoriesVersion });
      }),
    );
  });

  it('is not known where nothing was reported', () => {
    expect(reconciled(attendanceDecider.initial)).toBeNull();
    expect(standing(attendanceDecider.initial)).toBeNull();
  });
});

describe('categories', () => {
  const other = (category: string): Figures => ({ categories: [{ category, count: 5 }], total: 5 });

  it('are those that can be chosen, and the figures name the version', () => {
    given()
      .when({ ...report, figures: other('visitor') })
      .thenRejected('CATEGORY_UNKNOWN');
    given()
      .when({ ...report, categories: retiring('attendance-categories', 'project-team') })
      .thenRejected('CATEGORY_RETIRED');
    given()
      .when({ ...report, figures: other('citizen'), categories: retiring('attendance-categories', 'project-team', 7) })
      .then({ type: 'AttendanceReported', data: { ...other('citizen'), programmeId, categoriesVersion: 7 } });
  });

  it('that stand on record may be repeated and corrected after they were retired', () => {
    const later = retiring('attendance-categories', 'project-team');
    given(reported)
      .when({ ...report, categories: later })
      .then();
    given(reported)
      .when({ ...correct, categories: later })
      .then({ ...corrected, data: { ...corrected.data, categoriesVersion: 2 } });
    given(reported)
      .when({ ...correct, figures: other('citizen'), categories: retiring('attendance-categories', 'citizen') })
      .thenRejected('CATEGORY_RETIRED');
  });
});
