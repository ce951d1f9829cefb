import type { stayReasons } from '@ecou/contracts';
import type { ProcessingActivity, ThingsEnd } from '../../privacy/processing.js';

export type StayReason = (typeof stayReasons)[number];

/** A thing in which a person stands, as its events say. */
export interface ThingOfSubject {
  readonly stream: string;
  /** Category of its aggregate. */
  readonly category: string;
  /** ISO 8601: when its last fact was recorded, or that of the thing that it ends with. */
  readonly lastAt: string;
  readonly hasEnded: boolean;
}

/** The periods in force, and what they do not reach. */
export interface PeriodsInForce {
  readonly asOf: string;
  /** Days by the name of the activity. */
  readonly days: ReadonlyMap<string, number>;
  readonly isHeld: (subject: string, things: readonly ThingOfSubject[]) => boolean;
  readonly isRestricted: (subject: string) => boolean;
}

export type Verdict =
  | { readonly over: true; readonly activity: string; readonly endedAt: string; readonly dueAt: string }
  | {
      readonly over: false;
      readonly activity: string | null;
      readonly reason: StayReason;
      /** The time at which it is over; `null` where nobody can say yet. */
      readonly nextAt: string | null;
    };

const dayMs = 86_400_000;

const daysAfter = (at: string, days: number): string => new Date(Date.parse(at) + days * dayMs).toISOString();

/** The periods that a context declares for its things. */
export class DeclaredPeriods {
  private readonly ends = new Map<string, ThingsEnd>();
  private readonly activities = new Map<string, string>();

  constructor(activities: readonly ProcessingActivity[]) {
    for (const { name, period, data } of activities) {
      if (!period) continue;
      const personal = new Set(data.flatMap(({ fields }) => Object.keys(fields)));
      for (const [category, end] of Object.entries(period.things)) {
        this.ends.set(category, end);
        if (personal.has(category)) this.activities.set(category, name);
      }
    }
  }

  endOf(category: string): ThingsEnd | undefined {
    return this.ends.get(category);
  }

  /** The activity whose period things of a category have; `undefined`: none ends by itself. */
  activityOf(category: string): string | undefined {
    return this.activities.get(category);
  }

  /** Types of events that say whether a thing has ended. */
  get turns(): readonly string[] {
    return [...this.ends.values()].flatMap(({ by, goesOnBy = [] }) => [...goesOnBy, ...typesIn(by)]);
  }

  /**
   * The verdict on a person: over once everything of theirs here is. One key opens all their values, so that the thing that is over last decides; the activity is
   * that of the first thing in which they stand, or of the one that has to stay.
   */
  verdictOf(subject: string, things: readonly ThingOfSubject[], inForce: PeriodsInForce): Verdict {
    const activity = this.activityIn(things[0]);
    if (inForce.isHeld(subject, things)) return stays('held', activity);
    if (inForce.isRestricted(subject)) return stays('restricted', activity);
    const staying = this.stayingIn(things, inForce);
    if (staying || activity === null) return staying ?? stays('no-rule', activity);
    const endedAt = latest(things.map(({ lastAt }) => lastAt));
    const dueAt = latest(things.map((thing) => daysAfter(thing.lastAt, this.daysOf(thing, inForce) ?? 0)));
    if (dueAt > inForce.asOf) return stays('not-over', activity, dueAt);
    return { over: true, activity, endedAt, dueAt };
  }

  /** The first thing without an end. */
  private stayingIn(things: readonly ThingOfSubject[], inForce: PeriodsInForce): Verdict | undefined {
    for (const thing of things) {
      const activity = this.activityIn(thing);
      if (this.daysOf(thing, inForce) === undefined) return stays('no-rule', activity);
      if (!thing.hasEnded) return stays('not-ended', activity);
    }
    return undefined;
  }

  private activityIn(thing: ThingOfSubject | undefined): string | null {
    return (thing && this.activityOf(thing.category)) ?? null;
  }

  private daysOf({ category }: ThingOfSubject, { days }: PeriodsInForce): number | undefined {
    return days.get(this.activityOf(category) ?? '');
  }
}

const latest = (times: readonly string[]): string => [...times].sort().at(-1) ?? '';

const typesIn = (by: ThingsEnd['by']): readonly string[] => (typeof by === 'object' ? by : []);

const stays = (reason: StayReason, activity: string | null, nextAt: string | null = null): Verdict => ({
  ...{ over: false, activity, reason, nextAt },
});
