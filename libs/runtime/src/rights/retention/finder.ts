import { mostProposed, type DataOf, type RetentionAskedV1 } from '@ecou/contracts';
import type { Restrictions } from '../../subjects/restrictions.js';
import type { Things } from './things.js';
import type { DeclaredPeriods, PeriodsInForce, ThingOfSubject, Verdict } from './verdict.js';

export type Question = DataOf<typeof RetentionAskedV1>;

/** The answer of a context, as its contract has it. */
export interface Found {
  readonly over: { subject: string; activity: string; endedAt: string; dueAt: string }[];
  readonly last: string | null;
  readonly kept: { activity: string | null; reason: Stay['reason']; people: number; nextAt: string | null }[];
  readonly objections: { subject: string; activity: string | null; reason: Stay['reason'] }[];
}

type Stay = Extract<Verdict, { over: false }>;

interface FinderParts {
  readonly context: string;
  readonly things: Things;
  readonly declared: DeclaredPeriods;
  readonly restrictions: Restrictions;
}

/** People who are looked at in one statement. */
const together = 1_000;
const beforeAll = '00000000-0000-0000-0000-000000000000';

/** Finds the people of a context whose periods are over. It changes nothing. */
export class RetentionFinder {
  constructor(private readonly parts: FinderParts) {}

  answer(question: Question): Promise<Found> {
    return question.step === 'find' ? this.find(question) : this.check(question);
  }

  private async find(question: Question): Promise<Found> {
    const over: Found['over'] = [];
    const kept = new Map<string, Found['kept'][number]>();
    const found = (last: string | null): Found => ({ over, last, kept: [...kept.values()], objections: [] });
    let last = question.after[this.parts.context] ?? beforeAll;
    for (;;) {
      const people = await this.parts.things.peopleAfter(last, together);
      for (const [subject, verdict] of await this.verdicts(people, question)) {
        if (verdict.over && over.length === mostProposed) return found(last);
        if (verdict.over) over.push(proposalOf(subject, verdict));
        else count(kept, verdict);
        last = subject;
      }
      if (people.length < together) return found(null);
      last = people.at(-1) ?? last;
    }
  }

  private async check(question: Question): Promise<Found> {
    const verdicts = await this.verdicts(question.subjects, question);
    const objections = [...verdicts].flatMap(([subject, verdict]) =>
      verdict.over ? [] : [{ subject, activity: verdict.activity, reason: verdict.reason }],
    );
    return { over: [], last: null, kept: [], objections };
  }

  private async verdicts(subjects: readonly string[], question: Question): Promise<ReadonlyMap<string, Verdict>> {
    const { things, declared, restrictions } = this.parts;
    const [of, restricted] = await Promise.all([things.of(subjects), restrictions.among(subjects)]);
    const inForce = this.inForce(question, restricted);
    return new Map([...of].map(([subject, each]) => [subject, declared.verdictOf(subject, each, inForce)] as const));
  }

  private inForce({ asOf, rules, held }: Question, restricted: ReadonlySet<string>): PeriodsInForce {
    const { context } = this.parts;
    const people = new Set(held.subjects);
    const streams = new Set(held.things.filter((thing) => thing.context === context).map(({ stream }) => stream));
    const isHeldThing = ({ stream }: ThingOfSubject) => streams.has(stream);
    return {
      asOf: new Date(asOf).toISOString(),
      days: new Map(rules.map(({ activity, days }) => [activity, days])),
      isHeld: (subject, of) => people.has(subject) || of.some(isHeldThing),
      isRestricted: (subject) => restricted.has(subject),
    };
  }
}

const proposalOf = (subject: string, { activity, endedAt, dueAt }: Extract<Verdict, { over: true }>) => ({
  ...{ subject, activity, endedAt, dueAt },
});

function count(kept: Map<string, Found['kept'][number]>, { activity, reason, nextAt }: Stay): void {
  const key = `${reason} ${activity}`;
  const before = kept.get(key);
  const next = [before?.nextAt, nextAt].filter((at) => typeof at === 'string').sort()[0] ?? null;
  kept.set(key, { activity, reason, people: (before?.people ?? 0) + 1, nextAt: next });
}
