import type { CourseRow, End, Step } from './course.js';
import type { Period } from './period.js';

/** The figures that are counted; `half-year/definitions.ts` says what each is. */
export const countIds = [
  'carried-over',
  'registered',
  'from-authorities',
  'reopened',
  'answered',
  'declined',
  'answered-together',
  'forwarded',
  'forwarded-in-time',
  'filed',
  'repeats',
  'withdrawn',
  'in-time',
  'late',
  'on-target',
  'extended',
  'missed',
  'running',
  'running-overdue',
  'notices',
] as const;
export type CountId = (typeof countIds)[number];

export const figureIds = [...countIds, 'mean-days', 'median-days'] as const;
export type FigureId = (typeof figureIds)[number];

/** The value of each figure; null: of nothing. */
export type Figures = Readonly<Record<FigureId, number | null>>;

/** Counts of the registered petitions by each value. */
export type Shares = ReadonlyMap<string, number>;

export interface HalfYear {
  readonly all: Figures;
  /** By department: what happened while it had a petition. */
  readonly departments: ReadonlyMap<string, Figures>;
  readonly kinds: Shares;
  readonly channels: Shares;
  readonly categories: Shares;
}

/** Counts of one scope, as they grow. */
class Tally {
  private readonly counts = new Map<CountId, number>();
  private readonly days: number[] = [];

  add(id: CountId): void {
    this.counts.set(id, (this.counts.get(id) ?? 0) + 1);
  }

  took(days: number): void {
    this.days.push(days);
  }

  figures(): Figures {
    const counted = countIds.map((id) => [id, this.counts.get(id) ?? 0] as const);
    const figures = {
      ...Object.fromEntries(counted),
      'mean-days': meanOf(this.days),
      'median-days': medianOf(this.days),
    };
    return figures as Record<FigureId, number | null>;
  }
}

const inTenths = (value: number): number => Math.round(value * 10) / 10;

const meanOf = (values: readonly number[]): number | null =>
  values.length === 0 ? null : inTenths(values.reduce((sum, value) => sum + value, 0) / values.length);

function medianOf(values: readonly number[]): number | null {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  const [below, above] = [sorted[middle - 1], sorted[middle]];
  if (above === undefined) return null;
  return sorted.length % 2 === 1 || below === undefined ? above : inTenths((below + above) / 2);
}

const isBefore = (at: string, time: string): boolean => Date.parse(at) < Date.parse(time);

/** The petition as it stood at a time: whether an answer was waited for, by what legal date, and who had it. Undefined where it was not there. */
function standingAt(steps: readonly Step[], time: string) {
  let standing: { readonly waits: boolean; readonly missedAt: string | null; readonly department: string } | undefined;
  for (const { kind, at, department, missedAt } of steps) {
    if (!isBefore(at, time)) break;
    const waits = kind === 'began' || (kind !== 'ended' && (standing?.waits ?? false));
    standing = { waits, missedAt: missedAt ?? standing?.missedAt ?? null, department };
  }
  return standing;
}

const endings: Readonly<Record<End['by'], readonly CountId[]>> = {
  answered: ['answered'],
  declined: ['declined'],
  forwarded: ['forwarded'],
  filed: ['filed'],
  repeat: ['filed', 'repeats'],
  withdrawn: ['withdrawn'],
  noted: [],
};

/** The counts of a half-year, as courses are taken in. */
class Counting {
  private readonly all = new Tally();
  private readonly departments = new Map<string, Tally>();
  private readonly kinds = new Map<string, number>();
  private readonly channels = new Map<string, number>();
  private readonly categories = new Map<string, number>();

  constructor(
    private readonly begins: string,
    private readonly until: string,
  ) {}

  take(course: CourseRow): void {
    const { kind, steps } = course;
    const within = steps.filter(({ at }) => !isBefore(at, this.begins) && isBefore(at, this.until));
    if (kind === 'notice') {
      const [first] = steps;
      if (first && within.includes(first)) this.add(first.department, 'notices');
      return;
    }
    const before = standingAt(steps, this.begins);
    if (before?.waits) this.add(before.department, 'carried-over');
    for (const step of within) this.happened(course, step);
    this.standing(steps);
  }

  result(): HalfYear {
    const { kinds, channels, categories } = this;
    const each = [...this.departments].map(([department, tally]) => [department, tally.figures()] as const);
    return { all: this.all.figures(), departments: new Map(each), kinds, channels, categories };
  }

  /** The petition as it stands at the end. */
  private standing(steps: readonly Step[]): void {
    const after = standingAt(steps, this.until);
    if (!after?.waits) return;
    this.add(after.department, 'running');
    const isOver = after.missedAt !== null && !isBefore(this.until, after.missedAt);
    if (isOver) this.add(after.department, 'running-overdue');
  }

  private happened(course: CourseRow, step: Step): void {
    if (step.kind === 'began') this.began(course, step);
    else if (step.kind === 'extended' || step.kind === 'missed') this.add(step.department, step.kind);
    else if (step.end) this.ended(step.department, step.end);
  }

  private began({ kind, channel, category, fromAuthority }: CourseRow, { again, department }: Step): void {
    this.add(department, again ?? 'registered');
    if (again) return;
    if (fromAuthority) this.add(department, 'from-authorities');
    share(this.kinds, kind);
    share(this.channels, channel);
    share(this.categories, category);
  }

  private ended(department: string, end: End): void {
    const { by, inTime } = end;
    this.add(department, ...endings[by]);
    if (by === 'forwarded' && inTime) this.add(department, 'forwarded-in-time');
    if (by === 'answered' || by === 'declined') this.replied(department, end);
  }

  private replied(department: string, { inTime, onTarget, together, days }: End): void {
    this.add(department, inTime === false ? 'late' : 'in-time');
    if (onTarget) this.add(department, 'on-target');
    if (together) this.add(department, 'answered-together');
    for (const tally of this.tallies(department)) tally.took(days);
  }

  private add(department: string, ...ids: readonly CountId[]): void {
    for (const tally of this.tallies(department)) for (const id of ids) tally.add(id);
  }

  /** Of all, and of a department. */
  private tallies(department: string): readonly Tally[] {
    const own = this.departments.get(department) ?? new Tally();
    this.departments.set(department, own);
    return [this.all, own];
  }
}

const share = (of: Map<string, number>, value: string) => of.set(value, (of.get(value) ?? 0) + 1);

/** The figures of a half-year, up to a time of it (ISO 8601), out of the courses of the petitions and notices that it is about. */
export function figuresOf(courses: readonly CourseRow[], { begins }: Pick<Period, 'begins'>, until: string): HalfYear {
  const counting = new Counting(begins, until);
  for (const course of courses) counting.take(course);
  return counting.result();
}
