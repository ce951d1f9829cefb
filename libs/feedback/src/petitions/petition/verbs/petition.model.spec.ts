import { randomUUID } from 'node:crypto';
import { Rejected, streamOf, type Unit, Personal } from '@ecou/event-sourcing';
import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays, dayOf } from '../../calendar/working-calendar.js';
import { usualRules } from '../../directory/petition-rules.js';
import { deadlineFrom, extendedBy, lawfulRules, type Deadline } from '../../calendar/deadlines.js';
import { contentOf, contextAt, petitionsInMemory } from '../../testing/petitions-in-memory.js';
import { petition, petitionTimers } from '../rules/petition.aggregate.js';
import type { PetitionVerb } from './petition.verbs.js';

const terms = { ...lawfulRules, daysOff: [] };
const dayMs = 86_400_000;

/** A file on a desk, as a registrar without a computer keeps it. */
interface Folder {
  readonly id: string;
  readonly number: string;
  readonly notice: boolean;
  readonly since: number;
  where: 'desk' | 'with-another' | 'answered' | 'sent-away' | 'closed' | 'closed-answered' | 'taken-back';
  with: Folder | null;
  /** That of somebody else, on whose desk it lies, too. */
  beside: Folder | null;
  deadline: Deadline | null;
  extended: boolean;
  /** Of this round. */
  soon: boolean;
  off: boolean;
  late: boolean;
  /** Notes in red, ever. */
  soonNotes: number;
  offNotes: number;
  lateNotes: number;
  rounds: number;
  /** The day of the last answer. */
  answeredOn: string;
}
interface Office {
  now: number;
  folders: Folder[];
  byYear: Map<string, number>;
}

interface Timer {
  readonly name: string;
  readonly subject: string;
  readonly dueAt: string;
}

function keep({ timers = [] }: Unit, among: Map<string, Timer>): void {
  for (const timer of timers) {
    if (timer.dueAt === null) among.delete(timer.id);
    else among.set(timer.id, timer);
  }
}

/** The platform without HTTP and without PostgreSQL, and the timers as the database keeps them. */
class Real {
  /** Those that have fired, which a second scheduler fires again. */
  readonly fired: Timer[] = [];

  private constructor(
    private readonly petitions: Awaited<ReturnType<typeof petitionsInMemory>>,
    readonly timers: Map<string, Timer>,
  ) {}

  static async open(): Promise<Real> {
    const timers = new Map<string, Timer>();
    const petitions = await petitionsInMemory((append) => async (unit) => {
      const result = await append(unit);
      if (result.status === 'ok') keep(unit, timers);
      return result;
    });
    return new Real(petitions, timers);
  }

  stateOf(id: string) {
    return this.petitions.aggregates.load(petition, id);
  }

  /** True where the command was carried out, or changed nothing; false where it was refused. */
  async try(id: string, command: PetitionVerb, now: number): Promise<boolean> {
    try {
      await this.petitions.run(id, command, contextAt(new Date(now).toISOString()));
      return true;
    } catch (error) {
      if (error instanceof Rejected) return false;
      throw error;
    }
  }

  async fireDue(now: number): Promise<void> {
    const due = () => [...this.timers].filter(([, { dueAt }]) => Date.parse(dueAt) <= now);
    for (const [id, timer] of due().sort(([, a], [, b]) => Date.parse(a.dueAt) - Date.parse(b.dueAt))) {
      await this.fire(timer, now);
      this.fired.push(timer);
      // One that was set again meanwhile stays.
      if (this.timers.get(id) === timer) this.timers.delete(id);
    }
    if (due().length > 0) await this.fireDue(now);
  }

  /** A second scheduler, that has not heard of the first. */
  async fireAgain(now: number): Promise<void> {
    for (const timer of this.fired) await this.fire(timer, now);
  }

  private async fire({ name, subject, dueAt }: Timer, now: number): Promise<void> {
    const type = name === petitionTimers.dueSoon ? 'NoteDueSoon' : 'NoteDeadlineMissed';
    const at = new Date(now).toISOString();
    expect(await this.try(subject, { type, dueAt, at }, now)).toBe(true);
  }

  async typesIn(id: string): Promise<string[]> {
    return (await this.petitions.store.readStream(streamOf(petition.category, id))).map(({ type }) => type);
  }
}

const hasOthers = (office: Office, folder: Folder): boolean =>
  office.folders.some((other) => other.where === 'with-another' && other.with === folder);

/** True where the petitioner of a folder still waits: also where it lies in another one. */
const waits = ({ where }: Folder): boolean => where === 'desk' || where === 'with-another';

/** The effect of the clock on the folders that wait. */
function tick(office: Office): void {
  for (const folder of office.folders) {
    const { deadline } = folder;
    if (!waits(folder) || !deadline) continue;
    if (!folder.soon && Date.parse(deadline.dueSoonAt) <= office.now) {
      folder.soon = true;
      folder.soonNotes += 1;
    }
    // Each that is off its target has been soon before.
    if (!folder.off && Date.parse(deadline.overdueAt) <= office.now) {
      folder.off = true;
      folder.offNotes += 1;
    }
    if (!folder.late && Date.parse(deadline.legal.missedAt) <= office.now) {
      folder.late = true;
      folder.lateNotes += 1;
    }
  }
}

const places: Readonly<Record<Folder['where'], readonly string[]>> = {
  desk: ['registered', 'assigned', 'in-progress', 'information-requested'],
  'with-another': ['joined'],
  answered: ['answered', 'declined'],
  'sent-away': ['forwarded'],
  closed: ['closed'],
  'closed-answered': ['closed'],
  'taken-back': ['closed'],
};

async function compare(office: Office, real: Real): Promise<void> {
  for (const folder of office.folders) {
    const { state } = await real.stateOf(folder.id);
    const types = await real.typesIn(folder.id);
    const count = (type: string) => types.filter((one) => one === type).length;
    expect({
      number: state?.number,
      place: places[folder.where].includes(state?.status ?? ''),
      deadline: state?.deadline,
      rounds: state?.round,
      soon: count('PetitionDueSoon'),
      off: count('PetitionTargetMissed'),
      late: count('PetitionDeadlineMissed'),
    }).toEqual({
      number: folder.number,
      place: true,
      deadline: folder.deadline,
      rounds: folder.rounds,
      soon: folder.soonNotes,
      off: folder.offNotes,
      late: folder.lateNotes,
    });
  }
  // A timer for each note that is still to come, and no other.
  const waiting = office.folders.filter((folder) => waits(folder) && folder.deadline);
  const expected = waiting.flatMap(({ id, soon, late }) => [
    ...(soon ? [] : [`${petitionTimers.dueSoon} ${id}`]),
    ...(late ? [] : [`${petitionTimers.overdue} ${id}`]),
  ]);
  expect([...real.timers.values()].map(({ name, subject }) => `${name} ${subject}`).sort()).toEqual(expected.sort());
}

type Command = fc.AsyncCommand<Office, Real>;
const step = (label: string, run: (office: Office, real: Real) => Promise<void>): Command => ({
  check: () => true,
  run: async (office, real) => {
    await run(office, real);
    await compare(office, real);
  },
  toString: () => label,
});

const register = (notice: boolean) =>
  step(`registers a ${notice ? 'notice' : 'petition'}`, async (office, real) => {
    const id = randomUUID();
    const at = new Date(office.now).toISOString();
    const command = { type: 'RegisterPetition', content: contentOf(id, notice) } as const;
    expect(await real.try(id, command, office.now)).toBe(true);
    const year = dayOf(at).slice(0, 4);
    const count = (office.byYear.get(year) ?? 0) + 1;
    office.byYear.set(year, count);
    office.folders.push({
      ...{
        id,
        notice,
        number: `${year}-${String(count).padStart(6, '0')}`,
        since: office.now,
        where: 'desk',
        with: null,
        beside: null,
      },
      ...{ deadline: notice ? null : deadlineFrom(at, terms), extended: false, answeredOn: '' },
      ...{ soon: false, off: false, late: false, soonNotes: 0, offNotes: 0, lateNotes: 0, rounds: 1 },
    });
    tick(office);
    await real.fireDue(office.now);
  });

/** Does something with one of the folders, where there is any; `allowed` says whether the office would, `then` what becomes of it. */
const act = (
  label: string,
  index: number,
  make: (office: Office, folder: Folder) => { command: PetitionVerb; allowed: boolean; then?: () => void },
) =>
  step(`${label} ${index}`, async (office, real) => {
    const folder = office.folders[index % Math.max(1, office.folders.length)];
    if (!folder) return;
    const { command, allowed, then } = make(office, folder);
    expect({ command, allowed: await real.try(folder.id, command, office.now) }).toEqual({ command, allowed });
    if (allowed) then?.();
    tick(office);
    await real.fireDue(office.now);
    await real.fireAgain(office.now);
  });

const again = (index: number) =>
  act('sends again', index, (_, { id, notice }) => ({
    command: { type: 'RegisterPetition', content: contentOf(id, notice) },
    allowed: true,
  }));

const answer = (index: number, outcome: 'answered' | 'declined') =>
  act(outcome, index, (office, folder) => ({
    command: {
      ...(outcome === 'answered'
        ? { type: 'AnswerPetition', text: new Personal(randomUUID()) }
        : { type: 'DeclinePetition', reason: new Personal(randomUUID()) }),
      salutation: new Personal(randomUUID()),
      legalBasis: 'x',
      attachments: [],
      by: null,
      channel: null,
    },
    allowed: folder.where === 'desk',
    then: () => {
      for (const one of office.folders) {
        if (one !== folder && !(one.where === 'with-another' && one.with === folder)) continue;
        one.where = 'answered';
        one.answeredOn = dayOf(new Date(office.now).toISOString());
      }
    },
  }));

/** True where the answer to the main one can be that to the other. */
const fits = (folder: Folder, main: Folder): boolean =>
  main !== folder &&
  main.where === 'desk' &&
  main.since <= folder.since &&
  (main.deadline?.answerBy ?? '') <= (folder.deadline?.answerBy ?? '');

/** All petitions are one petitioner's; a notice is nobody's, and lies beside what it is joined to. */
const join = (index: number, other: number) =>
  act(`joins to ${other}`, index, (office, folder) => {
    const main = office.folders[other % office.folders.length] ?? folder;
    if (folder.notice || main.notice) return putBeside(office, folder, main);
    const isThere = folder.with === main;
    return {
      command: { type: 'JoinPetition', to: main.id, as: null, reason: null },
      allowed: isThere || (folder.where === 'desk' && !hasOthers(office, folder) && fits(folder, main)),
      then: () => {
        if (!isThere) Object.assign(folder, { where: 'with-another', with: main });
      },
    };
  });

function putBeside(office: Office, folder: Folder, main: Folder) {
  const isThere = folder.beside === main;
  const isFree = folder.beside === null && !office.folders.some(({ beside }) => beside === folder);
  const canTake = main !== folder && main.where === 'desk' && main.beside === null;
  return {
    command: { type: 'JoinPetition', to: main.id, as: null, reason: null } as const,
    allowed: isThere || (folder.where === 'desk' && isFree && canTake),
    then: () => {
      folder.beside = main;
    },
  };
}

const extend = (index: number, days: number) =>
  act(`puts off by ${days}`, index, (office, folder) => {
    const { deadline, extended } = folder;
    const isEarly = deadline !== null && office.now < Date.parse(deadline.legal.missedAt);
    return {
      command: { type: 'ExtendDeadline', reason: new Personal(randomUUID()), days, by: null },
      allowed: waits(folder) && isEarly && !extended && days <= 15,
      then: () => {
        if (!deadline) return;
        Object.assign(folder, {
          deadline: extendedBy(deadline, days, terms),
          extended: true,
          soon: false,
          off: false,
          late: false,
        });
      },
    };
  });

const leave = (label: string, index: number, command: () => PetitionVerb, where: Folder['where']) =>
  act(label, index, (office, folder) => ({
    command: command(),
    allowed:
      (folder.where === 'desk' && !hasOthers(office, folder)) || (where === 'taken-back' && folder.where === where),
    then: () => Object.assign(folder, { where }),
  }));

const close = (index: number) =>
  act('closes', index, (office, folder) => {
    const isClosed = places[folder.where].includes('closed');
    const isNoted = folder.notice && folder.where === 'desk' && !hasOthers(office, folder);
    return {
      command: { type: 'ClosePetition', note: null },
      allowed: isClosed || isNoted || folder.where === 'answered' || folder.where === 'sent-away',
      then: () => {
        if (!isClosed) folder.where = folder.where === 'answered' ? 'closed-answered' : 'closed';
      },
    };
  });

const reopen = (index: number) =>
  act('reopens', index, (office, folder) => ({
    command: { type: 'ReopenPetition', by: 'citizen', reason: new Personal(randomUUID()), round: null },
    allowed:
      (folder.where === 'answered' || folder.where === 'closed-answered') &&
      folder.rounds <= usualRules.reopenTimes &&
      dayOf(new Date(office.now).toISOString()) <= addDays(folder.answeredOn, usualRules.reopenDays),
    then: () => {
      const deadline = folder.notice ? null : deadlineFrom(new Date(office.now).toISOString(), terms);
      const anew = { where: 'desk', with: null, deadline, extended: false, soon: false, off: false, late: false };
      Object.assign(folder, anew, { rounds: folder.rounds + 1 });
    },
  }));

const wait = (days: number) =>
  step(`${days} days go by`, async (office, real) => {
    office.now += days * dayMs;
    tick(office);
    await real.fireDue(office.now);
  });

const index = fc.nat({ max: 5 });
const commands = fc.commands(
  [
    fc.boolean().map((rarely) => register(rarely)),
    fc.constant(null).map(() => register(false)),
    fc.nat({ max: 25 }).map(wait),
    fc.nat({ max: 25 }).map(wait),
    index.map(again),
    fc.tuple(index, fc.constantFrom('answered' as const, 'declined' as const)).map((given) => answer(...given)),
    fc.tuple(index, index).map((given) => join(...given)),
    fc.tuple(index, fc.integer({ min: 1, max: 16 })).map((given) => extend(...given)),
    index.map((at) =>
      leave(
        'forwards',
        at,
        () => ({ type: 'ForwardPetition', authority: 'x', reason: new Personal(randomUUID()) }),
        'sent-away',
      ),
    ),
    index.map((at) => leave('takes back', at, () => ({ type: 'WithdrawPetition', note: null }), 'taken-back')),
    index.map(close),
    index.map(reopen),
  ],
  { maxCommands: 50, size: '+1' },
);

it('deals with petitions as an office with folders, a register and a calendar would', async () => {
  await fc.assert(
    fc.asyncProperty(commands, async (some) => {
      const real = await Real.open();
      // Late in a year, so that the register starts anew.
      const office: Office = { now: Date.parse('2026-11-20T09:00:00Z'), folders: [], byYear: new Map() };
      await fc.asyncModelRun(() => ({ model: office, real }), some);
    }),
    { numRuns: 120 },
  );
});
